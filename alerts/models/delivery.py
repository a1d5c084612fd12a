"""One alert, or one message, for one person or one system on one channel."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from alerts.enums import Channel, Chase, Why
from alerts.models.alert import Alert
from alerts.models.message import Message
from alerts.models.subscription import Subscription
from alerts.models.thread import Thread
from alerts.models.webhook import Webhook
from taskforces.models import Agency


class Delivery(models.Model):
    """One alert for one person on one channel, once; its id is the name under which it goes, so repeats can be dropped.

    Or one `message` of a `thread`, for who reads it, in the application and by e-mail; it waits for no digest. On the
    channel of webhooks it is for a system of an agency instead; what tries a webhook, and the sign of life by
    which the queue is watched, are about no alert. `agency` is the one through which the recipient got it: its
    supervisors and administrators follow what became of it.

    `asked` says that the row asks again for an answer that its unit has not given: it is new once more, and rings
    anew. `opened_at` is when its person first opened it, however often it became new.

    The row in the application is the inbox itself. On other channels a worker claims due rows under a lease, asks
    again whether the person may still see what it tells, sends a doorbell, and marks the row; what fails waits longer
    each time and is parked after the last try. `rings` counts how often it was rung anew because nobody had reacted:
    each time it goes under another name.

    `why` says how the recipient came to be told, and `subscription` which of its own filters the alert fits, addressed
    or not. `due_at` is the hour for which a row waits on purpose: the end of quiet hours, or a digest (`in_digest`).
    What is due together then goes out in one message, the row of the channel of digests that `digest` names: it is
    tried, put off and marked with all its `parts`.
    """

    parts: Sequence["Delivery"] = ()  # of a digest, while it is sent

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    subscription = models.ForeignKey(
        Subscription, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    digest = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    why = models.CharField(max_length=8, choices=Why.choices)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())
    next_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    in_digest = models.BooleanField(default=False, db_default=False)
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
            models.UniqueConstraint(
                fields=["message", "recipient", "channel"],
                condition=models.Q(message__isnull=False),
                name="message_delivery_once",
            ),
            models.CheckConstraint(
                condition=models.Q(models.Q(alert__isnull=False) | models.Q(message__isnull=False),
                                   channel__in=[Channel.APP, Channel.EMAIL],
                                   recipient__isnull=False, webhook__isnull=True)
                | models.Q(channel=Channel.WEBHOOK, recipient__isnull=True, webhook__isnull=False)
                | models.Q(channel=Channel.DIGEST, alert__isnull=True, recipient__isnull=False, webhook__isnull=True)
                | models.Q(channel=Channel.BEAT, alert__isnull=True, recipient__isnull=True, webhook__isnull=True),
                name="alert_delivery_is_for_one",
            ),
            models.CheckConstraint(
                condition=models.Q(message__isnull=True, thread__isnull=True)
                | models.Q(message__isnull=False, thread__isnull=False, alert__isnull=True, in_digest=False,
                           channel__in=[Channel.APP, Channel.EMAIL]),
                name="message_delivery_alone",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["agency", "-made_at", "-id"], name="alert_delivery_agency"),
            models.Index(fields=["digest"], name="alert_delivery_digest", condition=models.Q(digest__isnull=False)),
            models.Index(
                fields=["subscription"],
                name="alert_delivery_asked",
                condition=models.Q(subscription__isnull=False),
            ),
            models.Index(
                fields=["next_at"],
                name="alert_delivery_gather",
                condition=models.Q(in_digest=True, digest__isnull=True, next_at__isnull=False),
            ),
            models.Index(
                fields=["recipient", "-made_at", "-id"],
                name="alert_inbox",
                condition=models.Q(channel=Channel.APP, alert__isnull=False),
            ),
            models.Index(
                fields=["recipient", "thread"],
                name="message_delivery_unread",
                condition=models.Q(channel=Channel.APP, read_at__isnull=True, thread__isnull=False),
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
        return f"{self.channel} {self.alert_id or self.message_id}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id
