"""What is measured of cases: a member of twelve agencies beside a reader whose one list holds all, and the others."""

from collections.abc import Callable, Sequence
from itertools import cycle

from tests.bench.cases import API, Figures, Key
from tests.bench.client import in_turn
from tests.bench.ground import ONE_LIST, cases_beside, say
from tests.bench.servers import OURS, Pair

TWELVE = "twelve"
CASES = f"{API}cases/?page_size=100"
PARTS = ("list of cases", "detail of a case")


def measure(pairs: Sequence[Pair]) -> Figures:
    """Measure lists of a hundred, and one case, another each time, for each reader in turn."""
    say("cases")
    things: dict[Key, Callable[[], object]] = {}
    for pair in pairs:
        for reader in pair.ground.case_tokens:
            client = pair.client(OURS, reader)
            ids = cycle([row["id"] for row in client.get(CASES)["results"]])
            listed, detail = (Key(part, cases_beside(pair.ground.records), OURS, reader) for part in PARTS)
            things[listed] = lambda c=client: c.raw("GET", CASES)  # type: ignore[misc]
            things[detail] = lambda c=client, i=ids: c.raw("GET", f"{API}cases/{next(i)}/")  # type: ignore[misc]
    return in_turn(things, rounds=12, each=6, budget=240)


def beside_one_list(figures: Figures, part: str, records: int) -> float:
    """Return how many times as long a member of twelve agencies waits as a reader of one list."""
    return figures[Key(part, records, OURS, TWELVE)].p50 / figures[Key(part, records, OURS, ONE_LIST)].p50
