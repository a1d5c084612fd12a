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


@kind("record_moved", version=1, app="access")
@dataclass(frozen=True)
class RecordMoved:
    """A record went from one access list to another: gone for those who lose it, news for those who gain it."""

    from_list: UUID
    to_list: UUID
