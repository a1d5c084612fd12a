"""Two rows that may be one: what the system found, what a person decided, what was merged and when it was undone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from seizures.enums import HintStatus

HINT_NAMES = (
    "id", "first", "second", "first_unit", "second_unit", "score", "reasons", "status", "found_at", "decided_by",
    "decided_at",
)  # fmt: skip
MERGE_NAMES = ("id", "kept", "duplicate", "merged_by", "merged_at", "undone_by", "undone_at")
STILL_OPEN = models.Q(status=HintStatus.OPEN)


class Hint(models.Model):
    """Two rows that look like one, found by the system, for a person to decide.

    A model of it adds `first`, the smaller id, and `second`. `reasons` are codes with their points; the score is their
    sum.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first_unit = models.UUIDField()
    second_unit = models.UUIDField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    status = models.CharField(max_length=10, choices=HintStatus.choices, default=HintStatus.OPEN)
    found_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    # Declared by each model of it.
    first_id: Any
    second_id: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} ({self.score})"


class Merging(models.Model):
    """Two rows declared one, by whom, and by whom it was undone.

    A model of it adds `kept` and `duplicate`. Rows are only added; of one that stands the undoing alone is written.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    # Declared by each model of it.
    kept_id: Any
    duplicate_id: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.duplicate_id} in {self.kept_id}"


def hint_indexes(name: str) -> list[models.Index]:
    """Return the indexes by which the units' open hints are found, the newest first."""
    return [
        models.Index(fields=[f"{side}_unit", "-id"], name=f"{name}_{side}_unit", condition=STILL_OPEN)
        for side in ("first", "second")
    ]


def hint_constraints(name: str) -> list[models.BaseConstraint]:
    """Return what holds of every pair: there once, in order, decided by somebody or not at all."""
    return [
        models.UniqueConstraint(fields=["first", "second"], name=f"{name}_once"),
        models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name=f"{name}_in_order"),
        models.CheckConstraint(
            condition=models.Q(status=HintStatus.OPEN) ^ models.Q(decided_by__isnull=False),
            name=f"{name}_decided_by_somebody",
        ),
    ]


def merge_constraints(name: str) -> list[models.BaseConstraint]:
    """Return what holds of every merge: of two, once at a time, undone by somebody or not at all."""
    return [
        models.UniqueConstraint(fields=["duplicate"], name=f"{name}_once", condition=models.Q(undone_at__isnull=True)),
        models.CheckConstraint(condition=~models.Q(kept=models.F("duplicate")), name=f"{name}_of_two"),
        models.CheckConstraint(
            condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
            | models.Q(undone_at__isnull=False, undone_by__isnull=False),
            name=f"{name}_undone_by_somebody",
        ),
    ]
