"""`/api/v1/audit/`: the entries of one's agencies, for those who may read their audit. Nothing is written here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.access.verdict import allow, lacks, require
from aircop.audit import record
from aircop.audit.kinds import ActKind, Side
from aircop.audit.models import AuditEntry, Outcome, names_others
from aircop.audit.queries import entries
from aircop.paging import Mark, Page
from aircop.rest.exceptions import bad_parameter
from aircop.rest.fields import IdField, InstantField, TextField
from aircop.rest.filters import ChoiceFilter, CodeFilter, Filters, IdFilter, InstantFilter, TextFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView

NAMES = (
    "id", "at", "verb", "outcome", "reason", "actor_name", "acting_agency", "acting_unit", "acting_role", "client",
    "address", "request_id", "object_type", "reference", "owner_agency", "owner_unit", "purpose", "recipients",
    "handling",
)  # fmt: skip


class AuditAnswer(StrictSerializer):
    """One act or refusal: who, when, what to which record. What was changed stands in the history of the record."""

    id = IdField()
    at = InstantField()
    verb = TextField()
    outcome = TextField()
    reason = TextField()
    actor = IdField(allow_null=True)
    actor_name = TextField()
    acting_agency = IdField(allow_null=True)
    acting_unit = IdField(allow_null=True)
    acting_role = TextField()
    client = TextField()
    address = TextField()
    request_id = TextField()
    object_type = TextField()
    object = IdField(allow_null=True)
    objects = serializers.ListField(
        child=IdField(),
        allow_null=True,
        help_text="Of a list; null where others were shown records of several agencies.",
    )
    reference = TextField()
    owner_agency = IdField(allow_null=True)
    owner_unit = IdField(allow_null=True)
    purpose = TextField()
    recipients = serializers.ListField(child=TextField())
    handling = TextField()


@dataclass(frozen=True)
class Wanted:
    """What of the audit is asked for: the reads follow its indexes only where they are put together by it."""

    actor: Actor
    filters: Mapping[str, Any] = field(default_factory=dict)
    model: ClassVar[type[AuditEntry]] = AuditEntry

    def also(self, name: str, value: Any) -> "Wanted":
        """Return the same, narrowed by one filter more."""
        return Wanted(self.actor, {**self.filters, name: value})


def _asking(name: str, read: Callable[[Any], Any] = lambda value: value) -> Callable[[Any, Any], Any]:
    return lambda wanted, value: wanted.also(name, read(value))


class AuditFilters(Filters):
    """What the list can be narrowed by."""

    id = None  # type: ignore[assignment]  # entries are found by what was done, not by their ids
    side = ChoiceFilter(_asking("side"), "Whose entries.", choices=Side.choices)
    kind = ChoiceFilter(_asking("kind"), "Kind of act.", choices=ActKind.choices)
    verb = CodeFilter(_asking("act"), "One act: `seizure.verify`.")
    outcome = ChoiceFilter(_asking("outcome"), "How it went.", choices=Outcome.choices)
    person = TextFilter(_asking("person"), "Words of the name of who did it.")
    reference = TextFilter(_asking("reference"), "Reference of the record.")
    reader_agency = IdFilter(_asking("agency", str), "Only what this agency did to our records.")
    at_from = InstantFilter(_asking("since"), "At or after.")
    at_to = InstantFilter(_asking("until"), "Before.")


def _page(
    wanted: Wanted, *, order: str, size: int, after: Mark | None = None, before: Mark | None = None
) -> Page[AuditEntry]:
    assert order == "-at"  # noqa: S101  the only one on offer
    return entries(wanted.actor, wanted.filters, after=_aware(after), before=_aware(before), size=size)


def _aware(mark: Mark | None) -> Mark | None:
    return mark if mark is None or isinstance(mark.value, datetime) else Mark(mark.value, UUID(str(mark.id)))


def _uncounted(_wanted: Wanted, _most: int) -> int:
    raise bad_parameter("count", _("The audit is not counted."))


class AuditView(Listed, ResourceView):
    """Entries of the audit."""

    serializer_class = AuditAnswer
    required_scopes: ClassVar = {"list": "audit:read"}
    filters = AuditFilters
    orderings: ClassVar = ("at",)
    default_ordering = "-at"
    pager = staticmethod(_page)
    counter = staticmethod(_uncounted)

    def visible(self) -> Any:
        """Return the audit of the reader's agencies; refuse who reads none."""
        require(allow() if self.actor.holds(Permission.READ_AUDIT) else lacks(Permission.READ_AUDIT))
        return Wanted(self.actor)

    def represent(self, rows: Sequence[AuditEntry]) -> list[Any]:
        """Return the entries; of a list that showed others records of several agencies, not which: not all are ours."""
        own = self.actor.agencies_with(Permission.READ_AUDIT)
        return [
            {name: getattr(row, name) for name in NAMES}
            | {
                "actor": row.actor_id,
                "object": row.object_id,
                "objects": None if hidden else row.object_ids,
            }
            for row in rows
            for hidden in [names_others(row.owner_agencies, row.object_id, row.acting_agency, own)]
        ]

    def note_read(self, rows: Sequence[AuditEntry]) -> None:  # noqa: ARG002
        """Leave an entry that it was read."""
        record(self.actor, "audit.read")
