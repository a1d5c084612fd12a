"""`/api/v1/webhooks/`: where alerts ring in the systems of an agency."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from aircop.audit import record
from aircop.rest.fields import IdField, InstantField, TextField, TruthField
from aircop.rest.filters import Filters, TruthFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from alerts.models import Webhook
from alerts.queries.webhook import webhooks_of
from alerts.services.webhook import add_webhook, stop_webhook, try_out_webhook


class WebhookAnswer(StrictSerializer):
    """A webhook. `secret` is there once, in the answer that made it, and null ever after."""

    id = IdField()
    url = TextField()
    kinds = serializers.ListField(child=TextField())
    on = TruthField()
    failures = serializers.IntegerField(help_text="In a row; the address rests longer after each.")
    made_at = InstantField()
    secret = TextField(allow_null=True)


class WebhookBody(StrictSerializer):
    """A new webhook."""

    url = TextField(max_length=500)
    kinds = serializers.ListField(child=TextField(max_length=10), max_length=20)


class WebhookFilters(Filters):
    """What webhooks can be narrowed by."""

    on = TruthFilter(lambda rows, on: rows.filter(stopped_at__isnull=on), "Only those that are on, or off.")


class WebhookView(Listed, Retrieved, Created, ResourceView):
    """Webhooks of the agency for which the client acts."""

    serializer_class = WebhookAnswer
    bodies: ClassVar = {"create": WebhookBody}
    required_scopes: ClassVar = {
        "list": "webhooks:read",
        "retrieve": "webhooks:read",
        **dict.fromkeys(("create", "try_out", "stop"), "webhooks:write"),
    }
    filters = WebhookFilters
    orderings: ClassVar = ("made_at",)
    default_ordering = "-made_at"
    told = ""  # the secret of the webhook that this request made

    def visible(self) -> QuerySet[Webhook]:
        """Return those of the agency."""
        return webhooks_of(self.actor)

    def represent(self, rows: Sequence[Webhook]) -> list[Any]:
        """Return the webhooks as they are told."""
        return [
            {
                "id": row.pk,
                "url": row.url,
                "kinds": row.kinds,
                "on": row.stopped_at is None,
                "failures": row.faults,
                "made_at": row.made_at,
                "secret": self.told or None,
            }
            for row in rows
        ]

    def note_read(self, rows: Sequence[Webhook]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "webhook.list", rows=rows)

    def perform_create(self, data: dict[str, Any]) -> Webhook:
        """Add one."""
        named = add_webhook(actor=self.actor, **data)
        self.told = named.secret
        return named.webhook

    @act
    def try_out(self, row: Webhook, _data: dict[str, Any]) -> Webhook:
        """Ring it once, about nothing."""
        try_out_webhook(actor=self.actor, webhook=row)
        return row

    @act
    def stop(self, row: Webhook, _data: dict[str, Any]) -> Webhook:
        """Switch it off for good."""
        return stop_webhook(actor=self.actor, webhook=row)
