"""What else is told of an incident: countries and route, a second find, who helped, who was arrested.

Blank rates follow published data on single seizures by air: the producing country is blank in 58 % and unknown in
20 %, the departure blank in 15 % and unknown in 7 %, the destination blank in 37 %, the route in 61 %.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from aircop.demo.places import UnitPlan
from aircop.reference.queries import airport
from seizures.services.found import Found

PRODUCING = {
    "cocaine": {"CO": 6, "PE": 3, "BO": 2},
    "heroin": {"AF": 7, "MM": 1},
    "methamphetamine": {"NG": 5, "MX": 2, "AF": 1},
    "cannabis-herb": {"GH": 4, "NG": 3, "JM": 1},
    "cannabis-resin": {"MA": 9, "AF": 1},
    "khat": {"KE": 5, "ET": 4},
    "tramadol": {"IN": 9, "PK": 1},
    "ketamine": {"IN": 4, "NL": 2},
    "ecstasy": {"NL": 7, "BE": 2},
}
BLANK_PRODUCING, UNKNOWN_PRODUCING = 0.58, 0.78
BLANK_DEPARTURE, UNKNOWN_DEPARTURE = 0.15, 0.22
BLANK_DESTINATION, BLANK_ROUTE = 0.37, 0.61
SECOND_FIND, HELPED, NUMBERED, WRITTEN_DOWN = 0.09, 0.14, 0.10, 0.45
TRIGGERS = {"": 30, "HIT": 8, "TGT": 30, "TIP": 10, "RTN": 22}

FAMILY = {
    "fr": ("Traoyaté", "Kouabénan", "Ndiolène", "Bamborou", "Sagnané", "Adjovissi", "Zinsougbé"),
    "en": ("Okonjari", "Mensarko", "Kipropta", "Silveirinho", "Quispetta", "Van der Halm", "Pereirosa"),
}
GIVEN = {
    "F": ("Aminata", "Grace", "Lucía", "Fatou", "Esther", "Mariana"),
    "M": ("Ibrahim", "Daniel", "Carlos", "Kofi", "Samuel", "Rafael"),
}
NATIONALITIES = {"west": "CI NG GH SN TG BJ BR PT", "east": "KE TZ ET UG NG", "americas": "BR PE DO PA VE ES",
                 "mail": "CI FR"}  # fmt: skip
LANGUAGES = {"fr": ("fr", "fr", "en", "pt"), "en": ("en", "en", "es", "pt", "fr")}


@dataclass(frozen=True, slots=True)
class LegPlan:
    """One place of the route."""

    kind: str
    airport: str
    flight: str = ""
    source: str = ""
    days: int = 0  # before the incident


@dataclass(frozen=True, slots=True)
class ArrestPlan:
    """Somebody who was arrested, invented from head to foot."""

    sex: str
    role: str
    family_name: str
    given_name: str
    nationality: str
    number: str
    born: date
    language: str
    ingestion: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Details:
    """What goes beside the eight fields. `helped` are agencies by code, `number` a register with a number in it."""

    countries: dict[str, str]
    trigger: str = ""
    legs: tuple[LegPlan, ...] = ()
    more: tuple[Found, ...] = ()
    helped: tuple[str, ...] = ()
    number: tuple[str, str] | None = None
    arrests: tuple[ArrestPlan, ...] = ()


def throw(
    dice: random.Random, unit: UnitPlan, facts: dict[str, Any], found: Found, *, lead: str, ends: tuple[str, str]
) -> Details:
    """Throw the details of one incident; `ends` are the airports where it came from and where it went."""
    direction = facts["direction"]
    origin = unit.airport if direction in {"OUT", "DOM"} else ends[0]
    target = unit.airport if direction in {"IN", "DOM"} else ends[1]
    others = [agency for agency in unit.agencies if agency != lead]
    return Details(
        countries=_countries(dice, found, origin, target),
        trigger=dice.choices(list(TRIGGERS), list(TRIGGERS.values()))[0],
        legs=() if dice.random() < BLANK_ROUTE else _legs(dice, unit, facts["flight_number"], origin, target),
        more=(_cash(dice),) if found.commodity == "DRG" and dice.random() < SECOND_FIND else (),
        helped=(dice.choice(others),) if others and dice.random() < HELPED else (),
        number=_number(dice, unit) if dice.random() < NUMBERED else None,
        arrests=_arrests(dice, unit, facts, found) if dice.random() < WRITTEN_DOWN else (),
    )


def _countries(dice: random.Random, found: Found, origin: str, target: str) -> dict[str, str]:
    known, chance = PRODUCING.get(found.substance), dice.random()
    producing = "UNK" if BLANK_PRODUCING <= chance < UNKNOWN_PRODUCING else ""
    if known and chance >= UNKNOWN_PRODUCING:
        producing = dice.choices(list(known), list(known.values()))[0]
    chance = dice.random()
    departure = "" if chance < BLANK_DEPARTURE else "UNK" if chance < UNKNOWN_DEPARTURE else _country(origin)
    destination = "" if dice.random() < BLANK_DESTINATION else _country(target)
    return {"producing_country": producing, "departure_country": departure, "destination_country": destination}


@cache
def _country(iata: str) -> str:
    return str(airport(iata).country_id)


def _legs(dice: random.Random, unit: UnitPlan, flight: str, origin: str, target: str) -> tuple[LegPlan, ...]:
    """Return origin, place of seizure and destination, each once."""
    source = dice.choice(("TKT", "TAG", "INT", "DOC"))
    legs = [LegPlan("ORG", origin, source=source, days=1)] if origin != unit.airport else []
    legs.append(LegPlan("SEI", unit.airport, flight=flight, source=source))
    if target != unit.airport:
        legs.append(LegPlan("DST", target, source=source))
    return tuple(legs)


def _cash(dice: random.Random) -> Found:
    currency = dice.choice(("EUR", "USD", "XOF"))
    amount = Decimal(dice.randint(12, 190) * 50)
    return Found(commodity="CUR", quantity=amount, unit=currency, basis="counted", concealment="WRN")


def _number(dice: random.Random, unit: UnitPlan) -> tuple[str, str]:
    system = dice.choice(("CEN", "NAT", "NAT", "IDS"))
    return system, f"{unit.airport} {dice.randint(1, 990)}/{dice.randint(10_000, 99_999)}"


def _arrests(dice: random.Random, unit: UnitPlan, facts: dict[str, Any], found: Found) -> tuple[ArrestPlan, ...]:
    return tuple(_arrest(dice, unit, found, first=not number) for number in range(facts["persons_arrested"]))


def _arrest(dice: random.Random, unit: UnitPlan, found: Found, *, first: bool) -> ArrestPlan:
    sex = dice.choices(("M", "F"), (7, 3))[0]
    age = dice.choices((16, 21, 29, 41, 55), (1, 20, 40, 30, 9))[0]
    return ArrestPlan(
        sex=sex,
        role="courier" if first else dice.choice(("companion", "escort", "organiser")),
        family_name=dice.choice(FAMILY[unit.language]),
        given_name=dice.choice(GIVEN[sex]),
        nationality=dice.choice(NATIONALITIES[unit.region].split()),
        number=f"X{dice.randint(1_000_000, 9_999_999)}",
        born=date(2026 - age, dice.randint(1, 12), dice.randint(1, 28)),
        language=dice.choice(LANGUAGES[unit.language]),
        ingestion=found.concealment == "ING",
        outcome=dice.choice(("", "", "remanded", "charged", "under-investigation", "handed-over")),
    )


def leg_date(occurred_on: date, leg: LegPlan) -> date:
    """Return the day on which it left that place."""
    return occurred_on - timedelta(days=leg.days)
