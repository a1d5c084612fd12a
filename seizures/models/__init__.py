"""Seizures, what was found, who was there, what carried it, and the way it took; cases over them."""

from seizures.models.arrest import Arrest, Outcome
from seizures.models.assistance import Assistance, ExternalReference
from seizures.models.attachment import Attachment
from seizures.models.case import Case, CaseQuerySet
from seizures.models.case_link import CaseAgency, CasePerson, CaseRelation, CaseSeizure
from seizures.models.case_note import CaseNote
from seizures.models.case_task import CaseTask
from seizures.models.consent import Consent
from seizures.models.conveyance import Conveyance
from seizures.models.duplicate import DuplicateHint, Merge
from seizures.models.entry_draft import EntryDraft, EntryDraftQuerySet
from seizures.models.hit import HitNotice
from seizures.models.identity import Identity, IdentityDocument
from seizures.models.item import Item
from seizures.models.laboratory import FieldTest, LabRequest, LabResult
from seizures.models.leg import RouteLeg
from seizures.models.person import Person
from seizures.models.person_duplicate import PersonHint, PersonMerge
from seizures.models.referral import Referral
from seizures.models.saved_view import SavedView, SavedViewQuerySet
from seizures.models.seizure import Seizure, SeizureQuerySet
from seizures.models.sighting import SubstanceSighting

__all__ = [
    "Arrest",
    "Assistance",
    "Attachment",
    "Case",
    "CaseAgency",
    "CaseNote",
    "CasePerson",
    "CaseQuerySet",
    "CaseRelation",
    "CaseSeizure",
    "CaseTask",
    "Consent",
    "Conveyance",
    "DuplicateHint",
    "EntryDraft",
    "EntryDraftQuerySet",
    "ExternalReference",
    "FieldTest",
    "HitNotice",
    "Identity",
    "IdentityDocument",
    "Item",
    "LabRequest",
    "LabResult",
    "Merge",
    "Outcome",
    "Person",
    "PersonHint",
    "PersonMerge",
    "Referral",
    "RouteLeg",
    "SavedView",
    "SavedViewQuerySet",
    "Seizure",
    "SeizureQuerySet",
    "SubstanceSighting",
]
