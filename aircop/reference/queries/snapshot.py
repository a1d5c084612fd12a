"""The code lists in the memory of the process: read whole in a few queries, read again when the edition changes.

There are some hundreds of codes and every page shows dozens of labels, so no page asks the database for one. At most
each REFERENCE_CHECK_SECONDS (1 second) the next reader compares the edition's stamp; tests may set it high.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from aircop.reference import models
from aircop.reference.factors import Factor, FactorTable
from aircop.reference.words import fold, words

FALLBACK = "en"


def today() -> date:
    """Return the day in UTC: lists change at midnight UTC for everybody."""
    return timezone.now().date()


def reader_language(language: str | None) -> str:
    """Return the language asked for, or the reader's."""
    return language or get_language() or FALLBACK


def best_label(labels: Mapping[str, str], language: str, default: str) -> str:
    """Return the label in a language, else in its base language (fr for fr-ca), else in English."""
    return labels.get(language) or labels.get(language.partition("-")[0]) or labels.get(FALLBACK) or default


@dataclass(frozen=True, slots=True)
class Entry:
    """A code in one period, with all that is known about it."""

    code_list: str
    code: str
    parent: str
    selectable: bool
    source: str
    ids_value: str
    valid_from: date
    valid_to: date | None
    owner_agency_id: UUID | None
    labels: Mapping[str, str]
    aliases: tuple[str, ...]

    def label(self, language: str | None = None) -> str:
        """Return the label in a language (default: the reader's)."""
        return best_label(self.labels, reader_language(language), self.code)

    def counts_on(self, day: date) -> bool:
        """Say whether the code may be picked for that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Haystack:
    """What a code is found by, folded."""

    entry: Entry
    code: str
    aliases: tuple[str, ...]
    alias_words: tuple[str, ...]
    label_words: Mapping[str, tuple[str, ...]]


class Vocabulary:
    """One list: entries in their order, and what is derived from them when first asked for."""

    def __init__(self, name: str, titles: Mapping[str, str], entries: Iterable[Entry]) -> None:
        self.name = name
        self.titles = titles
        self.entries = tuple(entries)
        self.by_code: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self.by_code[entry.code].append(entry)
        self._labels: dict[str, dict[str, str]] = {}

    def labels(self, language: str) -> Mapping[str, str]:
        """Return code -> label of all entries ever; where a code has several periods, the latest."""
        if language not in self._labels:
            ordered = sorted(self.entries, key=lambda entry: entry.valid_from)
            self._labels[language] = {entry.code: entry.label(language) for entry in ordered}
        return self._labels[language]

    @cached_property
    def haystacks(self) -> tuple[Haystack, ...]:
        """What each code is found by."""
        return tuple(
            Haystack(
                entry,
                fold(entry.code),
                tuple(fold(alias) for alias in entry.aliases),
                tuple(word for alias in entry.aliases for word in words(alias)),
                {language: words(label) for language, label in entry.labels.items()},
            )
            for entry in self.entries
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """Control of a substance in a period; no country: by an international convention."""

    schedule: str
    country: str | None
    valid_from: date
    valid_to: date | None
    source: str = ""

    def counts(self, day: date, country: str | None) -> bool:
        """Say whether it controls the substance on a day: everywhere, or in the country named."""
        within = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return within and self.country in {None, country}


@dataclass
class Snapshot:
    """All lists as of one edition."""

    stamp: UUID | None
    vocabularies: dict[str, Vocabulary]
    factors: FactorTable
    groups: dict[str, str] = field(default_factory=dict)
    schedules: dict[str, list[Schedule]] = field(default_factory=dict)
    sub_regions: dict[str, str] = field(default_factory=dict)

    @cached_property
    def airports(self) -> dict[str, tuple[str, str]]:
        """IATA code -> (city or name, time zone) of every airport, read when first asked for."""
        rows = models.Airport.objects.values_list("iata", "city", "name", "timezone")
        return {iata: (city or name, zone) for iata, city, name, zone in rows}


def read() -> Snapshot:
    """Return the lists as they stand in the database (8 queries)."""
    stamp = models.Edition.objects.values_list("stamp", flat=True).first()
    vocabularies = _read_vocabularies()
    groups = dict(models.Substance.objects.values_list("code__code", "group"))
    regions = vocabularies["sub_region"].labels(FALLBACK) if "sub_region" in vocabularies else {}
    schedules: dict[str, list[Schedule]] = defaultdict(list)
    for row in models.SubstanceSchedule.objects.order_by("schedule").select_related("substance__code"):
        period = (row.valid_from, row.valid_to)
        schedules[row.substance.code.code].append(Schedule(row.schedule, row.country_id, *period, row.source))
    return Snapshot(
        stamp=stamp,
        vocabularies=vocabularies,
        factors=FactorTable(_read_factors(), groups, regions),
        groups=groups,
        schedules=schedules,
        sub_regions=dict(models.Country.objects.values_list("alpha2", "sub_region")),
    )


def _read_factors() -> list[Factor]:
    fields = ("unit", "substance", "group", "sub_region", "grams", "version", "valid_from", "valid_to")
    return [Factor(*row) for row in models.ConversionFactor.objects.values_list(*fields)]


def _read_vocabularies() -> dict[str, Vocabulary]:
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    for name, language, label in models.CodeListLabel.objects.values_list("code_list_id", "language", "label"):
        titles[name][language] = label
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, language, label in models.CodeLabel.objects.values_list("code_id", "language", "label"):
        labels[pk][language] = label
    aliases: dict[int, list[str]] = defaultdict(list)
    for pk, alias in models.CodeAlias.objects.order_by("id").values_list("code_id", "alias"):
        aliases[pk].append(alias)
    entries: dict[str, list[Entry]] = {name: [] for name in titles}
    for code in models.Code.objects.order_by("code_list", "sort_order", "id").select_related("parent"):
        entries.setdefault(code.code_list_id, []).append(_entry(code, labels[code.pk], tuple(aliases[code.pk])))
    return {name: Vocabulary(name, titles[name], found) for name, found in entries.items()}


def _entry(code: models.Code, labels: Mapping[str, str], aliases: tuple[str, ...]) -> Entry:
    return Entry(
        code_list=code.code_list_id,
        code=code.code,
        parent=code.parent.code if code.parent else "",
        selectable=code.selectable,
        source=code.source,
        ids_value=code.ids_value,
        valid_from=code.valid_from,
        valid_to=code.valid_to,
        owner_agency_id=code.owner_agency_id,
        labels=labels,
        aliases=aliases,
    )


class _Held:
    """The snapshot of this process and when it was last compared."""

    snapshot: Snapshot | None = None
    compared_at = 0.0


def current() -> Snapshot:
    """Return the lists, read again if the edition changed since the last look."""
    held, now = _Held.snapshot, time.monotonic()
    if held is not None and now - _Held.compared_at < getattr(settings, "REFERENCE_CHECK_SECONDS", 1.0):
        return held
    if held is None or held.stamp != models.Edition.objects.values_list("stamp", flat=True).first():
        held = read()
    _Held.snapshot, _Held.compared_at = held, now
    return held


def airport_towns() -> Mapping[str, str]:
    """Return IATA code -> town, or name where no town is told, of every airport."""
    return {iata: town for iata, (town, _zone) in current().airports.items()}


def forget() -> None:
    """Drop the snapshot of this process, after a change of the lists here."""
    _Held.snapshot = None


def warm() -> None:
    """Fill the snapshot, airports included, so that the first page does not wait for it."""
    _ = current().airports
