"""The contact directory and the milestones of the demo world: every unit reachable, some desks long unverified."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import phonenumbers

from aircop.demo.places import AGENCIES, UNITS, UnitPlan
from taskforces.models.contact_point import WEEK
from taskforces.models.hours import Opening
from taskforces.services.contact_point import Desk

ALWAYS = ((0, WEEK),)
OFFICE = tuple(Opening(day, 8 * 60, 17 * 60).span for day in range(1, 6))
LATE = tuple(Opening(day, 18 * 60, 6 * 60).span for day in range(1, 8))
# Languages and time zone of each country's desks.
COUNTRIES = {
    "CI": (("fr", "en"), "Africa/Abidjan"),
    "SN": (("fr", "wo"), "Africa/Dakar"),
    "TG": (("fr", "ee"), "Africa/Lome"),
    "BJ": (("fr", "yo"), "Africa/Porto-Novo"),
    "GH": (("en", "tw"), "Africa/Accra"),
    "NG": (("en", "ha", "yo"), "Africa/Lagos"),
    "KE": (("en", "sw", "so"), "Africa/Nairobi"),
    "DO": (("es", "en"), "America/Santo_Domingo"),
    "PA": (("es", "en"), "America/Panama"),
    "PE": (("es",), "America/Lima"),
    "BR": (("pt", "es"), "America/Sao_Paulo"),
    "PT": (("pt", "en", "fr"), "Europe/Lisbon"),
    "FR": (("fr", "en", "ar"), "Europe/Paris"),
}
NAMES = {
    "fr": {"DUTY": "Permanence de l'unité", "CDL": "Coordination des livraisons surveillées", "LAB": "Laboratoire"},
    "en": {"DUTY": "Duty desk of the unit", "CDL": "Controlled deliveries desk", "LAB": "Laboratory desk"},
}
OF_KIND = {
    "ncb": ("NCB", {"en": "National central bureau", "fr": "Bureau central national"}),
    "customs": ("CUS", {"en": "Enforcement desk", "fr": "Lutte contre la fraude"}),
    "drug-enforcement": ("DRG", {"en": "Operations room", "fr": "Salle des opérations"}),
    "wildlife": ("CITES", {"en": "CITES management authority", "fr": "Organe de gestion CITES"}),
    "medicines": ("MED", {"en": "Falsified medicines desk", "fr": "Médicaments falsifiés"}),
    "police": ("VIC", {"en": "Referral of victims", "fr": "Orientation des victimes"}),
}
ORDER = ("LOV", "LOI", "LOA", "MOU", "EQP", "CON", "TRN", "MEN", "OPS", "AUT")
WRITTEN = 4  # so many of them are documents
YOUNG = {"ABJ2": 6, "SDQ1": 8, "COO1": 7}  # units that have come so far; the others are operational
AUTONOMOUS = frozenset({"DSS1", "GRU1"})
WITH_LABORATORY = 8  # units of so much work test for themselves


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """A desk of a unit or of an agency, by code, and the day of its last verification."""

    unit: str
    agency: str
    desk: Desk
    verified_on: date


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    """A milestone of a unit, and the day on which it was reached."""

    unit: str
    kind: str
    reached_on: date
    document: str


def _number(country: str) -> str:
    """Return the number that stands as the example of its country: nobody is called by mistake."""
    number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.FIXED_LINE)
    assert number is not None  # noqa: S101  every country of the demo has one
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _verified(dice: random.Random, today: date) -> date:
    """Return a day of verification: one desk in six is long overdue."""
    return today - timedelta(days=dice.choice((3, 12, 30, 55, 80, 140)))


def desks(today: date) -> Iterator[DeskPlan]:
    """Return every desk of the directory."""
    dice = random.Random("desks")  # noqa: S311 - reproducible
    for unit in UNITS:
        yield from _of_unit(unit, dice, today)
    for agency in AGENCIES:
        if agency.kind in OF_KIND and agency.country:
            function, names = OF_KIND[agency.kind]
            name = names["fr" if COUNTRIES[agency.country][0][0] == "fr" else "en"]
            hours = ALWAYS if function == "NCB" else dice.choice((OFFICE, OFFICE, LATE))
            desk = _desk(function, f"{name}, {agency.short_name}", agency.country, hours, agency.code.lower())
            yield DeskPlan("", agency.code, desk, _verified(dice, today))


def _of_unit(unit: UnitPlan, dice: random.Random, today: date) -> Iterator[DeskPlan]:
    country = unit.agencies[0].partition("-")[0]
    for function, hours in (("DUTY", ALWAYS), ("CDL", OFFICE), ("LAB", OFFICE)):
        if function == "LAB" and unit.work < WITH_LABORATORY:
            continue
        name = f"{NAMES[unit.language][function]} {unit.code}"
        yield DeskPlan(unit.code, "", _desk(function, name, country, hours, unit.code.lower()), _verified(dice, today))


def _desk(function: str, name: str, country: str, hours: Any, code: str) -> Desk:
    channels: list[dict[str, str]] = []
    if function in {"DUTY", "NCB"}:
        channels = [{"channel": "I247", "address": f"DEMO {code.upper()}"}]
    languages, zone = COUNTRIES[country]
    return Desk(
        function=function,
        name=name,
        phones=[_number(country)],
        email=f"{function.lower()}@{code}.example",
        channels=channels,
        languages=languages,
        hours=hours,
        zone=zone,
    )


def milestones(today: date) -> Iterator[MilestonePlan]:
    """Return every milestone, unit by unit, in the order in which it reached them."""
    for number, unit in enumerate(UNITS):
        first = today - timedelta(days=2_400 - 90 * number)
        for step, kind in enumerate(ORDER[: YOUNG.get(unit.code, 10 if unit.code in AUTONOMOUS else 9)]):
            reached_on = first + timedelta(days=130 * step)
            document = f"{kind}/{unit.code}/{reached_on.year}" if step < WRITTEN else ""
            yield MilestonePlan(unit.code, kind, reached_on, document)
