"""What the stream tells about cases. `author` is who began the case."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind


@kind("case_opened", version=1, app="seizures")
@dataclass(frozen=True)
class CaseOpened:
    """A case was written down; a draft until it is opened."""

    case: UUID
    status: str


@kind("case_changed", version=1, app="seizures")
@dataclass(frozen=True)
class CaseChanged:
    """Fields of a case were changed."""

    case: UUID
    fields: tuple[str, ...]


@kind("case_discarded", version=1, app="seizures")
@dataclass(frozen=True)
class CaseDiscarded:
    """The draft of a case was thrown away by its author."""

    case: UUID


@kind("case_stepped", version=1, app="seizures")
@dataclass(frozen=True)
class CaseStepped:
    """A case went from one state to another."""

    case: UUID
    author: UUID
    before: str
    status: str


@kind("case_closed", version=1, app="seizures")
@dataclass(frozen=True)
class CaseClosed:
    """A case was closed with its outcome."""

    case: UUID
    author: UUID
    outcome: str


@kind("case_merged", version=1, app="seizures")
@dataclass(frozen=True)
class CaseMerged:
    """A case goes on within another one."""

    case: UUID
    into: UUID


@kind("case_withdrawn", version=1, app="seizures")
@dataclass(frozen=True)
class CaseWithdrawn:
    """A case was withdrawn with a reason; nobody sees it any more. What was linked to it keeps its own readers."""

    case: UUID
    author: UUID


@kind("case_linked", version=1, app="seizures")
@dataclass(frozen=True)
class CaseLinked:
    """A seizure, a person or another case was linked to a case. It shows nobody more than before."""

    case: UUID
    object_type: str
    object: UUID


@kind("case_unlinked", version=1, app="seizures")
@dataclass(frozen=True)
class CaseUnlinked:
    """A link of a case was ended."""

    case: UUID
    object_type: str
    object: UUID


@kind("case_agencies_changed", version=1, app="seizures")
@dataclass(frozen=True)
class CaseAgenciesChanged:
    """An agency takes part in a case from now on, or no longer."""

    case: UUID


@kind("case_task_added", version=1, app="seizures")
@dataclass(frozen=True)
class CaseTaskAdded:
    """Something to do was written down in a case."""

    case: UUID
    task: UUID
    assignee: UUID | None


@kind("case_task_changed", version=1, app="seizures")
@dataclass(frozen=True)
class CaseTaskChanged:
    """Who does a task of a case, or until when, was changed."""

    case: UUID
    task: UUID
    assignee: UUID | None


@kind("case_task_finished", version=1, app="seizures")
@dataclass(frozen=True)
class CaseTaskFinished:
    """A task of a case was done, or does not apply."""

    case: UUID
    task: UUID
    done: bool


@kind("case_note_added", version=1, app="seizures")
@dataclass(frozen=True)
class CaseNoteAdded:
    """A note was added to a case."""

    case: UUID
    note: UUID


@kind("case_reminder_due", version=1, app="seizures")
@dataclass(frozen=True)
class CaseReminderDue:
    """So many days after its opening a case still has things to do that should follow every seizure."""

    case: UUID
    author: UUID
    days: int


@kind("case_erased", version=1, app="seizures")
@dataclass(frozen=True)
class CaseErased:
    """A case was emptied by order of the law: drop what you hold of it."""

    case: UUID


@kind("case_items_shared", version=1, app="seizures")
@dataclass(frozen=True)
class CaseItemsShared:
    """Seizures of a case came under one of its shares; each has an event of its own on its own list."""

    case: UUID
    share: UUID
    count: int


@kind("referral_offered", version=1, app="seizures")
@dataclass(frozen=True)
class ReferralOffered:
    """A unit offered a case to another one: to work on it, or to take it over."""

    case: UUID
    referral: UUID
    to_unit: UUID
    asked: str


@kind("referral_accepted", version=1, app="seizures")
@dataclass(frozen=True)
class ReferralAccepted:
    """The other unit accepted; a case that was to be transferred is its own from now on."""

    case: UUID
    referral: UUID


@kind("referral_ended", version=1, app="seizures")
@dataclass(frozen=True)
class ReferralEnded:
    """A referral was declined, withdrawn or handed back: what was shown by it is shown no more."""

    case: UUID
    referral: UUID
    status: str


@kind("referral_late", version=1, app="seizures")
@dataclass(frozen=True)
class ReferralLate:
    """A clock of a referral ran out: nobody answered in time, or the case was not handed back in time.

    `author` is who offered it, `other` who accepted it.
    """

    case: UUID
    referral: UUID
    author: UUID
    other: UUID | None
    clock: str


@kind("record_transferred", version=1, app="seizures")
@dataclass(frozen=True)
class RecordTransferred:
    """A case, or a seizure of it, belongs to another unit now. The unit of before keeps a copy to read."""

    record: UUID
    from_unit: UUID
    to_unit: UUID
