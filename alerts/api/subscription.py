"""`/api/v1/subscriptions/`: what a person watches for."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from aircop.rest.fields import EtagField, IdField, InstantField, QuantityField, TextField, TruthField, WholeNumberField
from aircop.rest.filters import Filters, TruthFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Changed, Created, Listed, Removed, ResourceView, Retrieved
from alerts.models import Subscription
from alerts.queries.subscription import would_have_told
from alerts.services.subscription import (
    WANTED_NAMES,
    Wanted,
    add_subscription,
    change_subscription,
    remove_subscription,
    switch_subscription,
)

PLACE = "An airport (IATA) or a country (ISO 3166 alpha-2)."


class SubscriptionAnswer(StrictSerializer):
    """A subscription of the reader's own. What is empty lets everything pass."""

    id = IdField()
    etag = EtagField()
    agency = IdField(help_text="It holds while its person serves here, and reaches no further.")
    task_force = IdField(allow_null=True)
    name = TextField()
    on = TruthField()
    origin = TextField(help_text=f"Where the route begins. {PLACE}")
    via = TextField(help_text=f"Any place on the route. {PLACE}")
    destination = TextField(help_text=f"Where the route ends. {PLACE}")
    substance_group = TextField()
    substance = TextField()
    concealment = TextField(help_text="A code, or a heading: all below it.")
    conveyance = TextField()
    kind = TextField()
    severity = TextField(help_text="The least.")
    weight_kg = QuantityField(max_digits=12, decimal_places=3, allow_null=True, help_text="The least.")
    mail = TextField(help_text="once, daily, weekly or none.")
    hour = WholeNumberField(help_text="Of digests, in the time zone of the account.")
    weekday = WholeNumberField(help_text="Of weekly digests; Monday is 0.")
    made_at = InstantField()
    would_have_told = WholeNumberField(help_text="So many alerts of the last 30 days fit it; 0 while it is off.")


class SubscriptionPatch(StrictSerializer):
    """What is changed of a subscription."""

    name = TextField(max_length=60, required=False)
    on = TruthField(required=False)
    origin = TextField(max_length=3, required=False, allow_blank=True)
    via = TextField(max_length=3, required=False, allow_blank=True)
    destination = TextField(max_length=3, required=False, allow_blank=True)
    substance_group = TextField(max_length=40, required=False, allow_blank=True)
    substance = TextField(max_length=40, required=False, allow_blank=True)
    concealment = TextField(max_length=40, required=False, allow_blank=True)
    conveyance = TextField(max_length=40, required=False, allow_blank=True)
    kind = TextField(max_length=10, required=False, allow_blank=True)
    severity = TextField(max_length=6, required=False)
    weight_kg = QuantityField(max_digits=12, decimal_places=3, required=False, allow_null=True)
    mail = TextField(max_length=6, required=False)
    hour = WholeNumberField(min_value=0, max_value=23, required=False)
    weekday = WholeNumberField(min_value=0, max_value=6, required=False)


class SubscriptionBody(SubscriptionPatch):
    """A new subscription."""

    name = TextField(max_length=60)


class SubscriptionFilters(Filters):
    """What subscriptions can be narrowed by."""

    on = TruthFilter(lambda rows, on: rows.filter(stopped_at__isnull=on), "Only those that are on, or off.")


class SubscriptionView(Listed, Retrieved, Created, Changed, Removed, ResourceView):
    """Subscriptions of the person who asks."""

    serializer_class = SubscriptionAnswer
    bodies: ClassVar = {"create": SubscriptionBody, "partial_update": SubscriptionPatch}
    required_scopes: ClassVar = {
        **dict.fromkeys(("list", "retrieve"), "subscriptions:read"),
        **dict.fromkeys(("create", "partial_update", "destroy"), "subscriptions:write"),
    }
    filters = SubscriptionFilters
    orderings: ClassVar = ("made_at",)
    default_ordering = "-made_at"

    def visible(self) -> QuerySet[Subscription]:
        """Return one's own."""
        return Subscription.objects.visible_to(self.actor)

    def represent(self, rows: Sequence[Subscription]) -> list[Any]:
        """Return the subscriptions as they are told."""
        numbers = would_have_told(self.actor) if rows else {}
        return [
            {name: getattr(row, name) for name in WANTED_NAMES}
            | {
                "id": row.pk,
                "etag": self.etag_of(row),
                "agency": row.agency_id,
                "task_force": row.unit_id,
                "on": row.stopped_at is None,
                "made_at": row.made_at,
                "would_have_told": numbers.get(row.pk, 0),
            }
            for row in rows
        ]

    def perform_create(self, data: dict[str, Any]) -> Subscription:
        """Keep one."""
        on = data.pop("on", True)
        return self._switched(add_subscription(actor=self.actor, wanted=Wanted(**data)), on=on)

    def perform_update(self, row: Subscription, data: dict[str, Any]) -> Subscription:
        """Change what was sent."""
        on = data.pop("on", row.stopped_at is None)
        row = change_subscription(actor=self.actor, subscription=row, told=data, version=row.version)
        return self._switched(row, on=on)

    def perform_destroy(self, row: Subscription) -> None:
        """Forget it."""
        remove_subscription(actor=self.actor, subscription=row)

    def _switched(self, row: Subscription, *, on: bool) -> Subscription:
        if on == (row.stopped_at is None):
            return row
        return switch_subscription(actor=self.actor, subscription=row, on=on)
