"""Arrests: written down with the checklist of rights, completed, and followed by their outcomes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.reference.fields import CodeField
from aircop.reference.queries import require_code
from aircop.web.words import known_zones
from seizures.enums import Search, SeizureStatus
from seizures.events import ArrestChanged, ArrestRecorded, OutcomeRecorded
from seizures.models import Arrest, Outcome, Person, Seizure
from seizures.rules import can_add_people, can_change_people, can_handle_identities, can_record_outcome
from seizures.services.person import held_person, require_same_version, touch
from seizures.services.seizure import CLOCK_DRIFT
from taskforces.models import Agency

UNTOLD = frozenset({"id", "seizure", "person", "version", "recorded_at", "recorded_by"})
ARREST_NAMES = tuple(field.name for field in Arrest._meta.concrete_fields if field.name not in UNTOLD)
CONVICTED = "convicted"
# A time answers its question.
ANSWERED_BY = (
    ("lawyer_asked", "lawyer_notified_at"),
    ("consulate_asked", "consulate_notified_at"),
    ("medical_check", "medical_check_at"),
    ("guardian_told", "guardian_told_at"),
)


@transaction.atomic
def record_arrest(*, actor: Actor, person: Person, facts: Mapping[str, Any]) -> Arrest:
    """Write down that a person was arrested: by which agency, when, and what is known of the checklist.

    An addition, to a locked record too. Refuses times to come, unknown codes, and silence where the law asks: the
    medical check when something was swallowed, the family or guardian of a minor.
    """
    person = held_person(actor, person)
    require(can_add_people(actor, person.seizure))
    arrest = Arrest(seizure=person.seizure, person=person, recorded_by_id=actor.subject_id)  # type: ignore[misc]
    _tell(arrest, facts)
    arrest.save(force_insert=True)
    touch(actor, person.seizure)
    told = {name: (None, _plain(getattr(arrest, name))) for name in ARREST_NAMES if _told(getattr(arrest, name))}
    _record(actor, "arrest.record", arrest, told)
    append(ArrestRecorded(person.seizure_id, person.pk, arrest.pk), about=person.seizure, actor=actor)
    return arrest


@transaction.atomic
def change_arrest(*, actor: Actor, arrest: Arrest, version: int | None, facts: Mapping[str, Any]) -> Arrest:
    """Complete or change what is told of an arrest.

    To fill in what was open is an addition, to a locked record too; to change what stands asks that the seizure may
    still be changed. Refuses another version.
    """
    arrest = _held(actor, arrest)
    require(can_add_people(actor, arrest.seizure))
    require_same_version(arrest, version)
    before = {name: getattr(arrest, name) for name in ARREST_NAMES}
    _tell(arrest, facts)
    now = {name: getattr(arrest, name) for name in ARREST_NAMES}
    differences = {name: (_plain(before[name]), _plain(now[name])) for name in now if before[name] != now[name]}
    if any(not _open(before[name]) for name in differences):
        require(can_change_people(actor, arrest.seizure))
    if not differences:
        return arrest
    arrest.version += 1
    arrest.save(force_update=True)
    touch(actor, arrest.seizure)
    _record(actor, "arrest.change", arrest, differences)
    changed = ArrestChanged(arrest.seizure_id, arrest.person_id, arrest.pk, tuple(sorted(differences)))
    append(changed, about=arrest.seizure, actor=actor)
    return arrest


@transaction.atomic
def record_outcome(
    *,
    actor: Actor,
    arrest: Arrest,
    outcome: str,
    outcome_date: date,
    charges: str = "",
    judgment: str = "",
    sentence_months: int | None = None,
) -> Outcome:
    """Add what became of an arrest. Nothing is overwritten: the last outcome stands, a correction is another one.

    Refuses days to come or before the arrest, a sentence without a conviction, words from who sees no identities.
    """
    arrest = _held(actor, arrest)
    require(can_record_outcome(actor, arrest.seizure))
    if charges or judgment:
        require(can_handle_identities(actor, arrest.seizure))
    require_code("arrest_outcome", outcome, field="outcome")
    _check_outcome(arrest, outcome, outcome_date, sentence_months)
    last = arrest.outcomes.aggregate(last=Max("sequence"))["last"] or 0
    told: dict[str, Any] = {
        "outcome": outcome, "outcome_date": outcome_date, "sentence_months": sentence_months,
        "charges": charges, "judgment": judgment,
    }  # fmt: skip
    row = Outcome(seizure=arrest.seizure, arrest=arrest, sequence=last + 1, **told)
    row.recorded_by_id = actor.subject_id  # type: ignore[assignment]  # whoever may add is signed in
    row.save(force_insert=True)
    touch(actor, arrest.seizure)
    _record(actor, "arrest.outcome", arrest, {name: (None, _plain(each)) for name, each in told.items() if _told(each)})
    append(OutcomeRecorded(arrest.seizure_id, arrest.pk, outcome), about=arrest.seizure, actor=actor)
    return row


# The parts ----------------------------------------------------------------------------------------------------------


def _held(actor: Actor, arrest: Arrest) -> Arrest:
    person = held_person(actor, Person(pk=arrest.person_id, seizure_id=arrest.seizure_id))
    stands = Arrest.objects.filter(person=person, pk=arrest.pk).select_for_update(no_key=True, of=("self",)).first()
    if stands is None:
        raise Missing
    stands.person, stands.seizure = person, person.seizure
    return stands


def _tell(arrest: Arrest, facts: Mapping[str, Any]) -> None:
    """Put what was told onto the arrest, and check it."""
    if unknown := facts.keys() - set(ARREST_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    coded = [field for field in Arrest._meta.fields if isinstance(field, CodeField) and facts.get(field.name)]
    told_anew = [field for field in coded if getattr(arrest, field.name) != facts[field.name]]
    for name, value in facts.items():
        setattr(arrest, name, value)
    for field in told_anew:
        require_code(field.code_list, facts[field.name], field=field.name)
    if arrest.search not in {"", *Search.values}:
        raise Invalid(_("Choose one of the list."), field="search")
    arrest.arrested_zone = arrest.arrested_zone or arrest.seizure.airport.timezone
    if arrest.arrested_zone not in known_zones():
        raise Invalid(_("There is no such time zone."), field="arrested_zone")
    _check_times(arrest)
    _check_answers(arrest)


def _check_times(arrest: Arrest) -> None:
    latest = timezone.now() + CLOCK_DRIFT
    for name in ARREST_NAMES:
        if isinstance(at := getattr(arrest, name, None), datetime) and at > latest:
            raise Invalid(_("This time is still to come. Check the date and the time zone."), field=name)
    for question, time in ANSWERED_BY:
        if getattr(arrest, time) is not None:
            setattr(arrest, question, True)


def _check_answers(arrest: Arrest) -> None:
    """Refuse silence where the law asks. “Not yet” is an answer, and stays an open point."""
    if arrest.person.ingestion_suspected and arrest.medical_check is None:
        words = _("Something may have been swallowed: say whether a doctor has seen the person, or “Not yet”.")
        raise Invalid(words, field="medical_check")
    if arrest.person.minor and arrest.guardian_told is None:
        words = _("The person is a minor: say whether the family or a guardian was told, or “Not yet”.")
        raise Invalid(words, field="guardian_told")


def _check_outcome(arrest: Arrest, outcome: str, day: date, months: int | None) -> None:
    zone = ZoneInfo(arrest.arrested_zone)
    if day > timezone.now().astimezone(zone).date():
        raise Invalid(_("This day is still to come."), field="outcome_date")
    if day < arrest.arrested_at.astimezone(zone).date():
        raise Invalid(_("This day lies before the arrest."), field="outcome_date")
    if months is not None and outcome != CONVICTED:
        raise Invalid(_("Only a conviction has a sentence."), field="sentence_months")


def _open(value: Any) -> bool:
    """Whether nobody had answered yet: nothing, or “not yet”."""
    return value in ("", None, False)


def _told(value: Any) -> bool:
    return value not in ("", None)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return str(value.pk) if isinstance(value, Agency) else value


def _record(actor: Actor, verb: str, arrest: Arrest, told: Mapping[str, tuple[Any, Any]]) -> None:
    """Write the entry about the seizure; the class of each field is its own."""
    about: Seizure = arrest.seizure
    part = "outcomes" if verb == "arrest.outcome" else "arrests"
    changes = {f"{part}.{arrest.person.number}.{name}": both for name, both in told.items()}
    keep = about.status != SeizureStatus.DRAFT
    record(actor, verb, about=about, changes=changes, ids=[arrest.person_id, arrest.pk], keep=keep)
