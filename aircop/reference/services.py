"""Bringing the shipped code lists, airports and factors into the database.

Run by the operator after each release (`manage.py load_reference`), before anybody signs in: there is no actor, and
nothing of a record is touched. Loading again changes nothing. Rows that the files do not know (an agency's own codes)
are left alone, and no code is ever lost: one that ends gets a last day in its file.

What the platform's administrator said on the pages of the lists stays: labels worded here are kept, a code ends on the
earlier of the day said here and the day shipped, and a code that was added here and is shipped later becomes the
shipped one with both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models, transaction

from aircop.reference import seed
from aircop.reference.models import (
    Airport,
    Code,
    CodeAlias,
    CodeLabel,
    CodeList,
    CodeListLabel,
    ConversionFactor,
    Country,
    Substance,
    SubstanceSchedule,
    Unit,
)

LOCK = 0x72656665
"""Key of the advisory lock that keeps writers of the lists apart: loads, and the pages of the administrator."""

BATCH = 2_000

type Row = Mapping[str, Any]
type CodeKey = tuple[str, str, Any]


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of one list or table: as shipped, added by this load, changed by it."""

    shipped: int
    added: int
    changed: int


@dataclass(slots=True)
class LoadResult:
    """What a load did, per list (codes) and per table (the rest)."""

    lists: dict[str, int] = field(default_factory=dict)
    tables: dict[str, Count] = field(default_factory=dict)

    @property
    def changed_anything(self) -> bool:
        """Say whether the database was behind the files."""
        return any(count.added or count.changed for count in self.tables.values())


def lock_lists() -> None:
    """Wait until nobody else writes the lists, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def load_reference() -> LoadResult:
    """Bring every shipped row in, set-based and in one transaction; raise `seed.BadSeed` for a faulty file."""
    lock_lists()
    result = LoadResult()
    lists = seed.read_lists()
    codes = {shipped.name: seed.read_codes(shipped) for shipped in lists}
    result.lists = {name: len(rows) for name, rows in codes.items()}
    every = [code for rows in codes.values() for code in rows]
    _load_lists(result, lists)
    ids = _load_codes(result, every)
    _load_facts(result, codes, ids)
    _sync(result, ConversionFactor, FACTOR_KEY, [asdict(factor) for factor in seed.read_factors()])
    _sync(result, Airport, ("iata",), [asdict(airport) for airport in seed.read_airports()])
    return result


NATIONAL = "NAT"
FACTOR_KEY = ("unit", "substance", "group", "sub_region", "valid_from")


def _load_lists(result: LoadResult, lists: Sequence[seed.SeedList]) -> None:
    _sync(result, CodeList, ("name",), [{"name": shipped.name, "source": shipped.source} for shipped in lists])
    labels = [
        {"code_list_id": shipped.name, "language": language, "label": label}
        for shipped in lists
        for language, label in shipped.labels.items()
    ]
    _sync(result, CodeListLabel, ("code_list_id", "language"), labels)


def _load_codes(result: LoadResult, codes: Sequence[seed.SeedCode]) -> dict[CodeKey, int]:
    """Load codes, parents before children, then labels and aliases; return the ids of the rows."""
    key = ("code_list_id", "code", "valid_from")
    depth = _depths(codes)
    said = _said_here(codes)
    ids: dict[CodeKey, int] = {}
    for level in range(max(depth.values(), default=0) + 1):
        rows = [_code_row(code, ids, said) for code in codes if depth[code.code_list, code.code] == level]
        _sync(result, Code, key, rows)
        ids = {(name, code, start): pk for pk, name, code, start in Code.objects.values_list("pk", *key)}
    of = {id(code): ids[code.code_list, code.code, code.valid_from] for code in codes}
    labels = [
        {"code_id": of[id(code)], "language": language, "label": words, "local": language in kept}
        for code in codes
        for kept in (said.labels.get((code.code_list, code.code, code.valid_from), {}),)
        for language, words in (code.labels | kept).items()
    ]
    _sync(result, CodeLabel, ("code_id", "language"), labels)
    aliases = [{"code_id": of[id(code)], "alias": alias} for code in codes for alias in code.aliases]
    _sync(result, CodeAlias, ("code_id", "alias"), aliases)
    return ids


@dataclass(slots=True)
class _Said:
    """What was said here about shipped codes: their last days, and labels by language."""

    ends: dict[CodeKey, date] = field(default_factory=dict)
    labels: dict[CodeKey, dict[str, str]] = field(default_factory=dict)


def _said_here(codes: Iterable[seed.SeedCode]) -> _Said:
    """Return what was said here; a row added here gives way to the shipped code that counts on the same days.

    Two rows of one code may not overlap: the added one is taken out, and what it said goes to the shipped one.
    """
    said = _Said()
    marked = models.Q(ended_here__isnull=False) | models.Q(labels__local=True) | models.Q(local=True)
    for row in Code.objects.filter(marked).distinct().prefetch_related("labels"):
        start, labels = row.valid_from, {each.language: each.label for each in row.labels.all() if each.local}
        if row.local:
            shipped = [code for code in codes if _same_days(row, code)]
            if not shipped:
                continue
            start = max(code.valid_from for code in shipped)
            row.delete()
        key = (row.code_list_id, row.code, start)
        said.labels[key] = labels
        if row.ended_here:
            said.ends[key] = row.ended_here
    return said


def _same_days(row: Code, code: seed.SeedCode) -> bool:
    """Say whether a shipped code is that of a row, and both count on some day."""
    same = (row.code_list_id, row.code) == (code.code_list, code.code)
    return same and row.valid_from <= (code.valid_to or date.max) and code.valid_from <= (row.valid_to or date.max)


def _depths(codes: Iterable[seed.SeedCode]) -> dict[tuple[str, str], int]:
    """Return how many parents stand above each code."""
    parents = {(code.code_list, code.code): code.parent for code in codes}
    depths: dict[tuple[str, str], int] = {}
    for name, code in parents:
        line, file = [code], f"{name}.csv"
        while parent := parents[name, line[-1]]:
            if parent in line:
                raise seed.BadSeed(file, f"{code} stands above itself")
            line.append(parent)
        depths[name, code] = len(line) - 1
    return depths


def _code_row(code: seed.SeedCode, ids: Mapping[CodeKey, int], said: _Said) -> Row:
    ended = said.ends.get((code.code_list, code.code, code.valid_from))
    return {
        "code_list_id": code.code_list,
        "code": code.code,
        "parent_id": _parent_id(code, ids),
        "sort_order": code.sort_order,
        "selectable": code.selectable,
        "source": code.source,
        "ids_value": code.ids_value,
        "valid_from": code.valid_from,
        "valid_to": min(filter(None, (ended, code.valid_to)), default=None),
        "ended_here": ended,
    }


def _parent_id(code: seed.SeedCode, ids: Mapping[CodeKey, int]) -> int | None:
    """Return the latest row of the parent that began no later than the code."""
    rows = [
        (start, pk)
        for (name, parent, start), pk in ids.items()
        if name == code.code_list and parent == code.parent and start <= code.valid_from
    ]
    return max(rows)[1] if rows else None


def _load_facts(result: LoadResult, codes: Mapping[str, Sequence[seed.SeedCode]], ids: Mapping[CodeKey, int]) -> None:
    """Load what only units, countries and substances have."""

    def rows(name: str) -> list[tuple[int, seed.SeedCode]]:
        return [(ids[code.code_list, code.code, code.valid_from], code) for code in codes[name]]

    units = [{"code_id": pk, "dimension": code.facts["dimension"]} for pk, code in rows("unit")]
    _sync(result, Unit, ("code_id",), units)
    countries = [{"alpha2": code.code, "code_id": pk, **code.facts} for pk, code in rows("country")]
    _sync(result, Country, ("alpha2",), countries)
    names = ("group", "subgroup", "nps_group")
    substances = [{"code_id": pk, **{name: code.facts[name] for name in names}} for pk, code in rows("substance")]
    _sync(result, Substance, ("code_id",), substances)
    sources = {code.code: code.source for code in codes["schedule"]}
    schedules: list[Row] = [
        {"substance_id": pk, "country_id": None, "source": sources[row.schedule], **asdict(row)}
        for pk, code in rows("substance")
        for row in seed.read_schedules(code.facts["schedules"])
    ]
    known = {code.code: pk for pk, code in rows("substance")}
    schedules += [_national(row, known) for row in seed.read_national_controls()]
    _sync(result, SubstanceSchedule, ("substance_id", "schedule", "country_id", "valid_from"), schedules)


def _national(row: seed.SeedControl, substances: Mapping[str, int]) -> Row:
    if row.substance not in substances:
        raise seed.BadSeed("national_control.csv", f"there is no substance {row.substance}")
    return {
        "substance_id": substances[row.substance],
        "country_id": row.country,
        "source": row.source,
        "schedule": NATIONAL,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _sync(result: LoadResult, model: type[models.Model], key: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert the rows that the table lacks and rewrite those that differ; `key` names a row, and is unique."""
    fields = tuple(rows[0])
    place = [fields.index(name) for name in key]
    existing = {
        tuple(values[index] for index in place): values for values in model._default_manager.values_list(*fields)
    }
    added: list[models.Model] = []
    changed: list[models.Model] = []
    for row in rows:
        values = tuple(row.values())
        known = existing.get(tuple(values[index] for index in place))
        if known is None:
            added.append(model(**row))
        elif known != values:
            changed.append(model(**row))
    manager = model._default_manager
    rest = [name for name in fields if name not in key]
    # Changed first: a row that ends makes room for the one that follows it.
    if changed:
        manager.bulk_create(changed, BATCH, update_conflicts=True, unique_fields=key, update_fields=rest)
    manager.bulk_create(added, BATCH)
    name = model._meta.db_table.removeprefix("reference_")
    before = result.tables.get(name, Count(0, 0, 0))
    result.tables[name] = Count(before.shipped + len(rows), before.added + len(added), before.changed + len(changed))
