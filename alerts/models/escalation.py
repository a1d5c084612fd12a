"""What was done because nobody reacted to an urgent warning."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from alerts.enums import Step
from alerts.models.alert import Alert
from taskforces.models import TaskForce


class EscalationStep(models.Model):
    """One step, once: an urgent warning went on to others of an addressed unit, or of its own for the review.

    `people` are those who were rung; nobody, when nobody was on duty.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "alert", "unit", "step", "at", "people"), FieldClass.CASE
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="escalations", db_index=False)
    unit = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=8, choices=Step.choices)
    at = models.DateTimeField(db_default=Now())
    people = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "unit", "step"], name="alert_escalated_once")]

    def __str__(self) -> str:
        return f"{self.step} of {self.alert_id}"
