"""That an addressee was asked again for its answer."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from alerts.enums import Chase
from alerts.models.addressee import Addressee
from alerts.models.alert import Alert


class Reminder(models.Model):
    """One addressee that had not answered was asked again: once when its time is nearly over, once when it is over.

    Written by the clock; that each is there once, its key holds. Who is told of it, the deliveries say.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(("id", "alert", "addressee", "step", "at"), FieldClass.CASE)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="reminders")
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=4, choices=Chase.choices)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["addressee", "step"], name="alert_reminder_once")]

    def __str__(self) -> str:
        return f"{self.step} {self.addressee_id}"
