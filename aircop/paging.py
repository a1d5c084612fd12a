"""Pages of a list read by key: the same words for records, reference rows, web pages and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet


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


def keyset[M: Model](
    queryset: QuerySet[M], *, order: str, after: Mark | None = None, before: Mark | None = None, size: int
) -> Page[M]:
    """Read a page of rows by (order field, primary key). The field must not be nullable.

    For reference rows and short lists that everybody reads. Records of the domain are read by the access layer's
    pager instead, which knows the plans that the wall needs.
    """
    name, falling, start = order.removeprefix("-"), order.startswith("-") != (before is not None), before or after
    sign = "-" if falling else ""
    if start is not None:
        queryset = queryset.filter(_beyond(name, start, falling=falling))
    rows = list(queryset.order_by(sign + name, sign + "pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not rows:
        return Page([], None, None)
    if before is not None:
        rows.reverse()
    first, last = (Mark(getattr(row, name), row.pk) for row in (rows[0], rows[-1]))
    has_previous, has_next = (more, True) if before is not None else (after is not None, more)
    return Page(rows, last if has_next else None, first if has_previous else None)


def _beyond(name: str, start: Mark, *, falling: bool) -> Q:
    """Return the condition for rows past a place; its first part alone lets the index start there."""
    past = "lt" if falling else "gt"
    tie = Q(**{name: start.value, f"pk__{past}": start.id})
    return Q(**{f"{name}__{past}e": start.value}) & (Q(**{f"{name}__{past}": start.value}) | tie)
