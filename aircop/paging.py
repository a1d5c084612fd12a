"""Pages of a list read by key: the same words for records, reference rows, web pages and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between two rows: the value of the order's field and the primary key of the row next to it."""

    value: Any
    id: Any


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Rows in the order asked for, and the marks from which the neighbouring pages start (None: there is none)."""

    rows: Sequence[Row]
    next: Mark | None
    previous: Mark | None
