"""Seizures and what was found."""

from seizures.models.assistance import Assistance, ExternalReference
from seizures.models.duplicate import DuplicateHint, Merge
from seizures.models.item import Item
from seizures.models.seizure import Seizure, SeizureQuerySet

__all__ = ["Assistance", "DuplicateHint", "ExternalReference", "Item", "Merge", "Seizure", "SeizureQuerySet"]
