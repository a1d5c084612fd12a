"""The people of a seizure as their page shows them: chips, arrests with their checklist, outcomes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY
from aircop.audit import record
from aircop.reference.queries import label
from aircop.web.templatetags.web import moment
from aircop.web.words import day
from seizures.forms.people_wording import PEOPLE
from seizures.forms.wording import shown
from seizures.models import Arrest, Outcome, Person, Seizure
from seizures.person_rules import can_merge_person
from seizures.queries.checklist import open_points
from seizures.queries.person import arrested_count
from seizures.queries.person_duplicate import gone_to, one_with, person_hints_of
from seizures.rules import can_add_people, can_change_people, can_record_outcome
from seizures.views.alike import person_reasons

ANSWERS = (
    "rights_told_at", "rights_language", "interpreter_needed", "interpreter_present", "lawyer_asked",
    "lawyer_notified_at", "consulate_asked", "consulate_notified_at", "medical_check", "medical_check_at",
    "guardian_told", "guardian_told_at", "search",
)  # fmt: skip


def people(actor: Actor, seizure: Seizure, persons: list[Person]) -> dict[str, Any]:
    """Return what the page says of the people, as far as this reader is shown it."""
    identities = SEE_IDENTITY in grants.held(actor, seizure)
    went = gone_to(actor, persons) if identities and persons else {}
    return {
        "people": [
            {**person_row(person, identities=identities), "into": linked(went.get(person.pk))} for person in persons
        ],
        "identities": identities,
        "may_add": can_add_people(actor, seizure),
        "may_change": bool(can_change_people(actor, seizure)),
        "may_judge": bool(can_record_outcome(actor, seizure)),
        "differs": differs(seizure, persons),
    }


def person_row(person: Person, *, identities: bool) -> dict[str, Any]:
    """Return one person. Without identities: role, sex, age band, and that it was arrested."""
    row: dict[str, Any] = {"id": person.pk, **_codes(person), "redacted": not identities}
    row["arrests"] = [_arrest_row(arrest, person, identities=identities) for arrest in person.arrests.all()]
    if identities:
        row |= {
            "pseudonym": person.pseudonym,
            "marks": [PEOPLE[name] for name in ("minor", "victim", "ingestion_suspected") if getattr(person, name)],
            "identified": person.identified_at is not None,
            "masked": person.masked,
        }
    return row


def called(person: Person) -> str:
    """Return what a person is called outside its own record."""
    return _("%(person)s of %(seizure)s") % {"person": person, "seizure": person.seizure}


def linked(person: Person | None) -> dict[str, Any] | None:
    """Return what leads to a person of another record."""
    return {"id": person.pk, "called": called(person), "seizure": person.seizure_id} if person else None


def who_else(actor: Actor, person: Person) -> dict[str, Any]:
    """Return who else the same person may be, and is: among what this reader sees with identities, or nothing."""
    hints, (went, took) = person_hints_of(actor, person), one_with(actor, person)
    pairs = [(hint, hint.second if hint.first_id == person.pk else hint.first) for hint in hints]
    others = [*(other for _hint, other in pairs), *([went] if went else []), *took]
    if others:
        record(actor, "person.list", rows=others)
    return {
        "alike": [
            {"hint": hint.pk, **chip(other), "other": linked(other), "reasons": person_reasons(hint.reasons)}
            for hint, other in pairs
        ],
        "into": linked(went),
        "took": [linked(each) for each in took],
        "may_undo": went is not None and bool(can_merge_person(actor, person)),
    }


def chip(person: Person) -> dict[str, Any]:
    """Return what the chip of a person says to who sees identities."""
    return {"label": person.pseudonym, **_codes(person)}


def _codes(person: Person) -> dict[str, str]:
    lists = (("role", "person_role"), ("sex", "sex"), ("age_band", "age_band"))
    return {name: label(code_list, getattr(person, name)) for name, code_list in lists}


def _arrest_row(arrest: Arrest, person: Person, *, identities: bool) -> dict[str, Any]:
    outcomes = list(arrest.outcomes.all())
    row: dict[str, Any] = {
        "id": arrest.pk,
        "agency": arrest.agency.name,
        "at": arrest.arrested_at,
        "zone": arrest.arrested_zone,
        "outcome": _outcome_words(outcomes[0]) if outcomes else "",
    }
    if identities:
        row |= {
            "basis": label("legal_basis", arrest.legal_basis),
            "basis_words": arrest.legal_basis_words,
            "points": [
                {"label": PEOPLE[point.name], "pressing": point.pressing} for point in open_points(arrest, person)
            ],
            "answers": [
                {"label": PEOPLE[name], "value": _answer(arrest, name)} for name in ANSWERS if _answer(arrest, name)
            ],
            "outcomes": [_outcome_row(outcome) for outcome in outcomes],
        }
    return row


def _answer(arrest: Arrest, name: str) -> str:
    value = getattr(arrest, name)
    if name.endswith("_at") and value is not None:
        return moment(value, arrest.arrested_zone)
    return shown(f"arrests.1.{name}", value)


def _outcome_words(outcome: Outcome) -> str:
    words = {"outcome": label("arrest_outcome", outcome.outcome), "day": day(outcome.outcome_date)}
    return _("%(outcome)s, %(day)s") % words


def _outcome_row(outcome: Outcome) -> dict[str, Any]:
    months = outcome.sentence_months
    sentence = ngettext("%(n)d month", "%(n)d months", months) % {"n": months} if months is not None else ""
    return {
        "words": _outcome_words(outcome),
        "notes": [text for text in (sentence, outcome.charges, outcome.judgment) if text],
    }


def differs(seizure: Seizure, persons: list[Person]) -> str:
    """Return the warning that the quick entry counted other persons than those arrested on record, or ""."""
    on_record = sum(1 for person in persons if list(person.arrests.all()))
    if on_record == seizure.persons_arrested:
        return ""
    words = _("The record says %(counted)d arrested; %(on_record)d with an arrest written down here.")
    return words % {"counted": seizure.persons_arrested, "on_record": on_record}


def lacks_arrest(actor: Actor, seizure: Seizure) -> bool:
    """Whether persons were arrested whose arrest is not written down yet, and the reader may do that."""
    if not seizure.persons_arrested or not can_add_people(actor, seizure):
        return False
    return arrested_count(seizure) < seizure.persons_arrested
