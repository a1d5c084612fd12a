"""Persons and arrests of the tests: a courier with a name, in a seizure of the cast."""

from datetime import date
from typing import Any

from seizures.models import Arrest, Person, Seizure
from seizures.services.arrest import record_arrest
from seizures.services.person import Paper, PersonFacts, add_person, identify_person
from tests.cast import WHEN, Cast, Member

NAME = "Ibrahima Ousmane Traoré"
NAMES: dict[str, Any] = {
    "family_name": "Traoré", "given_names": "Ibrahima Ousmane", "birth_date": date(1990, 5, 17), "nationality": "ML",
    "birth_place": "Kayes",
}  # fmt: skip
PAPER = Paper(kind="passport", number="AA 0123456", issuer="ML", expires_on=date(2029, 1, 31))
SECRETS = ("Traor", "Ibrahima", "AA0123456", "1990", "Kayes")


def courier(cast: Cast, seizure: Seizure, *, by: Member | None = None, **changed: Any) -> Person:
    """Write a courier into the seizure."""
    told: dict[str, Any] = {"role": "courier", "sex": "M", "age_band": "25-34"}
    facts = PersonFacts(**told | changed)
    return add_person(actor=(by or cast.officer).actor, seizure=seizure, facts=facts)


def named(cast: Cast, person: Person, *, by: Member | None = None, **changed: Any) -> Person:
    """Write down who the person is."""
    return identify_person(actor=(by or cast.officer).actor, person=person, names=NAMES | changed, papers=[PAPER])


def arrested(cast: Cast, person: Person, *, by: Member | None = None, **changed: Any) -> Arrest:
    """Write down the arrest of the person at the time of the seizure."""
    facts = {"agency": cast.customs, "arrested_at": WHEN, **changed}
    return record_arrest(actor=(by or cast.officer).actor, person=person, facts=facts)
