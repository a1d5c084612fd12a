"""Two records of one seizure: what looks alike, what a person decided, what was merged."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from seizures.enums import HintStatus, SeizureStatus
from seizures.models.seizure import Seizure


class DuplicateHint(models.Model):
    """Two seizures that look like one, found by the system, for a person to decide.

    `first` has the smaller id. `reasons` are codes with their points; the score is their sum. Only who sees both
    records sees the hint, so that it tells nobody of a record hidden from them.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "first", "second", "first_unit", "second_unit", "score", "reasons", "status", "found_at",
            "decided_by", "decided_at",
        ),
        FieldClass.CASE,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="+")
    first_unit = models.UUIDField()
    second_unit = models.UUIDField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    status = models.CharField(max_length=10, choices=HintStatus.choices, default=HintStatus.OPEN)
    found_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["first_unit", "-id"], name="hint_first_unit", condition=models.Q(status="open")),
            models.Index(fields=["second_unit", "-id"], name="hint_second_unit", condition=models.Q(status="open")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="hint_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="hint_in_order"),
            models.CheckConstraint(
                condition=models.Q(status=HintStatus.OPEN) ^ models.Q(decided_by__isnull=False),
                name="hint_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} ({self.score})"


class Merge(models.Model):
    """Two records declared one: `kept` counts from then on, `duplicate` counts no more.

    Nothing of the duplicate is changed but its state, and `before` keeps that: undone, everything is as it was.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "kept", "duplicate", "before", "merged_by", "merged_at", "undone_by", "undone_at"), FieldClass.CASE
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept = models.ForeignKey(Seizure, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Seizure, on_delete=models.PROTECT, related_name="+", db_index=False)
    before = models.CharField(max_length=10, choices=SeizureStatus.choices)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], name="merge_once", condition=models.Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("duplicate")), name="merge_of_two"),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} in {self.kept_id}"
