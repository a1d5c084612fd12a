"""Seizures, what was found, and who was there."""

from seizures.models.arrest import Arrest, Outcome
from seizures.models.identity import Identity, IdentityDocument
from seizures.models.item import Item
from seizures.models.laboratory import FieldTest, LabRequest, LabResult
from seizures.models.person import Person
from seizures.models.seizure import Seizure, SeizureQuerySet
from seizures.models.sighting import SubstanceSighting

__all__ = [
    "Arrest",
    "FieldTest",
    "Identity",
    "IdentityDocument",
    "Item",
    "LabRequest",
    "LabResult",
    "Outcome",
    "Person",
    "Seizure",
    "SeizureQuerySet",
    "SubstanceSighting",
]
