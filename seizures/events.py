"""What the stream tells about seizures. `author` is who logged it, so that answers find their way back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aircop.events import kind
from seizures import case_events, person_events  # noqa: F401  what is discovered here makes those known too


@kind("seizure_logged", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureLogged:
    """A seizure was written down; a draft until it is submitted."""

    seizure: UUID
    status: str


@kind("seizure_changed", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureChanged:
    """Fields of a seizure were changed."""

    seizure: UUID
    fields: tuple[str, ...]


@kind("seizure_discarded", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureDiscarded:
    """A draft was thrown away by its author."""

    seizure: UUID


@kind("seizure_submitted", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureSubmitted:
    """A seizure went from its author to the unit and got its reference."""

    seizure: UUID
    author: UUID


@kind("seizure_verified", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureVerified:
    """A supervisor other than the author confirmed the seizure."""

    seizure: UUID
    author: UUID


@kind("seizure_rejected", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureRejected:
    """A supervisor sent the seizure back to its author with a reason."""

    seizure: UUID
    author: UUID
    reason: str


@kind("seizure_reopened", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureReopened:
    """A verified seizure was opened for changes again."""

    seizure: UUID
    author: UUID


@kind("seizure_locked", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureLocked:
    """A verified seizure was closed against changes."""

    seizure: UUID
    author: UUID


@kind("bulk_loaded", version=1, app="seizures")
@dataclass(frozen=True)
class BulkLoaded:
    """Many seizures came onto one access list at once, set-based: pull the list anew. The object is the first."""

    access_list: UUID
    count: int
    last: UUID


@kind("record_restricted", version=1, app="seizures")
@dataclass(frozen=True)
class RecordRestricted:
    """A seizure or a case was left to one supervisor, with a reason; told on its new list alone."""

    record: UUID


@kind("seizure_withdrawn", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureWithdrawn:
    """A seizure was taken out of everybody's sight, with a reason. It is kept, and counts in nothing."""

    seizure: UUID
    author: UUID


@kind("attachment_added", version=1, app="seizures")
@dataclass(frozen=True)
class AttachmentAdded:
    """A photo or a document was added to a seizure."""

    seizure: UUID
    attachment: UUID


@kind("attachment_withdrawn", version=1, app="seizures")
@dataclass(frozen=True)
class AttachmentWithdrawn:
    """A photo or a document was taken out of sight, with a reason; of a draft it is gone."""

    seizure: UUID
    attachment: UUID


@kind("seizures_merged", version=1, app="seizures")
@dataclass(frozen=True)
class SeizuresMerged:
    """A person decided that two records are one seizure: the first is kept, the second counts no more."""

    kept: UUID
    duplicate: UUID


@kind("seizures_unmerged", version=1, app="seizures")
@dataclass(frozen=True)
class SeizuresUnmerged:
    """A merge was undone: both records count again."""

    kept: UUID
    duplicate: UUID


@kind("seizures_told_apart", version=1, app="seizures")
@dataclass(frozen=True)
class SeizuresToldApart:
    """A person decided that two records that look alike are two seizures."""

    first: UUID
    second: UUID


@kind("seizure_agencies_changed", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureAgenciesChanged:
    """An assisting agency, or a number elsewhere, was added to a seizure or ended."""

    seizure: UUID


@kind("seizure_erased", version=1, app="seizures")
@dataclass(frozen=True)
class SeizureErased:
    """A seizure was emptied by order of the law: drop what you hold of it."""

    seizure: UUID


@kind("seizure_person_added", version=1, app="seizures")
@dataclass(frozen=True)
class SeizurePersonAdded:
    """A person was written into a seizure, by pseudonym."""

    seizure: UUID
    person: UUID


@kind("seizure_person_changed", version=1, app="seizures")
@dataclass(frozen=True)
class SeizurePersonChanged:
    """What is told of a person of a seizure was changed."""

    seizure: UUID
    person: UUID
    fields: tuple[str, ...]


@kind("seizure_person_identified", version=1, app="seizures")
@dataclass(frozen=True)
class SeizurePersonIdentified:
    """Somebody wrote down, or changed, who a person of a seizure is. The stream never says who."""

    seizure: UUID
    person: UUID


@kind("seizure_person_removed", version=1, app="seizures")
@dataclass(frozen=True)
class SeizurePersonRemoved:
    """A person was taken out of a seizure that is not verified yet."""

    seizure: UUID
    person: UUID


@kind("arrest_recorded", version=1, app="seizures")
@dataclass(frozen=True)
class ArrestRecorded:
    """An arrest of a person of a seizure was written down."""

    seizure: UUID
    person: UUID
    arrest: UUID


@kind("arrest_changed", version=1, app="seizures")
@dataclass(frozen=True)
class ArrestChanged:
    """What is told of an arrest was completed or changed."""

    seizure: UUID
    person: UUID
    arrest: UUID
    fields: tuple[str, ...]


@kind("outcome_recorded", version=1, app="seizures")
@dataclass(frozen=True)
class OutcomeRecorded:
    """What became of an arrest was added to what was known."""

    seizure: UUID
    arrest: UUID
    outcome: str


@kind("item_added", version=1, app="seizures")
@dataclass(frozen=True)
class ItemAdded:
    """Something else that was found was added to a seizure, under this number."""

    seizure: UUID
    sequence: int


@kind("item_changed", version=1, app="seizures")
@dataclass(frozen=True)
class ItemChanged:
    """Fields of an item of a seizure were changed."""

    seizure: UUID
    sequence: int
    fields: tuple[str, ...]


@kind("item_removed", version=1, app="seizures")
@dataclass(frozen=True)
class ItemRemoved:
    """An item was taken out of a seizure that was not verified yet; the history keeps its values."""

    seizure: UUID
    sequence: int


@kind("field_test_recorded", version=1, app="seizures")
@dataclass(frozen=True)
class FieldTestRecorded:
    """What a field test of an item indicates was written down: presumptive."""

    seizure: UUID
    test: UUID
    result: str


@kind("sent_to_laboratory", version=1, app="seizures")
@dataclass(frozen=True)
class SentToLaboratory:
    """An item of a seizure was sent to a laboratory."""

    seizure: UUID
    request: UUID


@kind("lab_result_recorded", version=1, app="seizures")
@dataclass(frozen=True)
class LabResultRecorded:
    """A laboratory's finding came in: confirmed. Figures of the period change with it."""

    seizure: UUID
    result: UUID
    finding: str


@kind("substance_first_seen", version=1, app="seizures")
@dataclass(frozen=True)
class SubstanceFirstSeen:
    """A substance was found that no unit of the network had found before; told once for each substance."""

    seizure: UUID
    substance: str
    confirmed: bool


@kind("view_saved", version=1, app="seizures")
@dataclass(frozen=True)
class ViewSaved:
    """Somebody kept filters of the list of seizures under a name. The stream never says which."""

    view: UUID


@kind("view_renamed", version=1, app="seizures")
@dataclass(frozen=True)
class ViewRenamed:
    """A saved view got another name, or the list opens with it now, or no longer."""

    view: UUID


@kind("view_removed", version=1, app="seizures")
@dataclass(frozen=True)
class ViewRemoved:
    """A saved view was removed by the person whose it was."""

    view: UUID


def _of_a_record(told: dict[str, Any]) -> dict[str, Any]:
    """Lift what was told when consent was asked about seizures alone."""
    return {"record" if name == "seizure" else name: value for name, value in told.items()}


@kind("consent_asked", version=2, app="seizures", upgrades={1: _of_a_record})
@dataclass(frozen=True)
class ConsentAsked:
    """An agency asked the one whose record it is for leave to share it onward, export it or use it in court."""

    record: UUID
    consent: UUID
    asked: str


@kind("consent_answered", version=2, app="seizures", upgrades={1: _of_a_record})
@dataclass(frozen=True)
class ConsentAnswered:
    """The agency whose record it is granted or refused what was asked."""

    record: UUID
    consent: UUID
    answer: str


@kind("consent_ended", version=2, app="seizures", upgrades={1: _of_a_record})
@dataclass(frozen=True)
class ConsentEnded:
    """A consent was taken back; what was shared onward by it ended with it."""

    record: UUID
    consent: UUID


@kind("hit_told", version=1, app="seizures")
@dataclass(frozen=True)
class HitTold:
    """An agency was told that another one holds the number of a travel document that it holds itself."""

    notice: UUID
