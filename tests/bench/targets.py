"""What was aimed at, held against what was found. Ratios of one run; milliseconds only where the aim is one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.bench.case_files import PARTS, beside_one_list
from tests.bench.cases import HALF, NAMERS, PERSONS, SEARCHERS, SEARCHES, THOUSANDTH, Key
from tests.bench.client import Times
from tests.bench.ground import cases_beside, persons_among
from tests.bench.servers import LEAN, OURS

type Probes = Mapping[int, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Target:
    """One aim: a figure and its bound."""

    name: str
    found: float
    bound: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.found >= self.bound if self.at_least else self.found <= self.bound


@dataclass(frozen=True)
class Results:
    """Everything that a run found."""

    sizes: Sequence[int]
    times: Mapping[Key, Times]
    rates: Mapping[Key, float]
    probes: Probes
    case_probes: Probes
    starts: Mapping[str, float]

    def p50(self, case: str, records: int, side: str = OURS, reader: str = HALF) -> float:
        """Return a median."""
        return self.times[Key(case, records, side, reader)].p50

    @property
    def readers(self) -> list[str]:
        """The readers in the order in which they were measured."""
        return [
            key.reader for key in self.times if key.case == "list" and key.side == OURS and key.records == self.sizes[0]
        ]


def targets(found: Results) -> list[Target]:
    """Return every aim with what was found."""
    return [
        *_lists(found),
        *_searches(found),
        *_persons(found),
        *_growth(found),
        *_writes(found),
        *_probed(found),
        *_spread(found),
        *_other(found),
        *_cases(found),
    ]


def _lists(found: Results) -> Iterator[Target]:
    for size in found.sizes:
        floor = found.p50("list", size, LEAN)
        for reader in found.readers:
            yield Target(
                f"list of 100, {reader}, {size:,}, times lean", found.p50("list", size, reader=reader) / floor, 5
            )
        ratio = found.p50("list", size, reader=THOUSANDTH) / found.p50("list", size)
        yield Target(f"list, reader of 0.1 % / of half, {size:,}", ratio, 1.5)
        ratio = found.p50("deepest page", size) / found.p50("first page", size)
        yield Target(f"deepest / first page, {size:,}", ratio, 1.2)
        yield Target(f"detail, {size:,}, times lean", found.p50("detail", size) / found.p50("detail", size, LEAN), 8)


def _searches(found: Results) -> Iterator[Target]:
    """A search costs no more than two details, and hardly more among many records than among few."""
    for reader in SEARCHERS:
        for name in SEARCHES:
            for size in found.sizes:
                ratio = found.p50(name, size, reader=reader) / found.p50("detail", size)
                yield Target(f"{name}, {reader}, {size:,}, times detail", ratio, 2)
            for few, many in pairwise(found.sizes):
                ratio = found.p50(name, many, reader=reader) / found.p50(name, few, reader=reader)
                yield Target(f"{name}, {reader}: growth {few:,} to {many:,}", ratio, 1.3)


def _persons(found: Results) -> Iterator[Target]:
    """A person is found in the time of a few details, among many hardly later than among few."""
    for reader in NAMERS:
        for name in PERSONS:
            for size in found.sizes:
                ratio = found.p50(name, size, reader=reader) / found.p50("detail", size)
                yield Target(f"{name}, {reader}, {persons_among(size):,} persons, times detail", ratio, 8)
            for few, many in pairwise(found.sizes):
                if persons_among(few) < persons_among(many):
                    ratio = found.p50(name, many, reader=reader) / found.p50(name, few, reader=reader)
                    yield Target(f"{name}, {reader}: growth {few:,} to {many:,}", ratio, 2)


def _growth(found: Results) -> Iterator[Target]:
    """Compare only pages that are as full in both."""
    for few, many in pairwise(found.sizes):
        for reader in found.readers:
            if found.probes[few][reader]["rows"] != found.probes[many][reader]["rows"]:
                continue
            ratio = found.p50("list", many, reader=reader) / found.p50("list", few, reader=reader)
            yield Target(f"list, {reader}: growth {few:,} to {many:,}", ratio, 1.15)


def _writes(found: Results) -> Iterator[Target]:
    for size in found.sizes:
        yield Target(
            f"create, {size:,}, times lean",
            found.p50("create", size, OURS, "officer") / found.p50("create", size, LEAN, "officer"),
            5,
        )
        saved = found.p50("full save", size, OURS, "officer") / found.p50("create", size, LEAN, "officer")
        yield Target(f"full save (four requests), {size:,}, times four lean creates", saved / 4, 5)
        rate = found.rates[Key("create, four clients", size, OURS, "officers")]
        yield Target(f"creates a second, four clients, {size:,}", rate, 100, at_least=True)


def _probed(found: Results) -> Iterator[Target]:
    for size, readers in found.probes.items():
        every = list(readers.values())
        yield Target(f"queries of a list, {size:,}", max(each["list_queries"] for each in every), 12)
        yield Target(f"queries of a detail, {size:,}", max(each["detail_queries"] for each in every), 15)
        yield Target(f"queries of a search of persons, {size:,}", max(each["person_queries"] for each in every), 15)
        yield Target(f"queries of 100 rows more than of 10, {size:,}", _more_queries(every), 0)
        yield Target(f"sequential scans of seizures, {size:,}", sum(each["sequential_scans"] for each in every), 0)
        for reader, each in readers.items():
            yield Target(f"SQL of a list, {reader}, {size:,}: ms", each["list_sql_ms"], 50)


def _more_queries(every: Sequence[Mapping[str, Any]]) -> float:
    return float(max(each["list_queries"] - each["list_queries_of_ten"] for each in every))


def _cases(found: Results) -> Iterator[Target]:
    for size, readers in found.case_probes.items():
        every, cases = list(readers.values()), cases_beside(size)
        for part in PARTS:
            ratio = beside_one_list(dict(found.times), part, cases)
            yield Target(f"{part}, member of twelve agencies / reader of one list, {cases:,}", ratio, 1.5)
        for name in ("list", "detail"):
            yield Target(f"queries of a {name} of cases, {cases:,}", max(each[f"{name}_queries"] for each in every), 12)
        yield Target(f"queries of 100 cases more than of 10, {cases:,}", _more_queries(every), 0)
        yield Target(f"sequential scans of cases, {cases:,}", sum(each["sequential_scans"] for each in every), 0)
        for reader, each in readers.items():
            yield Target(f"SQL of a list of cases, {reader}, {cases:,}: ms", each["list_sql_ms"], 50)


def _spread(found: Results) -> Iterator[Target]:
    for key, times in found.times.items():
        if key.side == OURS and key.case in ("list", "detail"):
            yield Target(f"p95 / p50 of {key.case}, {key.reader}, {key.records:,}", times.p95 / times.p50, 2)


def _other(found: Results) -> Iterator[Target]:
    for size in found.sizes:
        yield Target(f"rows a second of a pull, {size:,}", found.rates[Key("pull", size, OURS)], 7_500, at_least=True)
        yield Target(f"largest web worker, {size:,}: MiB", found.rates[Key("memory", size, OURS)], 90)
