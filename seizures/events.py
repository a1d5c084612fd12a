"""What the stream tells about seizures. `author` is who logged it, so that answers find their way back."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind


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
