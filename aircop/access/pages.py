"""Pages of protected records at a cost of O(page), for a reader of one list or of three thousand.

A reader of few lists takes the top of each list by a lateral join. A reader of many takes the ordered scan, but
only down to the horizon (the time of the 5,000th next row: a LIMIT does not bound a scan under a policy), and the
lateral join for what is missing. Both were measured against the wall; see `docs/decisions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from aircop.access.models import Protected, ProtectedQuerySet
from aircop.paging import Mark, Page

FEW_LISTS = 300
HORIZON = 5_000
ORDERS = ("occurred_at", "recorded_at")

LISTS = """
SELECT DISTINCT l.id, l.root_id FROM access_accesslist l JOIN (
  SELECT content_object_id AS id FROM access_listgroupgrant
   WHERE group_id = ANY (%s) AND (expires_at IS NULL OR expires_at > statement_timestamp())
  UNION SELECT content_object_id FROM access_listusergrant
   WHERE user_id = %s AND (expires_at IS NULL OR expires_at > statement_timestamp())) held ON held.id = l.id
"""


@dataclass(frozen=True, slots=True)
class Scan:
    """One direction of reading: the field, whether downwards, from where, and how many rows."""

    field: str
    descending: bool
    start: Mark | None
    size: int

    def narrow[M: Protected](self, queryset: ProtectedQuerySet[M]) -> ProtectedQuerySet[M]:
        """Keep what lies beyond the start."""
        if self.start is None:
            return queryset
        word = "lt" if self.descending else "gt"
        same = Q(**{self.field: self.start.value, f"id__{word}": self.start.id})
        # The redundant first bound lets the index start at the place.
        bound = Q(**{f"{self.field}__{word}e": self.start.value})
        return queryset.filter(bound, Q(**{f"{self.field}__{word}": self.start.value}) | same)

    def sort[M: Protected](self, queryset: ProtectedQuerySet[M]) -> ProtectedQuerySet[M]:
        """Order the rows along the direction."""
        sign = "-" if self.descending else ""
        return queryset.order_by(f"{sign}{self.field}", f"{sign}id")


def _lists(queryset: ProtectedQuerySet[Protected]) -> tuple[list[UUID], list[UUID]]:
    """Return the roots that the reader holds, and the other lists it holds whose root it does not."""
    reader = queryset.reader
    if reader is None:
        message = "Start the page from visible_to(actor)."
        raise ValueError(message)
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(LISTS, [sorted(reader.groups), reader.subject_id])
        pairs = cursor.fetchall()
    roots = {each for each, root in pairs if each == root}
    return sorted(roots), sorted(each for each, root in pairs if each != root and root not in roots)


type Lists = tuple[list[UUID], list[UUID]]  # the roots held, and the other lists held


def _top_of_each[M: Protected](queryset: ProtectedQuerySet[M], scan: Scan, lists: Lists) -> list[UUID]:
    """Return the ids of the first rows, taking the top of every list (lateral join)."""
    parts, params = [], []
    for column, ids in zip(("root_list_id", "access_list_id"), lists, strict=True):
        if not ids:
            continue
        of_list = queryset.filter(**{column: RawSQL("held.list_id", [])})
        inner = scan.sort(scan.narrow(of_list)).values_list(scan.field, "id")[: scan.size]
        sql, inner_params = inner.query.sql_with_params()
        parts.append(
            f"SELECT t.* FROM unnest(%s::uuid[]) AS held(list_id) CROSS JOIN LATERAL ({sql}) AS t(value, id)"  # noqa: S608
        )
        params += [ids, *inner_params]
    if not parts:
        return []
    way = "DESC" if scan.descending else "ASC"
    union = " UNION ALL ".join(parts)
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({union}) u ORDER BY value {way}, id {way} LIMIT %s", [*params, scan.size])  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def _horizon[M: Protected](queryset: ProtectedQuerySet[M], scan: Scan) -> datetime | None:
    start = scan.start
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(
            "SELECT access_horizon(%s, %s, %s, %s, %s, %s)",
            [
                queryset.model._meta.db_table,
                scan.field,
                scan.descending,
                start.value if start else None,
                start.id if start else None,
                HORIZON,
            ],
        )
        horizon: datetime | None = cursor.fetchone()[0]
    return horizon


def _ids[M: Protected](queryset: ProtectedQuerySet[M], scan: Scan) -> list[UUID]:
    lists = _lists(queryset)  # type: ignore[arg-type]
    if len(lists[0]) + len(lists[1]) <= FEW_LISTS:
        return _top_of_each(queryset, scan, lists)
    horizon = _horizon(queryset, scan)
    near = scan.sort(scan.narrow(queryset))
    if horizon is not None:
        near = near.filter(**{f"{scan.field}__{'gte' if scan.descending else 'lte'}": horizon})
    found = list(near.values_list("id", flat=True)[: scan.size])
    if len(found) == scan.size or horizon is None:
        return found
    return _top_of_each(queryset, scan, lists)


def _rows[M: Protected](queryset: ProtectedQuerySet[M], ids: Sequence[UUID]) -> list[M]:
    fetched = queryset.model._default_manager.using(queryset.db).filter(pk__in=ids)
    fetched.query.select_related = queryset.query.select_related
    fetched = fetched.prefetch_related(*queryset._prefetch_related_lookups)  # type: ignore[attr-defined]  # noqa: SLF001
    by_id = {row.pk: row for row in fetched}
    return [by_id[each] for each in ids if each in by_id]


def page[M: Protected](
    queryset: ProtectedQuerySet[M],
    *,
    order: str = "-occurred_at",
    after: Mark | None = None,
    before: Mark | None = None,
    size: int = 50,
) -> Page[M]:
    """Return one page of a queryset that came from `visible_to`.

    `order` is `occurred_at` or `recorded_at`, with `-` for newest first; `after` and `before` are marks of an
    earlier page, at most one of them. Raises ValueError on another order, and on both marks.
    """
    field = order.removeprefix("-")
    if field not in ORDERS:
        message = f"Records are ordered by {' or '.join(ORDERS)}, not by {field}."
        raise ValueError(message)
    if after is not None and before is not None:
        message = "A page starts after one mark or ends before one, not both."
        raise ValueError(message)
    down = order.startswith("-")
    backwards = before is not None
    scan = Scan(field, down != backwards, before or after, size + 1)
    ids = _ids(queryset, scan)
    more, ids = len(ids) > size, ids[:size]
    rows = _rows(queryset, ids[::-1] if backwards else ids)
    if not rows:
        return Page([], None, None)
    first, last = (Mark(getattr(row, field), row.pk) for row in (rows[0], rows[-1]))
    has_previous, has_next = (more, True) if backwards else (after is not None, more)
    return Page(rows, last if has_next else None, first if has_previous else None)
