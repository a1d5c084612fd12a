"""The shipped code lists as files: read and checked without a database.

One CSV per list in `data/`. Columns: `code`, one per language (`en` and `fr` always), and where needed `parent`,
`heading` (1: groups codes, nobody picks it), `valid_from`, `valid_to`, `source` (else the list's own), `ids_value`,
`aliases` (separated by semicolons) and the facts of the list. The order of the lines is the order on the screen.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import airportsdata

from aircop.reference.models.periods import BEGINNING
from aircop.reference.words import search_text

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "ar", "es", "pt")
COMMON = {"code", "parent", "heading", "valid_from", "valid_to", "source", "ids_value", "aliases", *LANGUAGES}
FACTS = {
    "unit": {"dimension"},
    "substance": {"group", "subgroup", "nps_group", "schedules"},
    "country": {"alpha3", "sub_region"},
}


class BadSeed(ValueError):
    """A seed file that cannot be loaded: where (file and line), and what is wrong there."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"{where}: {fault}")


@dataclass(frozen=True, slots=True)
class SeedList:
    """A list as shipped."""

    name: str
    source: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class SeedCode:
    """A code as shipped; `facts` are the columns that only its list has."""

    code_list: str
    code: str
    parent: str
    sort_order: int
    selectable: bool
    source: str
    ids_value: str
    valid_from: date
    valid_to: date | None
    labels: dict[str, str]
    aliases: tuple[str, ...]
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class SeedSchedule:
    """A convention's control of a substance in a period."""

    schedule: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SeedControl:
    """One country's control of a substance in a period, and the law."""

    substance: str
    country: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class SeedFactor:
    """A conversion factor as shipped."""

    unit: str
    substance: str
    group: str
    sub_region: str
    grams: Decimal
    version: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class SeedAirport:
    """An airport of the open list, with our corrections."""

    iata: str
    icao: str
    name: str
    city: str
    country_id: str
    latitude: Decimal
    longitude: Decimal
    timezone: str
    kind: str
    search_text: str


def read_lists() -> list[SeedList]:
    """Return the lists in the order of the file."""
    return [
        SeedList(row["name"], row["source"], {language: row[language] for language in ("en", "fr")})
        for _, row in _lines("lists")
    ]


def read_codes(code_list: SeedList) -> list[SeedCode]:
    """Return the codes of a list, in its order; raise `BadSeed` where a line cannot be right."""
    allowed = COMMON | FACTS.get(code_list.name, set())
    codes: list[SeedCode] = []
    for number, row in _lines(code_list.name):
        where = f"{code_list.name}.csv:{number}"
        if unknown := set(row) - allowed:
            raise BadSeed(where, f"unknown columns {sorted(unknown)}")
        if not (row["code"] and row["en"] and row["fr"]):
            raise BadSeed(where, "a code needs its text and a label in English and French")
        codes.append(_code(code_list, number, row, where))
    _check(f"{code_list.name}.csv", codes)
    return codes


def _check(file: str, codes: list[SeedCode]) -> None:
    """Refuse a code that stands twice, and a parent that is not there."""
    known = {code.code for code in codes}
    if len({(code.code, code.valid_from) for code in codes}) < len(codes):
        raise BadSeed(file, "the same code begins twice on one day")
    for code in codes:
        if code.parent and code.parent not in known:
            raise BadSeed(file, f"{code.code} has the unknown parent {code.parent}")


def _code(code_list: SeedList, number: int, row: dict[str, str], where: str) -> SeedCode:
    return SeedCode(
        code_list=code_list.name,
        code=row["code"],
        parent=row.get("parent", ""),
        sort_order=number,
        selectable=row.get("heading", "") != "1",
        source=row.get("source", "") or code_list.source,
        ids_value=row.get("ids_value", ""),
        valid_from=_day(row.get("valid_from", ""), where) or BEGINNING,
        valid_to=_day(row.get("valid_to", ""), where),
        labels={language: row[language] for language in LANGUAGES if row.get(language)},
        aliases=tuple(dict.fromkeys(alias.strip() for alias in row.get("aliases", "").split(";") if alias.strip())),
        facts={name: row[name] for name in FACTS.get(code_list.name, set())},
    )


def read_schedules(text: str) -> list[SeedSchedule]:
    """Return the schedules of a substance, written `N61-I;N61-IV:1964-12-13..2020-12-01`; either day may be missing."""
    schedules: list[SeedSchedule] = []
    for part in filter(None, text.split(";")):
        schedule, _, period = part.partition(":")
        start, _, end = period.partition("..")
        schedules.append(SeedSchedule(schedule, _day(start, part) or BEGINNING, _day(end, part)))
    return schedules


def read_national_controls() -> list[SeedControl]:
    """Return what countries control by their own law, each row with the law that says so.

    Only what was read in a public source stands here: a country without a row is not a country without a law.
    """
    return [
        SeedControl(
            substance=row["substance"],
            country=row["country"],
            valid_from=_day(row["valid_from"], f"national_control.csv:{number}") or BEGINNING,
            valid_to=_day(row["valid_to"], f"national_control.csv:{number}"),
            source=row["source"],
        )
        for number, row in _lines("national_control")
    ]


def read_factors() -> list[SeedFactor]:
    """Return the conversion factors."""
    return [
        SeedFactor(
            unit=row["unit"],
            substance=row["substance"],
            group=row["group"],
            sub_region=row["sub_region"],
            grams=_number(row["grams"], f"factors.csv:{number}"),
            version=row["version"],
            valid_from=_day(row["valid_from"], f"factors.csv:{number}") or BEGINNING,
            valid_to=_day(row["valid_to"], f"factors.csv:{number}"),
            source=row["source"],
        )
        for number, row in _lines("factors")
    ]


def read_airports() -> list[SeedAirport]:
    """Return every airport with an IATA code: the package's rows, corrected by `airport.csv` where it says more."""
    corrections = {row["iata"]: row for _, row in _lines("airport")}
    return [_airport(row, corrections.get(iata, {})) for iata, row in sorted(airportsdata.load("IATA").items())]


def _airport(row: airportsdata.Airport, correction: dict[str, str]) -> SeedAirport:
    name = correction.get("name") or row["name"]
    city = correction.get("city") or row["city"]
    known_by = (row["iata"], row["icao"], city, row["city"], name, row["name"])
    return SeedAirport(
        iata=row["iata"],
        icao=row["icao"],
        name=name,
        city=city,
        country_id=row["country"],
        latitude=Decimal(str(row["lat"])).quantize(Decimal("0.00001")),
        longitude=Decimal(str(row["lon"])).quantize(Decimal("0.00001")),
        timezone=row["tz"],
        kind=correction.get("kind") or _kind(name),
        search_text=search_text(*known_by),
    )


def _kind(name: str) -> str:
    """Guess the kind from the name, which is all that the open list tells; empty where it tells nothing."""
    if "International" in name or name.endswith(" Intl"):
        return "international"
    return "heliport" if "Heliport" in name or "Seaplane" in name else ""


def _lines(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the lines of a file with their number; the header is line 1."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            where = f"{name}.csv:{number}"
            if None in row or None in row.values():
                raise BadSeed(where, "more or fewer values than columns")
            yield number, {column: value.strip() for column, value in row.items()}


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadSeed(where, f"{text!r} is not a day (YYYY-MM-DD)") from error


def _number(text: str, where: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise BadSeed(where, f"{text!r} is not a number") from error
