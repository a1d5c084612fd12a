"""What the stream tells about two persons that are one, or are not: to each record of its own person alone."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind


@kind("seizure_person_merged", version=1, app="seizures")
@dataclass(frozen=True)
class SeizurePersonMerged:
    """Somebody decided that a person of a seizure and another one on record are one. The stream never says which."""

    seizure: UUID
    person: UUID


@kind("seizure_person_unmerged", version=1, app="seizures")
@dataclass(frozen=True)
class SeizurePersonUnmerged:
    """Such a decision was undone: the person of the seizure stands for itself again."""

    seizure: UUID
    person: UUID


@kind("seizure_person_told_apart", version=1, app="seizures")
@dataclass(frozen=True)
class SeizurePersonToldApart:
    """Somebody decided that a person of a seizure is not another one who looks alike."""

    seizure: UUID
    person: UUID
