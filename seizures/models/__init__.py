"""Seizures and what was found."""

from seizures.models.attachment import Attachment
from seizures.models.item import Item
from seizures.models.seizure import Seizure, SeizureQuerySet

__all__ = ["Attachment", "Item", "Seizure", "SeizureQuerySet"]
