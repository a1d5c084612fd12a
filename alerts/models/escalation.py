"""What was done because nobody reacted to an urgent warning."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from alerts.enums import Step
from alerts.models.alert import Alert
from taskforces.models import Agency, TaskForce


class EscalationStep(models.Model):
    """One step, once: what is urgent went on to others of an addressed unit or agency, or of its own for the review.

    `people` are those who were rung; nobody, when nobody was on duty.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "alert", "unit", "agency", "step", "at", "people"), FieldClass.CASE
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="escalations", db_index=False)
    unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=8, choices=Step.choices)
    at = models.DateTimeField(db_default=Now())
    people = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "unit", "agency", "step"], name="alert_escalated_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) ^ models.Q(agency__isnull=False), name="alert_escalated_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.alert_id}"
