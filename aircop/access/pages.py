"""Pages of protected records at a cost of O(page), for a reader of one list or of three thousand.

The newest rows of a reader's lists are merged by lateral joins: a few rows of every list first, then more of those
lists alone that may still hold rows of the page. A reader of very many lists takes the ordered scan, but only down to
the horizon (the time of the 5,000th next row: a LIMIT does not bound a scan under a policy), and the merge for what
is missing. Both were measured against the wall; see `docs/decisions/0012-pages-by-lateral-join.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from aircop.access.models import Protected, ProtectedQuerySet
from aircop.paging import Mark, Page

FEW_LISTS = 4_000
HORIZON = 5_000
ORDERS = ("occurred_at", "recorded_at", "last_at")

# The reader's lists: roots, and lists of single records whose root the reader does not hold: the others may be tens of
# thousands, and are passed over in the index of grants. `share` is how many rows each list gives at first: twice its
# part of the page, so that mostly no list has to be asked again.
HELD = """
WITH roots AS MATERIALIZED (
  {of_groups} AND content_object_id = root_id UNION {of_person} AND content_object_id = root_id
), held AS MATERIALIZED (
  SELECT id, true AS is_root FROM roots
  UNION ALL SELECT id, false FROM (
    {of_groups} AND content_object_id <> root_id AND root_id NOT IN (SELECT id FROM roots)
    UNION {of_person} AND content_object_id <> root_id AND root_id NOT IN (SELECT id FROM roots)) single
), counted AS MATERIALIZED (
  SELECT count(*) AS lists, LEAST({size}, 2 * {size} / GREATEST(count(*), 1) + 1) AS share FROM held
)
"""
OF_GROUPS = """SELECT content_object_id AS id FROM access_listgroupgrant
   WHERE group_id = ANY (%s) AND (expires_at IS NULL OR expires_at > statement_timestamp())"""
OF_PERSON = """SELECT content_object_id FROM access_listusergrant
   WHERE user_id = %s AND (expires_at IS NULL OR expires_at > statement_timestamp())"""
# `bar` is the last row of the page as far as the first look tells; `again` are the lists that gave all they were asked
# for and may hold rows before the bar.
MERGED = """
{held}, first AS MATERIALIZED ({first}
), bar AS MATERIALIZED (
  SELECT value, id FROM first ORDER BY value {way}, id {way} OFFSET {size} - 1 LIMIT 1
), last AS (
  SELECT DISTINCT ON (list) list, is_root, value, id, count(*) OVER (PARTITION BY list) AS given
    FROM first ORDER BY list, value {back}, id {back}
), again AS MATERIALIZED (
  SELECT * FROM last WHERE given = (SELECT share FROM counted)
     AND NOT EXISTS (SELECT FROM bar WHERE (bar.value, bar.id) {before} (last.value, last.id))
)
SELECT (SELECT lists FROM counted), ARRAY(
  SELECT id FROM (SELECT value, id FROM first UNION ALL {more}) found
   ORDER BY value {way}, id {way} LIMIT {size})
"""
# Stands in the statement that reads one list until each look writes its own condition there.
PLACE = "'of this list, beyond this row' IS NOT NULL"
PARTS = (("root_list_id", "is_root"), ("access_list_id", "NOT is_root"))


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
        # The redundant first bound lets the index start at the place.
        word = "lt" if self.descending else "gt"
        bound = Q(**{f"{self.field}__{word}e": self.start.value})
        same = Q(**{self.field: self.start.value, f"id__{word}": self.start.id})
        return queryset.filter(bound, Q(**{f"{self.field}__{word}": self.start.value}) | same)

    def upto[M: Protected](self, queryset: ProtectedQuerySet[M], value: Any) -> ProtectedQuerySet[M]:
        """Keep what lies no further than a value of the field."""
        return queryset.filter(**{f"{self.field}__{'gte' if self.descending else 'lte'}": value})

    def sort[M: Protected](self, queryset: ProtectedQuerySet[M]) -> ProtectedQuerySet[M]:
        """Order the rows along the direction."""
        sign = "-" if self.descending else ""
        return queryset.order_by(f"{sign}{self.field}", f"{sign}id")

    @property
    def words(self) -> dict[str, str]:
        """The words of SQL that say the direction."""
        down = {"way": "DESC", "back": "ASC", "before": ">=", "beyond": "<"}
        return down if self.descending else {"way": "ASC", "back": "DESC", "before": "<=", "beyond": ">"}


def _merged[M: Protected](queryset: ProtectedQuerySet[M], scan: Scan, most: int) -> tuple[int, list[UUID]]:
    """Return how many lists the reader holds, and the ids of the first rows on them; none if the lists are too many."""
    reader = queryset.reader
    if reader is None:
        message = "Start the page from visible_to(actor)."
        raise ValueError(message)
    rows = scan.sort(scan.narrow(queryset.on_held_lists())).values_list(scan.field, "id")
    try:
        one, params = rows.filter(RawSQL(PLACE, [], BooleanField())).query.sql_with_params()  # noqa: S611  our own text
    except EmptyResultSet:  # a filter that nothing can pass
        return 0, []
    first, more = _looks(one, queryset.model._meta.db_table, scan, most)
    held = HELD.format(size=scan.size, of_groups=OF_GROUPS, of_person=OF_PERSON)
    sql = MERGED.format(held=held, first=first, more=more, size=scan.size, **scan.words)
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(sql, [*[sorted(reader.groups), reader.subject_id] * 2, *params * 4])
        lists, ids = cursor.fetchone()
    return lists, ids


def _looks(one: str, table: str, scan: Scan, most: int) -> tuple[str, str]:
    """Return the statements of both looks, made of the statement that reads one list, which holds `PLACE`."""
    first, more, sign = [], [], scan.words["beyond"]
    value = f'"{table}"."{scan.field}"'
    beyond = f'{value} {sign}= again.value AND ({value}, "{table}".id) {sign} (again.value, again.id)'
    for column, kind in PARTS:
        top = one.replace(PLACE, f'"{table}"."{column}" = held.id')
        rest = one.replace(PLACE, f'"{table}"."{column}" = again.list AND {beyond}')
        first.append(
            f"SELECT held.id AS list, is_root, t.* FROM held CROSS JOIN LATERAL ("  # noqa: S608  our own text
            f"{top} LIMIT (SELECT share FROM counted)) AS t(value, id) "
            f"WHERE {kind} AND (SELECT lists FROM counted) <= {most}"
        )
        more.append(
            f"SELECT t.* FROM again CROSS JOIN LATERAL ("  # noqa: S608  our own text
            f"{rest} LIMIT {scan.size}) AS t(value, id) WHERE {kind}"
        )
    return " UNION ALL ".join(first), " UNION ALL ".join(more)


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
    if queryset.finder is not None and queryset.finder.needed:
        start = (scan.start.value, scan.start.id) if scan.start else None
        return queryset.finder.ids(
            queryset.db, field=scan.field, descending=scan.descending, start=start, size=scan.size
        )
    lists, ids = _merged(queryset, scan, FEW_LISTS)
    if lists <= FEW_LISTS:
        return ids
    horizon = _horizon(queryset, scan)
    near = scan.sort(scan.narrow(queryset))
    found = list((near if horizon is None else scan.upto(near, horizon)).values_list("id", flat=True)[: scan.size])
    if len(found) == scan.size or horizon is None:
        return found
    return _merged(queryset, scan, 2 * lists)[1]


def _rows[M: Protected](queryset: ProtectedQuerySet[M], ids: Sequence[UUID]) -> list[M]:
    fetched = queryset.model._default_manager.using(queryset.db).filter(pk__among=ids)
    fetched.query.select_related = queryset.query.select_related
    fetched.query.deferred_loading = queryset.query.deferred_loading
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

    `order` is `occurred_at`, `recorded_at` or `last_at`, with `-` for newest first; `after` and `before` are marks of
    an earlier page, at most one of them. Raises ValueError on another order, and on both marks.
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
