"""One alert for one person on one channel."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from alerts.enums import Channel, Why
from alerts.models.alert import Alert


class Delivery(models.Model):
    """One alert for one person on one channel, once; its id is the id of the message, so that repeats can be dropped.

    The row in the application is the inbox itself. On other channels a worker claims due rows under a lease, asks
    again whether the person may still see the alert, sends a doorbell, and marks the row; what fails waits longer each
    time and is parked after the last try. A row is seen by the person it is for; everybody else learns numbers.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel.choices)
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
    read_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "recipient", "channel"], name="alert_delivery_once")]
        indexes = [
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
