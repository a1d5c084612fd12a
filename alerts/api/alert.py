"""`/api/v1/alerts/`: what was told to the client, and telling it."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from aircop.access import grants
from aircop.access.roles import SEE_IDENTITY
from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.fields import (
    EtagField,
    IdField,
    InstantField,
    QuantityField,
    TextField,
    TruthField,
    WholeNumberField,
)
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Changed, Created, Listed, ResourceView, Retrieved, act
from alerts.enums import AlertKind, AlertStatus, Severity, Why
from alerts.models import Alert
from alerts.queries.acceptance import asking_note
from alerts.queries.answer import is_told, silent_on, silent_to
from alerts.queries.subscription import told_why
from alerts.services.acceptance import accept_alert
from alerts.services.addressee import Chosen
from alerts.services.alert import Words, change_alert, draft_alert
from alerts.services.answer import acknowledge_alert, answer_alert
from alerts.services.telling import (
    publish_alert,
    recall_alert,
    return_alert,
    review_warning,
    submit_alert,
    warn_at_once,
)
from seizures.models import Case, Seizure
from seizures.rules import IDENTITIES_SCOPE
from taskforces.models import Agency, TaskForce

PLAIN = (
    "reference", "status", "kind", "colour", "severity", "title", "body", "substance", "concealment", "conveyance",
    "weight_kg", "flight_number", "route", "regions", "corridor", "hazard", "handling", "handling_words",
    "urgent", "valid_until", "answer_by", "published_at", "recalled_at", "recall_reason",
)  # fmt: skip

# What an alert tells: nothing of it until its conditions are taken note of, where it is locked.
CONTENT = ("body", "substance", "concealment", "conveyance", "weight_kg", "flight_number", "route")
CLOCK = ("acknowledged_at", "due_at", "escalated")


class AlertRecipientShape(StrictSerializer):
    """One unit or agency that was addressed; others than the telling unit see themselves alone."""

    task_force = IdField(allow_null=True)
    agency = IdField(allow_null=True)
    acknowledged_at = InstantField(allow_null=True)
    due_at = InstantField(allow_null=True, help_text="When an urgent warning goes on to others there.")
    escalated = WholeNumberField(help_text="How many such steps were taken.")


class AlertAnswer(StrictSerializer):
    """An alert. `seizure` and `case` are null for who does not see that record, `person_details` without identities.

    What it tells is null while `locked`. Its photos lie under `photos/`.
    """

    id = IdField()
    etag = EtagField()
    access_list = IdField()
    task_force = IdField()
    reference = TextField(allow_null=True)
    status = TextField()
    kind = TextField()
    colour = TextField()
    severity = TextField()
    title = TextField()
    body = TextField(allow_null=True)
    person_details = TextField(allow_null=True)
    substance = TextField(allow_null=True)
    concealment = TextField(allow_null=True)
    conveyance = TextField(allow_null=True)
    weight_kg = QuantityField(max_digits=12, decimal_places=3, allow_null=True, help_text="How much was found.")
    flight_number = TextField(allow_null=True)
    route = serializers.ListField(child=TextField(), allow_null=True)
    regions = serializers.ListField(child=TextField(), help_text="Sub-regions all of whose task forces are addressed.")
    corridor = TruthField(help_text="Whether all task forces ahead on the route are addressed when it is told.")
    hazard = TextField()
    handling = TextField()
    handling_words = TextField()
    urgent = TruthField()
    valid_until = InstantField()
    answer_by = InstantField(allow_null=True)
    published_at = InstantField(allow_null=True)
    recalled_at = InstantField(allow_null=True)
    recall_reason = TextField()
    recipients = AlertRecipientShape(many=True)
    seizure = IdField(allow_null=True)
    case = IdField(allow_null=True)
    to_accept = TruthField(help_text="Whether the reader has yet to take note of its conditions (H3).")
    locked = TruthField(help_text="Whether what it tells is null until then. What is urgent is never locked.")
    why = TextField(allow_null=True, help_text="Why the reader was told: " + ", ".join(Why.values) + "; else null.")
    subscription = IdField(allow_null=True, help_text="The subscription of the reader's that it fits.")


class AlertPatch(StrictSerializer):
    """What is changed of an alert that was not told yet. `units`, `agencies` and the like replace all addressees."""

    kind = TextField(max_length=10, required=False)
    title = TextField(max_length=160, required=False)
    body = TextField(max_length=8_000, required=False, allow_blank=True)
    person_details = TextField(max_length=4_000, required=False, allow_blank=True)
    severity = TextField(max_length=6, required=False)
    colour = TextField(max_length=40, required=False, allow_blank=True)
    substance = TextField(max_length=40, required=False, allow_blank=True)
    concealment = TextField(max_length=40, required=False, allow_blank=True)
    conveyance = TextField(max_length=40, required=False, allow_blank=True)
    weight_kg = QuantityField(max_digits=12, decimal_places=3, required=False, allow_null=True)
    flight_number = TextField(max_length=10, required=False, allow_blank=True)
    route = serializers.ListField(child=TextField(max_length=3), max_length=8, required=False)
    hazard = TextField(max_length=300, required=False, allow_blank=True)
    handling = TextField(max_length=2, required=False)
    handling_words = TextField(max_length=300, required=False, allow_blank=True)
    valid_until = InstantField(required=False)
    answer_by = InstantField(required=False, allow_null=True)
    units = serializers.ListField(child=IdField(), max_length=200, required=False)
    agencies = serializers.ListField(child=IdField(), max_length=200, required=False)
    regions = serializers.ListField(child=TextField(max_length=40), max_length=20, required=False)
    corridor = TruthField(required=False)


class AlertBody(AlertPatch):
    """A new alert: a draft until it is submitted or sent at once."""

    kind = TextField(max_length=10)
    title = TextField(max_length=160)
    valid_until = InstantField()
    seizure = IdField(required=False)
    case = IdField(required=False)


class AlertPublishBody(StrictSerializer):
    """The answers to the questions of neutrality, where they are asked, and until when addressees are to answer.

    Without `answer_by` they have what the author named, or twelve hours, three days or seven days by the severity.
    """

    human_rights = TruthField(required=False)
    political = TruthField(required=False)
    ordinary_crime = TruthField(required=False)
    answer_by = InstantField(required=False)
    no_answer = TruthField(required=False, help_text="Nobody is asked.")


class AlertReturnBody(StrictSerializer):
    """What the author has to mend."""

    words = TextField(max_length=500)


class AlertRecallBody(StrictSerializer):
    """Why an alert is taken back."""

    reason = TextField(max_length=500)


class AlertReplyBody(StrictSerializer):
    """What was done about an alert, and what came of it."""

    result = TextField(max_length=8)
    words = TextField(max_length=2_000, required=False, allow_blank=True)
    seizure = IdField(required=False)


class AlertFilters(Filters):
    """What alerts can be narrowed by."""

    status = ChoiceFilter("status", "Where it stands.", choices=AlertStatus.choices)
    kind = ChoiceFilter("kind", "Kind of alert.", choices=AlertKind.choices)
    severity = ChoiceFilter("severity", "How much it matters.", choices=Severity.choices)
    task_force = IdFilter("task_force_id", "Told by this task force.")
    access_list = IdFilter("access_list_id", "On this access list.")


class AlertView(Listed, Retrieved, Created, Changed, ResourceView):
    """Alerts that the client may see."""

    serializer_class = AlertAnswer
    bodies: ClassVar = {
        "create": AlertBody,
        "partial_update": AlertPatch,
        "publish": AlertPublishBody,
        "give_back": AlertReturnBody,
        "recall": AlertRecallBody,
        "reply": AlertReplyBody,
    }
    required_scopes: ClassVar = {
        "list": "alerts:read",
        "retrieve": "alerts:read",
        **dict.fromkeys(
            ("create", "partial_update", "submit", "give_back", "publish", "warn", "review", "recall", "acknowledge",
             "reply", "accept"),
            "alerts:write",
        ),
    }  # fmt: skip
    filters = AlertFilters
    parameters: ClassVar = {
        "list": {
            "unanswered": ChoiceFilter(
                "pk",
                "by_us: your side has not answered; by_others: an addressee has not answered your unit.",
                choices=[("by_us", ""), ("by_others", "")],
            )
        }
    }
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "-recorded_at"

    def visible(self) -> QuerySet[Alert]:
        """Return what the client may see."""
        rows = Alert.objects.visible_to(self.actor).with_rows()
        unanswered = self.query().get("unanswered") if self.action == "list" else None
        if unanswered:
            rows = (silent_to if unanswered == "by_us" else silent_on)(self.actor, rows)
        return rows.prefetch_related("addressees")

    def represent(self, rows: Sequence[Alert]) -> list[Any]:
        """Return the alerts, each as far as its reader may see it."""
        held = grants.held_on(self.actor, rows)
        scopes = self.actor.scopes
        may_read = scopes is None or IDENTITIES_SCOPE in scopes
        seen = self._seen(Seizure, {row.seizure_id for row in rows}) | self._seen(Case, {row.case_id for row in rows})
        told = told_why(self.actor, [row.pk for row in rows])
        asking = asking_note(self.actor, rows)
        for row in rows:
            row.to_accept = row.pk in asking
        return [
            self._shape(row, names=may_read and SEE_IDENTITY in held[row.pk], seen=seen)
            | {
                "why": told[row.pk].why if row.pk in told else None,
                "subscription": told[row.pk].subscription_id if row.pk in told else None,
            }
            for row in rows
        ]

    def _seen(self, kind: Any, named: set[UUID | None]) -> set[UUID]:
        """Return, of the records that are named, those that the reader sees too."""
        ids = named - {None}
        return (
            set(kind.objects.visible_to(self.actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
        )

    def _shape(self, row: Alert, *, names: bool, seen: set[UUID]) -> dict[str, Any]:
        recipients = [
            {"task_force": each.unit_id, "agency": each.agency_id} | {name: getattr(each, name) for name in CLOCK}
            for each in sorted(row.addressees.all(), key=attrgetter("pk"))
            if is_told(self.actor, row, each)
        ]
        locked = bool(row.to_accept) and not row.presses
        content = dict.fromkeys(CONTENT) if locked else {}
        return (
            {name: getattr(row, name) for name in PLAIN}
            | content
            | {
                "id": row.pk,
                "etag": self.etag_of(row),
                "access_list": row.access_list_id,
                "task_force": row.task_force_id,
                "person_details": row.person_details if names and not locked else None,
                "recipients": recipients,
                "seizure": row.seizure_id if row.seizure_id in seen and not locked else None,
                "case": row.case_id if row.case_id in seen and not locked else None,
                "to_accept": row.to_accept,
                "locked": locked,
            }
        )

    def viewer_of(self, row: Alert) -> str:
        """Return whether its conditions wait for this reader."""
        asked = bool(asking_note(self.actor, [row])) if row.to_accept is None else row.to_accept
        return "asked" if asked else ""

    def note_read(self, rows: Sequence[Alert]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "alert.list", rows=rows)
        else:
            record(self.actor, "alert.read", about=rows[0])

    def perform_create(self, data: dict[str, Any]) -> Alert:
        """Begin an alert."""
        chosen, seizure, case = _chosen(data), data.pop("seizure", None), data.pop("case", None)
        return draft_alert(
            actor=self.actor,
            words=Words(**data),
            chosen=chosen or Chosen(),
            seizure=Seizure(pk=seizure) if seizure else None,
            case=Case(pk=case) if case else None,
        )

    def perform_update(self, row: Alert, data: dict[str, Any]) -> Alert:
        """Change what was sent."""
        chosen = _chosen(data)
        return change_alert(actor=self.actor, alert=row, told=data, chosen=chosen, version=row.version)

    @act
    def submit(self, row: Alert, _data: dict[str, Any]) -> Alert:
        """Hand it to a reviewer."""
        return submit_alert(actor=self.actor, alert=row)

    @act
    def give_back(self, row: Alert, data: dict[str, Any]) -> Alert:
        """Give it back to its author."""
        return return_alert(actor=self.actor, alert=row, words=data["words"])

    @act
    def publish(self, row: Alert, data: dict[str, Any]) -> Alert:
        """Tell it to its addressees."""
        asked = {name: data.pop(name) for name in ("answer_by", "no_answer") if name in data}
        return publish_alert(actor=self.actor, alert=row, neutrality=data, **asked)

    @act
    def warn(self, row: Alert, _data: dict[str, Any]) -> Alert:
        """Send it at once, as an urgent warning."""
        return warn_at_once(actor=self.actor, alert=row)

    @act
    def review(self, row: Alert, _data: dict[str, Any]) -> Alert:
        """Let a warning that went out at once stand."""
        return review_warning(actor=self.actor, alert=row)

    @act
    def recall(self, row: Alert, data: dict[str, Any]) -> Alert:
        """Take it back."""
        return recall_alert(actor=self.actor, alert=row, reason=data["reason"])

    @act
    def acknowledge(self, row: Alert, _data: dict[str, Any]) -> Alert:
        """Say that it arrived and is in hand."""
        acknowledge_alert(actor=self.actor, alert=row)
        return row

    @act
    def accept(self, row: Alert, _data: dict[str, Any]) -> Alert:
        """Take note of its conditions."""
        return accept_alert(actor=self.actor, alert=row)

    @act
    def reply(self, row: Alert, data: dict[str, Any]) -> Alert:
        """Say what was done, and what came of it."""
        seizure = Seizure(pk=data.pop("seizure")) if data.get("seizure") else None
        answer_alert(actor=self.actor, alert=row, seizure=seizure, **data)
        return row


def _chosen(data: dict[str, Any]) -> Chosen | None:
    """Take whom it is for out of a body; None when the body does not say."""
    told: dict[str, Any] = {
        name: data.pop(name) for name in ("units", "agencies", "regions", "corridor") if name in data
    }
    if not told:
        return None
    units = list(TaskForce.objects.filter(pk__in=told.get("units", [])))
    agencies = list(Agency.objects.filter(pk__in=told.get("agencies", [])))
    for name, found in (("units", units), ("agencies", agencies)):
        if len(found) < len(set(told.get(name, []))):
            raise Invalid(_("There is nothing with this id."), field=name)
    return Chosen(units=units, agencies=agencies, regions=told.get("regions", []), corridor=told.get("corridor", False))
