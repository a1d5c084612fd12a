"""One message for one person on one channel."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from alerts.enums import Channel
from alerts.models.message import Message
from alerts.models.thread import Thread

CHANNELS = [(each.value, each.label) for each in (Channel.APP, Channel.EMAIL)]


class Notice(models.Model):
    """One message for one person on one channel, once: the same life as the delivery of an alert.

    The row in the application says whether the person has read it. By e-mail a doorbell rings, without a word of what
    was written. A row is seen by the person it is for.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=6, choices=CHANNELS)
    made_at = models.DateTimeField(db_default=Now())
    next_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True)  # the right to see it had ended when its turn came
    fault = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "recipient", "channel"], name="message_notice_once")]
        indexes = [
            models.Index(
                fields=["recipient", "thread"],
                name="message_unread",
                condition=models.Q(channel=Channel.APP, read_at__isnull=True),
            ),
            models.Index(
                fields=["next_at"],
                name="message_notice_due",
                condition=models.Q(
                    next_at__isnull=False,
                    delivered_at__isnull=True,
                    parked_at__isnull=True,
                    withheld_at__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"
