"""`/api/v1/shares/`: what one's agency gave, and by what one reads; ended by who may."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from aircop.access.models import Share, ShareVia
from aircop.audit import record
from aircop.rest.fields import EtagField, IdField, InstantField, TextField, TruthField, WordField
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView, Retrieved, act
from seizures.queries.share import STALE, given_shares, shares_shown
from seizures.services.share import end_share

GIVEN, HELD = "given", "held"


class ShareShape(StrictSerializer):
    """A share in force: whose, of what, how far, until when and why."""

    id = IdField()
    side = WordField(choices=[GIVEN, HELD])
    object_type = TextField(source="about_type", help_text="seizures.seizure; empty for the list of a whole unit.")
    object_id = IdField(source="about_id", allow_null=True)
    reference = TextField(source="about_label")
    access_list = IdField(source="access_list_id")
    agency = IdField(source="agency_id", allow_null=True, help_text="The receiving agency, or that of the person.")
    task_force = IdField(source="unit_id", allow_null=True)
    label = TextField()  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    level = TextField()
    with_identities = TruthField()
    via = WordField(choices=ShareVia.choices)
    under = IdField(source="under_id", allow_null=True, help_text="The share by which it came; it ends with it.")
    reason = TextField()
    given_by = IdField(source="by_agency", allow_null=True, help_text="The agency that gave it.")
    starts_at = InstantField()
    expires_at = InstantField(source="until", allow_null=True)
    etag = EtagField()


class ShareFilters(Filters):
    """What a list of shares can be narrowed by."""

    object = IdFilter("about_id", "Only of this record.")
    agency = IdFilter("agency_id", "Only with this agency.")
    via = ChoiceFilter("via", "Only those that came this way.", choices=ShareVia.choices, many=True)
    stale = ChoiceFilter(
        lambda rows, value: STALE[value](rows),
        "Only what has gone stale: ends soon, unused, without an end, of a receiver that has left.",
        choices=[(name, name) for name in STALE],
    )


class ShareView(Listed, Retrieved, ResourceView):
    """Shares in force that the reader's agency gave, for who answers for them, and those by which it reads."""

    serializer_class = ShareShape
    required_scopes: ClassVar = {"list": "shares:read", "retrieve": "shares:read", "revoke": "seizures:share"}
    filters = ShareFilters
    orderings: ClassVar = ("starts_at",)
    default_ordering = "-starts_at"

    def visible(self) -> QuerySet[Share]:
        """Return what the reader is told."""
        return shares_shown(self.actor)

    def represent(self, rows: Sequence[Share]) -> list[Any]:
        """Return the rows, each with the side on which the reader stands."""
        given = set(given_shares(self.actor).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        for row in rows:
            row.side = GIVEN if row.pk in given else HELD  # type: ignore[attr-defined]
        return super().represent(rows)

    def version_of(self, row: Share) -> object:
        """Return what can change of a share while it is shown: nothing."""
        return row.pk

    def note_read(self, rows: Sequence[Share]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "share.list", ids=[row.pk for row in rows])

    @act
    def revoke(self, row: Share, _data: dict[str, Any]) -> Share:
        """Take it back, now."""
        return end_share(actor=self.actor, share=row)
