"""Whom an alert is for, as it was chosen, and the clock of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from aircop.access.models import FieldClass
from alerts.enums import AddresseeKind
from alerts.models.alert import Alert
from taskforces.models import Agency, TaskForce


class Addressee(models.Model):
    """One unit or one agency that an alert is for, and how it came to be one.

    Written when the addressees are chosen; what was chosen together (a sub-region, a corridor) stands here unit by
    unit, and is looked up anew until the alert is told. `acknowledged_at` is when somebody there said that it arrived.
    Until then a clock runs on what is urgent: at `due_at` it goes on to somebody else there; `escalated` counts these
    steps.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "alert", "kind", "unit", "agency", "acknowledged_at", "acknowledged_by", "due_at", "escalated",
         "escalated_at"),
        FieldClass.CASE,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="addressees", db_index=False)
    kind = models.CharField(max_length=8, choices=AddresseeKind.choices)
    unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="alert_clock_due", condition=models.Q(due_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "unit", "agency"], name="alert_addressee_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) ^ models.Q(agency__isnull=False), name="alert_addressee_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=AddresseeKind.AGENCY) ^ models.Q(agency__isnull=True),
                name="alert_addressee_kind",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.agency)
