"""What the stream tells about access: granted, ended, moved."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind


@kind("access_granted", version=1, app="access")
@dataclass(frozen=True)
class AccessGranted:
    """A share put a group or a person on an access list."""

    access_list: UUID
    share: UUID
    group: int | None
    user: UUID | None
    level: str


@kind("access_ended", version=1, app="access")
@dataclass(frozen=True)
class AccessEnded:
    """A share on an access list was taken back, or its term ran out. Another share may still give the same access."""

    access_list: UUID
    share: UUID
    group: int | None
    user: UUID | None
    revoked: bool


@kind("record_gone", version=1, app="access")
@dataclass(frozen=True)
class RecordGone:
    """A record left an access list for good: who reads that list, and not the one it went to, lost it.

    Filed under the list that it left, and does not say where it went.
    """

    from_list: UUID


@kind("record_moved", version=1, app="access")
@dataclass(frozen=True)
class RecordMoved:
    """A record came onto an access list from another one: news for those who gain it. Filed under the new list."""

    from_list: UUID
    to_list: UUID
