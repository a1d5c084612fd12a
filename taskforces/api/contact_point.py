"""`/api/v1/contact-points/`: the contact directory, open to everybody of the network."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.fields import DayField, EtagField, IdField, TextField, TruthField, WholeNumberField
from aircop.rest.filters import ChoiceFilter, CodeFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Changed, Created, Listed, ResourceView, Retrieved, act
from taskforces.models import Agency, ContactPoint, TaskForce
from taskforces.models.contact_point import WEEK
from taskforces.models.hours import Opening, clock, minutes, openings
from taskforces.services.contact_point import (
    Desk,
    add_contact_point,
    change_contact_point,
    remove_contact_point,
    verify_contact_point,
)

HOURS_HELP = "In the desk's own zone; closing at or before opening means the next day."


class TimeField(TextField):
    """A time of the day: "08:30"."""

    def to_internal_value(self, data: Any) -> str:
        """Return the time."""
        text = super().to_internal_value(data)
        try:
            return clock(minutes(text))
        except ValueError:
            raise serializers.ValidationError(_("Write a time of the day: 08:30.")) from None


class OpeningShape(StrictSerializer):
    """One span of a day of the week; Monday is 1."""

    day = WholeNumberField(min_value=1, max_value=7)
    opens = TimeField()
    closes = TimeField()


class ChannelShape(StrictSerializer):
    """A messaging channel and the address on it."""

    channel = TextField(max_length=40, help_text="Code of the list contact_channel.")
    address = TextField(max_length=120)


class ContactAnswer(StrictSerializer):
    """A desk of the directory."""

    id = IdField()
    etag = EtagField()
    task_force = IdField(allow_null=True)
    agency = IdField(allow_null=True)
    country = TextField(allow_null=True)
    function = TextField()
    name = TextField()
    phones = serializers.ListField(child=serializers.CharField(), help_text="E.164.")
    email = TextField()
    channels = ChannelShape(many=True)
    languages = serializers.ListField(child=serializers.CharField())
    around_the_clock = TruthField()
    hours = OpeningShape(many=True, help_text=HOURS_HELP)
    zone = TextField()
    on_duty = TruthField(help_text="Whether it answers now.")
    verified_on = DayField()
    verify_by = DayField()
    stale = TruthField()
    access_list = IdField()


class ContactPatch(StrictSerializer):
    """What is changed of a desk."""

    function = TextField(max_length=40)
    name = TextField(max_length=120)
    phones = serializers.ListField(child=TextField(max_length=40), max_length=8, required=False)
    email = TextField(max_length=254, required=False, allow_blank=True)
    channels = ChannelShape(many=True, required=False)
    languages = serializers.ListField(child=TextField(max_length=3), max_length=8, required=False)
    around_the_clock = TruthField(required=False)
    hours = OpeningShape(many=True, required=False, help_text=HOURS_HELP)
    zone = TextField(max_length=64, required=False)
    verify_every_days = WholeNumberField(min_value=1, max_value=366, required=False)


class ContactBody(ContactPatch):
    """A new desk: of a task force or of an agency."""

    task_force = IdField(required=False)
    agency = IdField(required=False)


class RemoveBody(StrictSerializer):
    """Why it leaves the directory."""

    reason = TextField(max_length=500)


class ContactFilters(Filters):
    """What the directory can be narrowed by."""

    task_force = IdFilter("task_force_id", "Only desks of this task force.")
    agency = IdFilter("agency_id", "Only desks of this agency.")
    country = CodeFilter("country_id", "ISO 3166 alpha-2.")
    function = CodeFilter("function", "Code of the function.")
    language = CodeFilter(lambda rows, code: rows.filter(languages__contains=[code]), "Code of a language spoken.")
    on_duty = ChoiceFilter(
        lambda rows, word: rows.filter(on_duty=word == "true"),
        "Whether it answers now.",
        choices=[("true", gettext_lazy("on duty now")), ("false", gettext_lazy("closed now"))],
    )


class ContactPointView(Listed, Retrieved, Created, Changed, ResourceView):
    """Desks that others call."""

    serializer_class = ContactAnswer
    bodies: ClassVar = {"create": ContactBody, "partial_update": ContactPatch, "remove": RemoveBody}
    required_scopes: ClassVar = {
        "list": "contacts:read",
        "retrieve": "contacts:read",
        "create": "contacts:write",
        "partial_update": "contacts:write",
        "verify": "contacts:write",
        "remove": "contacts:write",
    }
    filters = ContactFilters
    orderings: ClassVar = ("sort_key", "recorded_at")
    default_ordering = "sort_key"

    def visible(self) -> QuerySet[ContactPoint]:
        """Return the directory, with who answers now."""
        return ContactPoint.objects.visible_to(self.actor).with_rows().with_duty()

    def represent(self, rows: Sequence[ContactPoint]) -> list[Any]:
        """Return the desks."""
        return [_shape(row) | {"etag": self.etag_of(row)} for row in rows]

    def note_read(self, rows: Sequence[ContactPoint]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "contact_point.list", rows=rows)
        else:
            record(self.actor, "contact_point.read", about=rows[0])

    def perform_create(self, data: dict[str, Any]) -> ContactPoint:
        """Put a desk into the directory."""
        owner = _owner(data.pop("task_force", None), data.pop("agency", None))
        return add_contact_point(actor=self.actor, owner=owner, desk=Desk(**_told(data)))

    def perform_update(self, row: ContactPoint, data: dict[str, Any]) -> ContactPoint:
        """Change what was sent."""
        return change_contact_point(actor=self.actor, contact=row, changes=_told(data), version=row.version)

    @act
    def verify(self, row: ContactPoint, _data: dict[str, Any]) -> ContactPoint:
        """Note that somebody made sure of it today."""
        return verify_contact_point(actor=self.actor, contact=row)

    @act
    def remove(self, row: ContactPoint, data: dict[str, Any]) -> ContactPoint:
        """Take it out of the directory."""
        return remove_contact_point(actor=self.actor, contact=row, reason=data["reason"])


def _shape(row: ContactPoint) -> dict[str, Any]:
    spans = [] if row.around_the_clock else [(span.lower, span.upper) for span in row.hours]
    hours = [{"day": each.day, "opens": clock(each.opens), "closes": clock(each.closes)} for each in openings(spans)]
    plain = ("function", "name", "phones", "email", "channels", "languages", "zone", "verified_on")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "task_force": row.task_force_id,
        "agency": row.agency_id,
        "country": row.country_id,
        "around_the_clock": row.around_the_clock,
        "hours": hours,
        "on_duty": row.on_duty,  # type: ignore[attr-defined]  # with_duty() adds it
        "verify_by": row.verify_by,
        "stale": row.stale,
        "access_list": row.access_list_id,
    }


def _told(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent as the services take it: hours as spans of the week."""
    always, days = data.pop("around_the_clock", None), data.pop("hours", None)
    if always and days:
        raise Invalid(_("Say around_the_clock or give hours, not both."), field="hours")
    if always or days is not None:
        spans = [Opening(each["day"], minutes(each["opens"]), minutes(each["closes"])).span for each in days or ()]
        data["hours"] = [(0, WEEK)] if always else spans
    return data


def _owner(unit_id: UUID | None, agency_id: UUID | None) -> TaskForce | Agency:
    if (unit_id is None) == (agency_id is None):
        raise Invalid(_("Name a task force or an agency, one of them."), field="task_force")
    units = TaskForce.objects.select_related("airport__country", "host_agency")
    found: TaskForce | Agency | None = (
        units.filter(pk=unit_id).first() if unit_id else Agency.objects.filter(pk__in=[agency_id]).first()
    )
    if found is None:
        name = "task_force" if unit_id else "agency"
        raise Invalid(_("There is nothing with this id."), field=name)
    return found
