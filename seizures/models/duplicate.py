"""Two records of one seizure: what looks alike, what a person decided, what was merged."""

from typing import ClassVar

from django.db import models

from aircop.access.models import FieldClass
from seizures.enums import SeizureStatus
from seizures.models.pair import (
    HINT_NAMES,
    MERGE_NAMES,
    Hint,
    Merging,
    hint_constraints,
    hint_indexes,
    merge_constraints,
)
from seizures.models.seizure import Seizure


class DuplicateHint(Hint):
    """Two seizures that look like one, found by the system, for a person to decide.

    `first` has the smaller id. Only who sees both records sees the hint, so that it tells nobody of a record hidden
    from them.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(HINT_NAMES, FieldClass.CASE)

    first = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = hint_indexes("hint")
        constraints = hint_constraints("hint")


class Merge(Merging):
    """Two records declared one: `kept` counts from then on, `duplicate` counts no more.

    Nothing of the duplicate is changed but its state, and `before` keeps that: undone, everything is as it was.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys((*MERGE_NAMES, "before"), FieldClass.CASE)

    kept = models.ForeignKey(Seizure, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Seizure, on_delete=models.PROTECT, related_name="+", db_index=False)
    before = models.CharField(max_length=10, choices=SeizureStatus.choices)

    class Meta:
        constraints = merge_constraints("merge")
