"""What happens in the demo world: two years of seizures, thrown by seeded dice. Pure: nothing is written here.

The same seed, number and day give the same stories, so that two demos can be compared.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import exp, log
from typing import Any

from aircop.access.roles import Level, Role
from aircop.demo import words
from aircop.demo.details import Details, throw
from aircop.demo.goods import DESTINATIONS, ORIGINS, PATTERNS, Pattern, Weights
from aircop.demo.people import PersonPlan, serving
from aircop.demo.places import NEIGHBOURS, UNITS, UnitPlan
from aircop.reference.queries import airport_name, label
from seizures.enums import Handling, Precision
from seizures.services.found import Found

SEED = 20_261
RECENT = 340  # seizures of the last ninety days, played act by act
PAST = 2_760  # seizures of the two years before them
DAYS, YEARS = 90, 730
# By hour of the day: flights to Europe leave at night.
BUSY_HOURS = (6, 5, 3, 1, 2, 4, 6, 5, 4, 3, 3, 4, 4, 3, 4, 5, 4, 4, 5, 7, 9, 10, 10, 8)
BLANK = {"concealment": 0.30, "place": 0.15, "detection": 0.12, "form": 0.10, "flight": 0.15, "narrative": 0.25}
PLAIN_METHODS = frozenset({"swallowed", "strapped", "ripoff"})  # whoever finds these also says how they were hidden
CARRIERS = ("Q0", "W0", "X0", "Z0")  # no airline has such a code
OPEN_DESK = 4  # the newest stories of a busy unit that still wait for something
BUSY = 9


@dataclass(frozen=True, slots=True)
class SharePlan:
    """A share with one agency, and what becomes of it: "stays", "ends" by its term, or is "revoked"."""

    agency: str
    level: Level
    days: int | None
    with_identities: bool
    reason: str
    fate: str = "stays"


@dataclass(frozen=True, slots=True)
class Act:
    """One step in the life of a seizure."""

    at: datetime
    verb: str
    by: PersonPlan
    words: str = ""
    share: SharePlan | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One seizure: what the officer tells, and the acts that follow."""

    unit: UnitPlan
    author: PersonPlan
    occurred_at: datetime
    facts: dict[str, Any]
    lead_agency: str
    found: Found
    other: str
    details: Details
    acts: tuple[Act, ...] = ()
    twin: bool = False  # the same parcel, written down again by another agency


def tell(*, today: date, seizures: int = RECENT, seed: int = SEED) -> list[Story]:
    """Return the stories of the last months before a day, oldest first. Acts that would lie ahead do not happen."""
    dice = random.Random(seed)  # noqa: S311 - reproducible, nothing secret
    end = datetime.combine(today, time(), UTC)
    found = _incidents(dice, end, seizures, (1, DAYS))
    ranks = _ranks(found)
    shares = _share_fates()
    return [_live(dice, story, ranks[i], shares, end) for i, story in enumerate(found)]


def tell_past(*, today: date, seizures: int = PAST, seed: int = SEED) -> list[Story]:
    """Return the stories of the years before, oldest first, each with the acts that ended it and none shared."""
    dice = random.Random(seed + 2)  # noqa: S311 - reproducible, nothing secret
    end = datetime.combine(today, time(), UTC)
    found = _incidents(dice, end, seizures, (DAYS + 1, YEARS))
    return [replace(story, acts=tuple(_ended(dice, story, end))) for story in found]


def _ended(dice: random.Random, story: Story, end: datetime) -> Iterator[Act]:
    logged = _logged(dice, story, end)
    yield Act(logged, "log", story.author)
    yield from _judged(dice, story, logged)


def _incidents(dice: random.Random, end: datetime, count: int, days: tuple[int, int]) -> list[Story]:
    found = (_incident(dice, end, days) for _ in range(count))
    return sorted(found, key=lambda story: story.occurred_at)


def _pick(dice: random.Random, weights: Weights) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def _incident(dice: random.Random, end: datetime, days: tuple[int, int]) -> Story:
    """Throw one incident: where, when, what, and how it is told."""
    unit = dice.choices(UNITS, [unit.work for unit in UNITS])[0]
    pattern = dice.choices(PATTERNS, [pattern.regions.get(unit.region, 0) for pattern in PATTERNS])[0]
    direction = _pick(dice, pattern.directions)
    origin, other = _route(dice, unit, direction)
    found = _found(dice, pattern)
    author = dice.choice(serving(unit.code, Role.OFFICER))
    own = next(place.agency for place in author.places if place.unit == unit.code)
    lead = own if dice.random() < 0.75 else dice.choice(unit.agencies)  # noqa: PLR2004
    facts = _circumstances(dice, unit, pattern) | {"direction": direction}
    facts["summary"] = _summary(dice, unit, pattern, found, words.way(
        direction, unit.language, origin=airport_name(origin), other=airport_name(other)
    ))  # fmt: skip
    details = throw(dice, unit, facts, found, lead=lead, ends=(origin, other))
    return Story(unit, author, _moment(dice, end, days), facts, lead, found, other, details)


def _route(dice: random.Random, unit: UnitPlan, direction: str) -> tuple[str, str]:
    """Return the airport a transit came from, and the one that the words name."""
    origins = {iata: n for iata, n in ORIGINS[unit.region].items() if iata != unit.airport}
    destinations = {iata: n for iata, n in DESTINATIONS[unit.region].items() if iata != unit.airport}
    origin = _pick(dice, origins)
    return origin, origin if direction == "IN" else _pick(dice, destinations)


def _found(dice: random.Random, pattern: Pattern) -> Found:
    size = exp(dice.uniform(log(pattern.low), log(pattern.high)))  # many small cases, a few large ones
    whole = pattern.basis == "counted" or pattern.unit == "g"
    quantity = Decimal(f"{size:.0f}") if whole else Decimal(f"{size:.2f}")
    concealment = _pick(dice, pattern.concealments) if pattern.concealments else ""
    rare = 0.08 if pattern.text in PLAIN_METHODS else BLANK["concealment"]
    return Found(
        commodity=pattern.commodity,
        substance=pattern.substance,
        quantity=quantity,
        unit=pattern.unit,
        basis="estimated" if dice.random() < 0.06 else pattern.basis,  # noqa: PLR2004
        concealment="" if dice.random() < rare else concealment,
        form="" if dice.random() < BLANK["form"] else pattern.form,
        packages=_packages(dice, pattern, quantity),
    )


def _packages(dice: random.Random, pattern: Pattern, quantity: Decimal) -> int | None:
    if pattern.text == "swallowed":
        return max(1, int(quantity / 12) + dice.randint(-4, 6))
    return dice.randint(2, 24) if pattern.text in {"baggage", "ripoff", "freight"} else None


def _circumstances(dice: random.Random, unit: UnitPlan, pattern: Pattern) -> dict[str, Any]:
    """Throw how and by what means; what officers often leave out is left out."""
    conveyance = _pick(dice, pattern.conveyances)
    handling = dice.choices(list(Handling), (70, 14, 9, 7))[0]
    flies = conveyance in {"PAX", "CRW", "UNB", "CRG"}
    return {
        "occurred_precision": dice.choices(list(Precision), (85, 10, 5))[0],
        "conveyance": conveyance,
        "place": "" if dice.random() < BLANK["place"] else _pick(dice, pattern.places),
        "detection": _detection(dice, pattern),
        "persons_arrested": dice.choice(pattern.arrests),
        "flight_number": _flight(dice) if flies and dice.random() > BLANK["flight"] else "",
        "air_waybill": _waybill(dice) if conveyance == "CRG" else "",
        "narrative": "" if dice.random() < BLANK["narrative"] else words.narrative(dice, unit.language, pattern.text),
        "handling": handling,
        "handling_words": dice.choice(words.CONDITIONS[unit.language]) if handling == Handling.H3 else "",
    }


def _moment(dice: random.Random, end: datetime, days: tuple[int, int]) -> datetime:
    hour = dice.choices(range(24), BUSY_HOURS)[0]
    return end - timedelta(days=dice.randint(*days)) + timedelta(hours=hour, minutes=dice.randrange(0, 60, 5))


def _detection(dice: random.Random, pattern: Pattern) -> str:
    chance = dice.random()
    if chance < BLANK["detection"]:
        return ""
    return "UNK" if chance > 0.97 else _pick(dice, pattern.detections)  # noqa: PLR2004


def _flight(dice: random.Random) -> str:
    return f"{dice.choice(CARRIERS)}{dice.randint(100, 1999)}"


def _waybill(dice: random.Random) -> str:
    """Return a number of a carrier that does not exist, with a right check digit."""
    serial = dice.randint(1_000_000, 9_999_999)
    return f"000-{serial}{serial % 7}"


def _summary(dice: random.Random, unit: UnitPlan, pattern: Pattern, found: Found, way: str) -> str:
    language = unit.language
    template = dice.choice(words.SUMMARIES[language][pattern.text])
    kind = ("substance", found.substance) if found.substance else ("commodity", found.commodity)
    return template.format(
        way=way,
        amount=words.amount(str(found.quantity), found.unit, language),
        goods=words.GOODS[language].get(found.substance) or label(*kind, language).lower(),
        packages=found.packages,
    )


# What follows -----------------------------------------------------------------------------------------------------


def _ranks(stories: list[Story]) -> list[int]:
    """Return, per story, how many of its unit are newer; a large number in a unit that is not busy."""
    newer: dict[str, int] = {}
    ranks = [0] * len(stories)
    for i in range(len(stories) - 1, -1, -1):
        code = stories[i].unit.code
        ranks[i] = newer[code] = newer.get(code, -1) + 1
    return [rank if newer[story.unit.code] >= BUSY else OPEN_DESK for rank, story in zip(ranks, stories, strict=True)]


def _live(dice: random.Random, story: Story, rank: int, fates: Iterator[str], end: datetime) -> Story:
    """Add the acts that happened before the end. The newest of a busy unit wait on somebody's desk."""
    if rank < OPEN_DESK:
        return _on_the_desk(dice, story, rank, end)
    logged = _logged(dice, story, end)
    if dice.random() < 0.02:  # noqa: PLR2004 - drafts that nobody finished
        return replace(story, acts=(Act(logged, "draft", story.author),))
    acts = [Act(logged, "log", story.author), *_judged(dice, story, logged)]
    if acts[-1].verb == "lock":
        acts += _shared(dice, story, acts, fates)
    return replace(story, acts=tuple(act for act in acts if act.at <= end))


def _logged(dice: random.Random, story: Story, end: datetime) -> datetime:
    return min(end, story.occurred_at + timedelta(minutes=dice.randint(12, 260)))


def _on_the_desk(dice: random.Random, story: Story, rank: int, end: datetime) -> Story:
    """The newest is a draft, one came back, the others wait for a supervisor; the unit's first officer has both."""
    first = serving(story.unit.code, Role.OFFICER)[0]
    logged = _logged(dice, story, end)
    if rank == 0:
        return replace(_by(story, first), acts=(Act(logged, "draft", first),))
    if rank != 2:  # noqa: PLR2004
        return replace(story, acts=(Act(logged, "log", story.author),))
    back = Act(end, "reject", _supervisor(dice, story), words.RETURNS[story.unit.language])
    return replace(_by(story, first), acts=(Act(logged, "log", first), back))


def _by(story: Story, author: PersonPlan) -> Story:
    return replace(story, author=author, lead_agency=author.places[0].agency)


def _supervisor(dice: random.Random, story: Story) -> PersonPlan:
    return dice.choice(serving(story.unit.code, Role.SUPERVISOR))


def _judged(dice: random.Random, story: Story, logged: datetime) -> Iterator[Act]:
    """A supervisor verifies within days and locks within weeks; some come back first, a few stay so."""
    supervisor = _supervisor(dice, story)
    at = logged + timedelta(minutes=dice.randint(60, 4_000))
    if dice.random() < 0.08:  # noqa: PLR2004
        yield Act(at, "reject", supervisor, words.RETURNS[story.unit.language])
        if dice.random() < 0.35:  # noqa: PLR2004
            return
        at += timedelta(minutes=dice.randint(200, 5_000))
        yield Act(at, "correct", story.author)
        at += timedelta(minutes=dice.randint(60, 2_000))
    yield Act(at, "verify", supervisor)
    yield Act(at + timedelta(days=dice.randint(6, 22)), "lock", supervisor)


def _share_fates() -> Iterator[str]:
    """The first shares show every end that a share can have; the others stay."""
    yield from ("ends", "revoked", "twice")
    while True:
        yield "stays"


def _shared(dice: random.Random, story: Story, acts: list[Act], fates: Iterator[str]) -> Iterator[Act]:
    """Share what was bound for, or came from, an airport whose agency takes part in the network."""
    neighbours = [agency for agency in NEIGHBOURS.get(story.other, ()) if agency not in story.unit.agencies]
    if not neighbours or story.facts["handling"] == Handling.H2 or dice.random() > 0.45:  # noqa: PLR2004
        return
    fate = next(fates)
    verified = next(act for act in acts if act.verb == "verify")
    plan = SharePlan(
        agency=neighbours[0],
        level=dice.choice((Level.VIEW, Level.VIEW, Level.CONTRIBUTE)),
        days=dice.choice((14, 30, 90, 180, None)),
        with_identities=dice.random() < 0.3,  # noqa: PLR2004
        reason=dice.choice(words.REASONS[story.unit.language]),
        fate="stays" if fate == "twice" else fate,
    )
    at = verified.at + timedelta(hours=dice.randint(1, 40))
    yield Act(at, "share", verified.by, share=plan)
    if fate == "twice":
        second = replace(plan, reason=words.SECOND_REASON[story.unit.language], days=365)
        yield Act(at + timedelta(hours=2), "share", verified.by, share=second)
    if fate == "revoked":
        yield Act(at + timedelta(days=3), "unshare", verified.by)
