"""`/api/v1/hits/`: that another agency holds a document number of ours, and whom to call."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from aircop.audit import record
from aircop.rest.fields import IdField, InstantField
from aircop.rest.filters import Filters, IdFilter, InstantFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView, Retrieved
from seizures.models import HitNotice
from seizures.queries.hit import hits, with_desks


class HitNoticeAnswer(StrictSerializer):
    """One side of a hit. Nothing of the other side's record is in it."""

    id = IdField()
    person = IdField(help_text="The person of one's own agency.")
    agency = IdField(help_text="One's own agency.")
    other_agency = IdField(help_text="The agency that holds the number too.")
    contact = IdField(allow_null=True, help_text="The desk that it named, in `/api/v1/contact-points/`.")
    told_at = InstantField()


class HitFilters(Filters):
    """What the list can be narrowed by."""

    person = IdFilter("person_id", "Only this person.")
    other_agency = IdFilter("other_id", "Only hits with this agency.")
    told_from = InstantFilter("told_at__gte", "Told at or after.")


class HitView(Listed, Retrieved, ResourceView):
    """Hits that one's agencies were told, about persons whose identities the reader sees."""

    serializer_class = HitNoticeAnswer
    required_scopes: ClassVar = {"list": "persons:identities", "retrieve": "persons:identities"}
    filters = HitFilters
    orderings: ClassVar = ("told_at",)
    default_ordering = "-told_at"

    def visible(self) -> QuerySet[HitNotice]:
        """Return what the reader is told."""
        return hits(self.actor)

    def represent(self, rows: Sequence[HitNotice]) -> list[Any]:
        """Return the hits with the desks to call."""
        return [
            {
                "id": told.notice.pk,
                "person": told.notice.person_id,
                "agency": told.notice.agency_id,
                "other_agency": told.notice.other_id,
                "contact": told.desk.pk if told.desk else None,
                "told_at": told.notice.told_at,
            }
            for told in with_desks(self.actor, rows)
        ]

    def note_read(self, rows: Sequence[HitNotice]) -> None:
        """Leave one entry with the persons."""
        record(self.actor, "hit.list", rows=[row.person for row in rows])
