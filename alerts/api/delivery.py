"""`/api/v1/deliveries/`: what went out to an agency, and sending it again."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from aircop.audit import record
from aircop.rest.fields import IdField, InstantField, TextField, TruthField
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView, Retrieved, act
from alerts.enums import Channel, Why
from alerts.models import Delivery
from alerts.queries.delivery import STATES, alerts_of, followed, state_of, threads_of
from alerts.services.delivery import resend_delivery

STATE_HELP = "later (waits for its hour on purpose), waiting, failing, parked, sent or withheld."


class DeliveryAnswer(StrictSerializer):
    """What goes out to one person or system: an alert, a message, several alerts together, or a trial.

    `alert` and `thread` are null for who does not see them.
    """

    id = IdField(help_text="Also the id of the message, however often it is sent.")
    alert = IdField(allow_null=True, help_text="Null too for a message, a digest and a trial.")
    thread = IdField(allow_null=True, help_text="In which the message stands that is told; null too for an alert.")
    channel = TextField()
    why = TextField(help_text="Why the recipient is told: " + ", ".join(Why.values) + ".")
    subscribed = TruthField(help_text="Whether it also fits a subscription of the recipient's; which one is its own.")
    digest = IdField(allow_null=True, help_text="The delivery, of the channel digest, together with which it goes out.")
    due_at = InstantField(allow_null=True, help_text="The hour for which it waits, or waited, on purpose.")
    webhook = IdField(allow_null=True)
    recipient = IdField(allow_null=True)
    state = TextField(help_text=STATE_HELP)
    attempts = serializers.IntegerField()
    fault = TextField()
    made_at = InstantField()
    sent_at = InstantField(allow_null=True)


class DeliveryFilters(Filters):
    """What deliveries can be narrowed by."""

    state = ChoiceFilter(
        lambda rows, state: rows.filter(STATES[state]), STATE_HELP, choices=[(name, name) for name in STATES]
    )
    channel = ChoiceFilter(
        "channel",
        "By mail or to a system.",
        choices=[(way.value, way.value) for way in (Channel.EMAIL, Channel.DIGEST, Channel.WEBHOOK)],
    )
    webhook = IdFilter("webhook_id", "To this system.")


class DeliveryView(Listed, Retrieved, ResourceView):
    """Deliveries to the people and systems of the agency for which the client acts."""

    serializer_class = DeliveryAnswer
    required_scopes: ClassVar = {
        "list": "deliveries:read",
        "retrieve": "deliveries:read",
        "resend": "deliveries:write",
    }
    filters = DeliveryFilters
    orderings: ClassVar = ("made_at",)
    default_ordering = "-made_at"

    def visible(self) -> QuerySet[Delivery]:
        """Return those that the client follows."""
        return followed(self.actor)

    def represent(self, rows: Sequence[Delivery]) -> list[Any]:
        """Return the deliveries as they are told."""
        seen, threads = alerts_of(self.actor, list(rows)), threads_of(self.actor, list(rows))
        return [
            {
                "id": row.pk,
                "alert": row.alert_id if row.alert_id in seen else None,
                "thread": row.thread_id if row.thread_id in threads else None,
                "channel": row.channel,
                "why": row.why,
                "subscribed": row.subscription_id is not None,
                "digest": row.digest_id,
                "due_at": row.due_at,
                "webhook": row.webhook_id,
                "recipient": row.recipient_id,
                "state": state_of(row),
                "attempts": row.attempts,
                "fault": row.fault,
                "made_at": row.made_at,
                "sent_at": row.delivered_at,
            }
            for row in rows
        ]

    def note_read(self, rows: Sequence[Delivery]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "delivery.list", rows=rows)

    @act
    def resend(self, row: Delivery, _data: dict[str, Any]) -> Delivery:
        """Send it again, under its own id."""
        return resend_delivery(actor=self.actor, delivery=row)
