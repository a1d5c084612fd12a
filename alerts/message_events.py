"""What the stream tells about threads, requests for information and closed groups: ids alone, never words."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind


@kind("thread_opened", version=1, app="alerts")
@dataclass(frozen=True)
class ThreadOpened:
    """Units and agencies began to write to each other."""

    thread: UUID


@kind("thread_party_added", version=1, app="alerts")
@dataclass(frozen=True)
class ThreadPartyAdded:
    """A unit or an agency was let into a thread later, and reads all of it."""

    thread: UUID
    party: UUID


@kind("message_sent", version=1, app="alerts")
@dataclass(frozen=True)
class MessageSent:
    """A message was written: ring at everybody who takes part in its thread."""

    thread: UUID
    message: UUID
    message_kind: str


@kind("request_stepped", version=1, app="alerts")
@dataclass(frozen=True)
class RequestStepped:
    """A request for information was asked, answered, refused, asked back about, clarified or withdrawn."""

    thread: UUID
    request: UUID
    status: str


@kind("request_checked", version=1, app="alerts")
@dataclass(frozen=True)
class RequestChecked:
    """The asked side looked for what it holds itself. Nobody else is told whether it found anything."""

    thread: UUID
    request: UUID


@kind("conditions_accepted", version=1, app="alerts")
@dataclass(frozen=True)
class ConditionsAccepted:
    """Somebody took note of the conditions of a message, and may read it."""

    thread: UUID
    message: UUID


@kind("thread_erased", version=1, app="alerts")
@dataclass(frozen=True)
class ThreadErased:
    """A thread was emptied by order of the law: drop what you hold of it."""

    thread: UUID


@kind("group_opened", version=1, app="alerts")
@dataclass(frozen=True)
class GroupOpened:
    """A closed group was opened for an operation."""

    group: UUID


@kind("group_member_added", version=1, app="alerts")
@dataclass(frozen=True)
class GroupMemberAdded:
    """A unit, an agency or a person became a member of a closed group."""

    group: UUID
    member: UUID


@kind("group_member_ended", version=1, app="alerts")
@dataclass(frozen=True)
class GroupMemberEnded:
    """A membership in a closed group ended: what is written there is not shown by it any more."""

    group: UUID
    member: UUID


@kind("group_last_day", version=1, app="alerts")
@dataclass(frozen=True)
class GroupLastDay:
    """A closed group ends within a day: what is left to write is written now."""

    group: UUID


@kind("group_ended", version=1, app="alerts")
@dataclass(frozen=True)
class GroupEnded:
    """A closed group has ended: its members go on reading, and nobody writes."""

    group: UUID


@kind("group_erased", version=1, app="alerts")
@dataclass(frozen=True)
class GroupErased:
    """A closed group and all that was written in it were emptied by order of the law."""

    group: UUID
