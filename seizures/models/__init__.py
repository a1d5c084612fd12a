"""Seizures, what was found, and who was there."""

from seizures.models.arrest import Arrest, Outcome
from seizures.models.assistance import Assistance, ExternalReference
from seizures.models.duplicate import DuplicateHint, Merge
from seizures.models.entry_draft import EntryDraft, EntryDraftQuerySet
from seizures.models.identity import Identity, IdentityDocument
from seizures.models.item import Item
from seizures.models.person import Person
from seizures.models.seizure import Seizure, SeizureQuerySet

__all__ = [
    "Arrest",
    "Assistance",
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
    "Seizure",
    "SeizureQuerySet",
]
