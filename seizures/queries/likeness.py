"""How much two seizures look like one: points for each likeness, so that the score can be explained.

The points were chosen so that the pairs known from published data are found (the same parcel reported by two
agencies, once by weight and once in tablets), and that two couriers on one flight alone are not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from aircop.reference.queries import substance_group

WITHIN = Decimal("0.02")
TELLING_DIGITS = 3  # 1 kg and 1 tablet share a digit and nothing else
ENOUGH = 65
WAYBILL, PERSON = "same_waybill", "same_person"
HIDDEN = (WAYBILL, PERSON)  # reasons that tell of fields of the class identity

POINTS = {
    "same_day": 10,
    "next_day": 5,
    "same_substance": 20,
    "same_group": 10,
    "same_commodity": 10,
    "same_quantity": 40,
    "near_quantity": 20,
    "same_digits": 35,
    "same_flight": 20,
    WAYBILL: 40,
    PERSON: 40,
    "same_number": 60,
    "other_agency": 15,
    "same_way": 5,
    "other_way": -10,
}


@dataclass(frozen=True, slots=True)
class Stuff:
    """What was found, as far as likeness goes: kilograms where they are known, and as it was recorded."""

    commodity: str
    substance: str
    quantity: Decimal
    unit: str
    kg: Decimal | None


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a seizure is compared.

    `numbers` are its outside references as (system, number); `people` the keys of each person that is identified: words
    of names (`w:`), day of birth (`b:`), numbers of documents (`n:`).
    """

    id: UUID | None
    unit: UUID | None
    airport: str
    occurred_on: date
    direction: str
    agency: UUID | None
    flight: str
    waybill: str
    stuff: tuple[Stuff, ...]
    numbers: frozenset[tuple[str, str]] = frozenset()
    people: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """The score and its reasons, the weightiest first."""

    score: int
    reasons: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether a person should look at the two."""
        return self.score >= ENOUGH


def likeness(one: Traits, other: Traits) -> Likeness:
    """Return how much two seizures look like one. The same both ways round."""
    found = {*_circumstances(one, other), *_carriage(one, other), *_best_stuff(one.stuff, other.stuff)}
    ordered = tuple(sorted(found, key=lambda reason: (-abs(POINTS[reason]), reason)))
    return Likeness(max(0, sum(POINTS[reason] for reason in ordered)), ordered)


def _circumstances(one: Traits, other: Traits) -> Iterable[str]:
    yield "same_day" if one.occurred_on == other.occurred_on else "next_day"
    if one.agency and other.agency and one.agency != other.agency:
        yield "other_agency"
    if one.direction and other.direction:
        yield "same_way" if one.direction == other.direction else "other_way"


def _carriage(one: Traits, other: Traits) -> Iterable[str]:
    if one.flight and one.flight == other.flight:
        yield "same_flight"
    if one.waybill and one.waybill == other.waybill:
        yield WAYBILL
    if one.numbers & other.numbers:
        yield "same_number"
    if any(_same_person(mine, its) for mine in one.people for its in other.people):
        yield PERSON


def _same_person(mine: frozenset[str], its: frozenset[str]) -> bool:
    """Whether two persons have a document in common, or the day of birth and a word of their names."""
    kinds = {key[0] for key in mine & its}
    return "n" in kinds or {"b", "w"} <= kinds


def _best_stuff(one: Iterable[Stuff], other: Iterable[Stuff]) -> frozenset[str]:
    """Return the likeness of the two items that are most alike; none where they are of another kind."""
    pairs = [_stuff(mine, its) for its in other for mine in one]
    return max(pairs, key=lambda reasons: (sum(POINTS[each] for each in reasons), sorted(reasons)), default=frozenset())


def _stuff(mine: Stuff, its: Stuff) -> frozenset[str]:
    kind = _kind(mine, its)
    return frozenset({kind, *_amount(mine, its)}) if kind else frozenset()


def _kind(mine: Stuff, its: Stuff) -> str:
    if mine.substance and mine.substance == its.substance:
        return "same_substance"
    if mine.substance and its.substance:
        return "same_group" if substance_group(mine.substance) == substance_group(its.substance) else ""
    return "same_commodity" if mine.commodity == its.commodity else ""


def _amount(mine: Stuff, its: Stuff) -> Iterable[str]:
    telling = max(len(digits(mine.quantity)), len(digits(its.quantity))) >= TELLING_DIGITS
    if mine.kg is not None and its.kg is not None:
        alike = _near(mine.kg, its.kg)
    else:
        alike = mine.unit == its.unit and _near(mine.quantity, its.quantity)
    if alike:
        yield "same_quantity" if telling else "near_quantity"
    elif telling and mine.unit != its.unit and digits(mine.quantity) == digits(its.quantity):
        yield "same_digits"


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= WITHIN * max(one, other)


def digits(quantity: Decimal) -> str:
    """Return the digits of a quantity without point and outer noughts: 2786 and 2.786 have the same."""
    return f"{quantity:f}".replace(".", "").strip("0")
