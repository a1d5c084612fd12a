"""Seizures, what was found, and who was there."""

from seizures.models.arrest import Arrest, Outcome
from seizures.models.identity import Identity, IdentityDocument
from seizures.models.item import Item
from seizures.models.person import Person
from seizures.models.seizure import Seizure, SeizureQuerySet

__all__ = ["Arrest", "Identity", "IdentityDocument", "Item", "Outcome", "Person", "Seizure", "SeizureQuerySet"]
