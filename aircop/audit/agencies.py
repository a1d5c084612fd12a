"""Names of agencies for the audit: they live on a higher floor, an entry keeps their id."""

from collections.abc import Callable, Mapping
from uuid import UUID

_directory: list[Callable[[], Mapping[UUID, str]]] = []


def name_agencies(directory: Callable[[], Mapping[UUID, str]]) -> None:
    """Register who knows the names of agencies."""
    _directory[:] = [directory]


def agency_names() -> Mapping[UUID, str]:
    """Return the names of agencies by id."""
    return _directory[0]() if _directory else {}
