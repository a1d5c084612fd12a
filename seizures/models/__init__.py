"""Seizures and what was found."""

from seizures.models.entry_draft import EntryDraft, EntryDraftQuerySet
from seizures.models.item import Item
from seizures.models.seizure import Seizure, SeizureQuerySet

__all__ = ["EntryDraft", "EntryDraftQuerySet", "Item", "Seizure", "SeizureQuerySet"]
