"""Seizures, what was found, who was there, what carried it, and the way it took."""

from seizures.models.arrest import Arrest, Outcome
from seizures.models.assistance import Assistance, ExternalReference
from seizures.models.conveyance import Conveyance
from seizures.models.duplicate import DuplicateHint, Merge
from seizures.models.entry_draft import EntryDraft, EntryDraftQuerySet
from seizures.models.identity import Identity, IdentityDocument
from seizures.models.item import Item
from seizures.models.leg import RouteLeg
from seizures.models.person import Person
from seizures.models.seizure import Seizure, SeizureQuerySet

__all__ = [
    "Arrest",
    "Assistance",
    "Conveyance",
    "DuplicateHint",
    "EntryDraft",
    "EntryDraftQuerySet",
    "ExternalReference",
    "Identity",
    "IdentityDocument",
    "Item",
    "Merge",
    "Outcome",
    "Person",
    "RouteLeg",
    "Seizure",
    "SeizureQuerySet",
]
