"""Seizures, what was found, what carried it, and the way it took."""

from seizures.models.conveyance import Conveyance
from seizures.models.item import Item
from seizures.models.leg import RouteLeg
from seizures.models.seizure import Seizure, SeizureQuerySet

__all__ = ["Conveyance", "Item", "RouteLeg", "Seizure", "SeizureQuerySet"]
