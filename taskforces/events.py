"""What the stream tells about the organisation."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind


@kind("agency_opened", version=1, app="taskforces")
@dataclass(frozen=True)
class AgencyOpened:
    """A new agency joined the network."""

    agency: UUID


@kind("hits_opened", version=1, app="taskforces")
@dataclass(frozen=True)
class HitsOpened:
    """An agency takes part in hit / no hit from then on."""

    agency: UUID


@kind("hits_closed", version=1, app="taskforces")
@dataclass(frozen=True)
class HitsClosed:
    """An agency takes part in hit / no hit no longer."""

    agency: UUID


@kind("task_force_opened", version=1, app="taskforces")
@dataclass(frozen=True)
class TaskForceOpened:
    """A new task force opened at an airport."""

    task_force: UUID
    airport: str


@kind("agency_joined", version=1, app="taskforces")
@dataclass(frozen=True)
class AgencyJoined:
    """An agency began to take part in a task force."""

    task_force: UUID
    agency: UUID


@kind("unit_list_shared", version=1, app="taskforces")
@dataclass(frozen=True)
class UnitListShared:
    """An agency was given sight of all that lies on a unit's list."""

    task_force: UUID
    agency: UUID
    level: str


@kind("unit_list_unshared", version=1, app="taskforces")
@dataclass(frozen=True)
class UnitListUnshared:
    """An agency's sight of a unit's list was taken back."""

    task_force: UUID
    share: UUID


@kind("membership_started", version=1, app="taskforces")
@dataclass(frozen=True)
class MembershipStarted:
    """A person took a place in an agency or a task force."""

    membership: UUID
    person: UUID
    role: str


@kind("membership_ended", version=1, app="taskforces")
@dataclass(frozen=True)
class MembershipEnded:
    """A person left; the rights ended at the same minute."""

    membership: UUID
    person: UUID
    role: str


@kind("network_founded", version=1, app="taskforces")
@dataclass(frozen=True)
class NetworkFounded:
    """An installation got its first agency and platform administrator."""

    agency: UUID
    person: UUID


@kind("contact_point_added", version=1, app="taskforces")
@dataclass(frozen=True)
class ContactPointAdded:
    """A desk was put into the contact directory."""

    contact: UUID
    function: str


@kind("contact_point_changed", version=1, app="taskforces")
@dataclass(frozen=True)
class ContactPointChanged:
    """What the directory says about a desk was changed; the fields are named, not their values."""

    contact: UUID
    fields: tuple[str, ...]


@kind("contact_point_verified", version=1, app="taskforces")
@dataclass(frozen=True)
class ContactPointVerified:
    """Somebody called a desk and found everything right."""

    contact: UUID


@kind("contact_point_removed", version=1, app="taskforces")
@dataclass(frozen=True)
class ContactPointRemoved:
    """A desk was taken out of the directory."""

    contact: UUID


@kind("duty_shift_added", version=1, app="taskforces")
@dataclass(frozen=True)
class DutyShiftAdded:
    """Somebody was put on the duty roster of a unit, once or on several days."""

    task_force: UUID
    shifts: tuple[UUID, ...]


@kind("duty_shift_removed", version=1, app="taskforces")
@dataclass(frozen=True)
class DutyShiftRemoved:
    """A shift was taken off the duty roster of a unit; one that had begun ended at that moment."""

    task_force: UUID
    shift: UUID


@kind("milestone_reached", version=1, app="taskforces")
@dataclass(frozen=True)
class MilestoneReached:
    """A task force reached a milestone of its life."""

    task_force: UUID
    milestone: str


@kind("milestone_struck", version=1, app="taskforces")
@dataclass(frozen=True)
class MilestoneStruck:
    """A milestone that was recorded by mistake was struck out."""

    task_force: UUID
    milestone: str


@kind("code_added", version=1, app="taskforces")
@dataclass(frozen=True)
class CodeAdded:
    """The platform's administrator added a code to a list."""

    code_list: str
    code: str


@kind("code_labelled", version=1, app="taskforces")
@dataclass(frozen=True)
class CodeLabelled:
    """A code is called otherwise from now on, in some languages."""

    code_list: str
    code: str
    languages: tuple[str, ...]


@kind("code_ended", version=1, app="taskforces")
@dataclass(frozen=True)
class CodeEnded:
    """A code got another last day here, or none any more (`ends` false)."""

    code_list: str
    code: str
    ends: bool


@kind("people_invited", version=1, app="taskforces")
@dataclass(frozen=True)
class PeopleInvited:
    """People were invited into an agency, so many at once."""

    agency: UUID
    people: int


@kind("work_handed_over", version=1, app="taskforces")
@dataclass(frozen=True)
class WorkHandedOver:
    """What somebody who left a unit had begun there was given to somebody who stays: which kinds, how many things."""

    handover: UUID
    task_force: UUID
    person: UUID
    successor: UUID
    kinds: tuple[str, ...]
    things: int


@kind("access_review_due", version=1, app="taskforces")
@dataclass(frozen=True)
class AccessReviewDue:
    """Nobody has reviewed for ninety days who has access through an agency: its administrators are reminded."""

    agency: UUID


@kind("access_review_begun", version=1, app="taskforces")
@dataclass(frozen=True)
class AccessReviewBegun:
    """An agency began to review who has access through it: so many lines."""

    review: UUID
    agency: UUID
    lines: int


@kind("access_review_lines_decided", version=1, app="taskforces")
@dataclass(frozen=True)
class AccessReviewLinesDecided:
    """Lines of a review of access were confirmed or ended."""

    review: UUID
    decision: str
    lines: int


@kind("access_review_finished", version=1, app="taskforces")
@dataclass(frozen=True)
class AccessReviewFinished:
    """Every line of an agency's review of access is decided."""

    review: UUID
    agency: UUID
