"""`/api/v1/duty-shifts/`: who is on duty now, everywhere; the whole roster of one's own unit."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from aircop.accounts.models import User
from aircop.audit import record
from aircop.rest.fields import EtagField, IdField, InstantField, TextField, TruthField
from aircop.rest.filters import ChoiceFilter, CodeFilter, Filters, IdFilter, InstantFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from taskforces.models import DutyShift
from taskforces.models.duty import RUNNING
from taskforces.queries.duty import may_name
from taskforces.queries.task_force import unit_or_invalid
from taskforces.services.duty import Shift, add_duty_shift, remove_duty_shift

PLAIN = ("starts_at", "ends_at", "languages", "backup")


class DutyShiftAnswer(StrictSerializer):
    """One person on duty for one unit.

    Who it is, people of the unit and of its host agency are told; others call the duty desk of the unit.
    """

    id = IdField()
    etag = EtagField()
    task_force = IdField()
    person = IdField(allow_null=True)
    starts_at = InstantField()
    ends_at = InstantField()
    languages = serializers.ListField(child=TextField())
    backup = TruthField(help_text="Stands in when nobody else is on duty.")
    access_list = IdField()


class DutyShiftBody(StrictSerializer):
    """A shift to come, or one that runs already."""

    task_force = IdField()
    person = IdField(help_text="An officer or a supervisor who serves in the unit now.")
    starts_at = InstantField()
    ends_at = InstantField()
    languages = serializers.ListField(
        child=TextField(max_length=3), max_length=8, required=False, help_text="Without them those of the last shift."
    )
    backup = TruthField(required=False)


def _now(rows: QuerySet[DutyShift], word: str) -> QuerySet[DutyShift]:
    return rows.filter(RUNNING) if word == "true" else rows.exclude(RUNNING)


class DutyShiftFilters(Filters):
    """What the roster can be narrowed by."""

    task_force = IdFilter("task_force_id", "Only shifts of this unit.")
    country = CodeFilter("task_force__airport__country_id", "ISO 3166 alpha-2.")
    language = CodeFilter(lambda rows, code: rows.filter(languages__contains=[code]), "Code of a language spoken.")
    on_duty = ChoiceFilter(
        _now,
        "Whether it runs now.",
        choices=[("true", gettext_lazy("on duty now")), ("false", gettext_lazy("closed now"))],
    )
    ends_after = InstantFilter("ends_at__gt", "Ends after.")
    starts_before = InstantFilter("starts_at__lt", "Begins before.")


class DutyShiftView(Listed, Retrieved, Created, ResourceView):
    """Shifts that the client may see: those that run now anywhere, and all of its own unit and agency."""

    serializer_class = DutyShiftAnswer
    bodies: ClassVar = {"create": DutyShiftBody}
    required_scopes: ClassVar = {
        "list": "contacts:read",
        "retrieve": "contacts:read",
        "create": "contacts:write",
        "remove": "contacts:write",
    }
    filters = DutyShiftFilters
    orderings: ClassVar = ("starts_at", "recorded_at")
    default_ordering = "starts_at"

    def visible(self) -> QuerySet[DutyShift]:
        """Return what the client may see."""
        return DutyShift.objects.visible_to(self.actor).with_rows()

    def viewer_of(self, row: DutyShift) -> str:
        """Colleagues are told who it is."""
        return "named" if may_name(self.actor, row) else ""

    def represent(self, rows: Sequence[DutyShift]) -> list[Any]:
        """Return the shifts."""
        return [
            {name: getattr(row, name) for name in PLAIN}
            | {
                "id": row.pk,
                "etag": self.etag_of(row),
                "task_force": row.task_force_id,
                "person": row.person_id if may_name(self.actor, row) else None,
                "access_list": row.access_list_id,
            }
            for row in rows
        ]

    def note_read(self, rows: Sequence[DutyShift]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "duty_shift.list", rows=rows)
        else:
            record(self.actor, "duty_shift.read", about=rows[0])

    def perform_create(self, data: dict[str, Any]) -> DutyShift:
        """Put somebody on the roster."""
        unit = unit_or_invalid(data.pop("task_force"))
        person = User(pk=data.pop("person"))  # the service looks whether it serves there, once the guard let us in
        return add_duty_shift(actor=self.actor, task_force=unit, shift=Shift(person=person, **data))[0]

    @act
    def remove(self, row: DutyShift, _data: dict[str, Any]) -> DutyShift:
        """Take it off the roster; a shift that runs ends now."""
        return remove_duty_shift(actor=self.actor, shift=row)
