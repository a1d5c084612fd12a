"""What is measured: each case is done on every ground and side in turn."""

import base64
import json
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.bench.bodies import ARREST, IDENTITY, PERSON, QUICK, WHOLE, body
from tests.bench.client import Client, Times, in_turn
from tests.bench.ground import say
from tests.bench.servers import LEAN, OURS, Pair

API = "/api/v1/"
LIST = f"{API}seizures/?page_size=100"
# A word of one record, one of a fifth of them, one that the reader finds nowhere, and as many filters as one asks.
SEARCHES = {
    "search, rare word": "q=000777",
    "search, common word": "q=cocaine",
    "search, two words": "q=abidjan+cocaine",
    "search, no hit": "q=abidjan+fentanyl",
    "list, incomplete": "incomplete=court",
    "list, below a score": "completeness_below=60",
    "list, all filters": "status=verified,locked&direction=OUT&conveyance=PAX&commodity=DRG&drug_group=COC&form=powder"
    "&concealment=BAGGAGE&detection=XRB&place=CHK&arrests=true&kg_from=1&kg_to=50&occurred_from=2020-01-01",
}
HALF, THOUSANDTH, SINGLES, TWELVE = "half", "thousandth", "single_shares", "twelve"
SEARCHERS = (HALF, THOUSANDTH, SINGLES)
# Persons by name, among those whose identities the reader sees: a name of few, of many, of many in another spelling and
# in another script, and a document that nobody carries.
PERSONS = {
    "person, rare name": {"name": "Kwasusho"},
    "person, common name": {"name": "Mohamed Traoré"},
    "person, other spelling": {"name": "Muhamad Koulibaly"},
    "person, other script": {"name": "علي"},
    "person, document": {"document_number": "X0000000"},
}
NAMERS = (TWELVE, THOUSANDTH)
SECONDS_AT_FOUR, TURNS_AT_FOUR = 3.0, 3
PULLED_PAGES = 30


@dataclass(frozen=True, order=True)
class Key:
    """Which figure: the case, the records below it, the side and the reader."""

    case: str
    records: int
    side: str
    reader: str = HALF


type Figures = dict[Key, Times]


def measure(pairs: Sequence[Pair]) -> Figures:
    """Run every case and return its times."""
    figures: Figures = {}
    for case in (lists, deepest, searches, persons, details, creates, saves):
        say(case.__name__)
        figures |= case(pairs)
    return figures


def _each(pairs: Sequence[Pair]) -> list[tuple[Pair, str]]:
    return [(pair, side) for pair in pairs for side in (OURS, LEAN)]


def lists(pairs: Sequence[Pair]) -> Figures:
    """The first hundred, for each reader."""
    things: dict[Key, Callable[[], object]] = {}
    for pair, side in _each(pairs):
        for reader in pair.ground.tokens:
            client = pair.client(side, reader)
            things[Key("list", pair.ground.records, side, reader)] = lambda c=client: c.raw("GET", LIST)  # type: ignore[misc]
    return in_turn(things, rounds=12, each=6, budget=240)


def deepest(pairs: Sequence[Pair]) -> Figures:
    """The last page in the same order beside the first, for the reader of half."""
    things: dict[Key, Callable[[], object]] = {}
    for pair in pairs:
        client = pair.client(OURS, HALF)
        for name, path in (("first page", LIST), ("deepest page", f"{LIST}&cursor={_last(client)}")):
            things[Key(name, pair.ground.records, OURS)] = lambda c=client, p=path: c.raw("GET", p)  # type: ignore[misc]
    return in_turn(things, rounds=12, each=6)


def _last(client: Client) -> str:
    """Return the cursor of the last hundred: the place of the row before them."""
    before = client.get("/api/v1/seizures/?page_size=101&ordering=recorded_at")["results"][100]
    parts = ["-recorded_at", before["recorded_at"], before["id"], "n"]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


def searches(pairs: Sequence[Pair]) -> Figures:
    """Words and filters, for readers of half, of a thousandth, of single shares. There is no lean view for them."""
    things: dict[Key, Callable[[], object]] = {}
    for pair in pairs:
        for reader in SEARCHERS:
            client = pair.client(OURS, reader)
            for name, query in SEARCHES.items():
                path = f"/api/v1/seizures/?page_size=20&ordering=-occurred_at&{query}"
                things[Key(name, pair.ground.records, OURS, reader)] = lambda c=client, p=path: c.raw("GET", p)  # type: ignore[misc]
    return in_turn(things, rounds=12, each=6)


def persons(pairs: Sequence[Pair]) -> Figures:
    """Persons by name and by document, for a reader of two fifths and of a thousandth, each search with its entry."""
    things: dict[Key, Callable[[], object]] = {}
    for pair in pairs:
        for reader in NAMERS:
            client, run, numbers = pair.client(OURS, reader), uuid4().hex, count()
            for name, asked in PERSONS.items():
                told = body({**asked, "purpose": "control"})
                things[Key(name, pair.ground.records, OURS, reader)] = (
                    lambda c=client, t=told, r=run, n=numbers: c.post(f"{API}persons/search/", t, f"{r}-{next(n)}")  # type: ignore[misc]
                )
    return in_turn(things, rounds=12, each=4)


def details(pairs: Sequence[Pair]) -> Figures:
    """One record, another each time."""
    things: dict[Key, Callable[[], object]] = {}
    for pair, side in _each(pairs):
        client = pair.client(side, HALF)
        ids = cycle([row["id"] for row in client.get(LIST)["results"]])
        name = Key("detail", pair.ground.records, side)
        things[name] = lambda c=client, i=ids: c.raw("GET", f"/api/v1/seizures/{next(i)}/")  # type: ignore[misc]
    return in_turn(things, rounds=12, each=15)


def creates(pairs: Sequence[Pair]) -> Figures:
    """One new record with one item, under a key of its own each time."""
    things: dict[Key, Callable[[], object]] = {}
    for pair, side in _each(pairs):
        things[Key("create", pair.ground.records, side, "officer")] = _creator(pair, side, 0)
    return in_turn(things, rounds=10, each=8)


def _creator(pair: Pair, side: str, writer: int) -> Callable[[], object]:
    client, numbers, quick = pair.client(side, f"writer {writer}"), count(), body(QUICK)
    run = uuid4().hex
    return lambda: client.post(f"{API}seizures/", quick, f"{run}-{next(numbers)}")


def saves(pairs: Sequence[Pair]) -> Figures:
    """A whole entry: the record with three items, conveyance and route, a person, who it is, and the arrest."""
    things: dict[Key, Callable[[], object]] = {}
    for pair in pairs:
        things[Key("full save", pair.ground.records, OURS, "officer")] = _saver(pair.client(OURS, "writer 0"))
    return in_turn(things, rounds=10, each=4)


def _saver(client: Client) -> Callable[[], object]:
    run, numbers = uuid4().hex, count()

    def sent(path: str, told: object) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(client.post(API + path, body(told), f"{run}-{next(numbers)}"))
        return answer

    def save() -> None:
        record = sent("seizures/", WHOLE)
        person = sent(f"seizures/{record['id']}/persons/", PERSON)
        sent(f"persons/{person['id']}/identify/", IDENTITY)
        sent(f"persons/{person['id']}/arrests/", ARREST | {"agency": record["lead_agency"]})

    return save


def rates(pairs: Sequence[Pair]) -> dict[Key, float]:
    """Creates a second by four clients of four units at once, the median of three turns."""
    taken: dict[Key, list[float]] = {}
    for _ in range(TURNS_AT_FOUR):
        for pair, side in _each(pairs):
            name = Key("create, four clients", pair.ground.records, side, "officers")
            taken.setdefault(name, []).append(_rate([_creator(pair, side, writer) for writer in range(4)]))
    return {name: statistics.median(each) for name, each in taken.items()}


def _rate(creators: Sequence[Callable[[], object]]) -> float:
    """Let all create as fast as they can for some seconds and return how many a second they were."""
    done: list[float] = []
    end = time.monotonic() + SECONDS_AT_FOUR

    def work(create: Callable[[], object]) -> None:
        while time.monotonic() < end:
            create()
            done.append(time.monotonic())

    threads = [threading.Thread(target=work, args=(create,)) for create in creators]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done) / (max(done) - began)


def pulls(pairs: Sequence[Pair]) -> dict[Key, float]:
    """Rows a second of a full pull by pages of 500, over the first thirty pages."""
    found = {}
    for pair in pairs:
        client = pair.client(OURS, HALF)
        path, rows, began = "/api/v1/seizures/?page_size=500&ordering=recorded_at", 0, time.perf_counter()
        for _ in range(PULLED_PAGES):
            page = json.loads(client.raw("GET", path))
            rows += len(page["results"])
            if page["next"] is None:
                break
            parts = urlsplit(page["next"])
            path = f"{parts.path}?{parts.query}"
        found[Key("pull", pair.ground.records, OURS)] = rows / (time.perf_counter() - began)
    return found


def memory(pairs: Sequence[Pair]) -> dict[Key, float]:
    """The largest worker of ours in MiB, by the memory that it alone accounts for (PSS)."""
    return {
        Key("memory", pair.ground.records, OURS): max(_pss(worker) for worker in pair.workers(OURS)) for pair in pairs
    }


def _pss(process: int) -> float:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
