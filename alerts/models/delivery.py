"""One alert for one person, or one system, on one channel."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from alerts.enums import Channel, Chase, Why
from alerts.models.alert import Alert
from alerts.models.webhook import Webhook
from taskforces.models import Agency


class Delivery(models.Model):
    """One alert for one person on one channel, once; its id is the id of the message, so that repeats can be dropped.

    On the channel of webhooks it is for a system of an agency instead; what tries a webhook, and the sign of life by
    which the queue is watched, are about no alert. `agency` is the one through which the recipient got it: its
    supervisors and administrators follow what became of it.

    `asked` says that the row asks again for an answer that its unit has not given: it is new once more, and rings
    anew. `opened_at` is when its person first opened it, however often it became new.

    The row in the application is the inbox itself. On other channels a worker claims due rows under a lease, asks
    again whether the person may still see the alert, sends a doorbell, and marks the row; what fails waits longer each
    time and is parked after the last try. `rings` counts how often it was rung anew because nobody had reacted: each
    time it is another message.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    why = models.CharField(max_length=8, choices=Why.choices)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())
    next_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True)  # the right to see it had ended when its turn came
    fault = models.CharField(max_length=200, blank=True)
    rings = models.PositiveSmallIntegerField(db_default=0)
    read_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    asked = models.CharField(max_length=4, choices=Chase.choices, blank=True, db_default="", default="")
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "recipient", "channel"], name="alert_delivery_once"),
            models.UniqueConstraint(
                fields=["alert", "webhook"], condition=models.Q(alert__isnull=False), name="alert_delivery_webhook_once"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=[Channel.APP, Channel.EMAIL], alert__isnull=False,
                                   recipient__isnull=False, webhook__isnull=True)
                | models.Q(channel=Channel.WEBHOOK, recipient__isnull=True, webhook__isnull=False)
                | models.Q(channel=Channel.BEAT, alert__isnull=True, recipient__isnull=True, webhook__isnull=True),
                name="alert_delivery_is_for_one",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["agency", "-made_at", "-id"], name="alert_delivery_agency"),
            models.Index(
                fields=["recipient", "-made_at", "-id"], name="alert_inbox", condition=models.Q(channel=Channel.APP)
            ),
            models.Index(
                fields=["next_at"],
                name="alert_delivery_due",
                condition=models.Q(
                    next_at__isnull=False,
                    delivered_at__isnull=True,
                    parked_at__isnull=True,
                    withheld_at__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.alert_id}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id
