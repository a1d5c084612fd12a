"""Who took note of the conditions under which something was told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from alerts.models.alert import Alert
from alerts.models.message import Message
from alerts.models.thread import Thread


class Acceptance(models.Model):
    """One person took note of the conditions under which a message, or an alert, may be used."""

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "thread", "message", "alert", "person", "at"), FieldClass.CASE
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="message_accepted_once"),
            models.UniqueConstraint(fields=["alert", "person"], name="alert_accepted_once"),
            models.CheckConstraint(
                condition=models.Q(alert__isnull=True, thread__isnull=False, message__isnull=False)
                | models.Q(alert__isnull=False, thread__isnull=True, message__isnull=True),
                name="acceptance_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.alert_id or self.message_id}"
