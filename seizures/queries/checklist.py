"""What the law asks for around an arrest and nobody has answered yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from aircop.access.actor import Actor
from aircop.access.models import FieldClass
from seizures.enums import Search, SeizureStatus
from seizures.models import Arrest, Case, Person, Seizure, SeizureQuerySet
from seizures.queries.case_link import linked_to

type Open = Callable[[Arrest, Person], bool]


@dataclass(frozen=True, slots=True)
class Point:
    """One open point of an arrest; `pressing` where the law does not wait."""

    name: str
    pressing: bool


# Name of the field, whether it is open, whether it presses then.
POINTS: tuple[tuple[str, Open, Open], ...] = (
    ("rights_told_at", lambda a, _p: a.rights_told_at is None, lambda _a, _p: True),
    ("rights_language", lambda a, _p: not a.rights_language, lambda _a, _p: False),
    (
        "interpreter_present",
        lambda a, _p: a.interpreter_needed is None or (a.interpreter_needed and not a.interpreter_present),
        lambda a, _p: a.interpreter_needed is True,
    ),
    (
        "lawyer_notified_at",
        lambda a, _p: a.lawyer_asked is not False and a.lawyer_notified_at is None,
        lambda a, _p: a.lawyer_asked is True,
    ),
    (
        "consulate_notified_at",
        lambda a, _p: a.consulate_asked is not False and a.consulate_notified_at is None,
        lambda a, _p: a.consulate_asked is True,
    ),
    (
        "medical_check",
        lambda a, p: not a.medical_check if p.ingestion_suspected else a.medical_check is None,
        lambda _a, p: p.ingestion_suspected,
    ),
    ("guardian_told", lambda a, p: p.minor and not a.guardian_told, lambda _a, _p: True),
    ("search", lambda a, _p: a.search in {"", Search.OTHER}, lambda a, _p: a.search == Search.OTHER),
)


def open_points(arrest: Arrest, person: Person) -> list[Point]:
    """Return the open points of an arrest, in the order of the checklist.

    They tell of minors and of what was swallowed: for readers who see identities.
    """
    return [Point(name, presses(arrest, person)) for name, is_open, presses in POINTS if is_open(arrest, person)]


def pressing_points(arrest: Arrest, person: Person) -> list[Point]:
    """Return the open points that do not wait."""
    return [point for point in open_points(arrest, person) if point.pressing]


# What of the list is told to whoever sees the record, and what to those who see identities alone.
TOLD = tuple(name for name, _open, _presses in POINTS if Arrest.FIELDS[name] != FieldClass.IDENTITY)


def checklists_of(seizure: Seizure) -> list[dict[str, Any]]:
    """Return what is open around each arrest of a seizure, without persons who were taken out; the seizure keeps it.

    So lists know how complete a record is from its own row.
    """
    rows = Arrest.objects.filter(seizure=seizure, person__withdrawn_at__isnull=True).select_related("person")
    return [
        {"person": str(arrest.person_id), "open": [point.name for point in open_points(arrest, arrest.person)]}
        for arrest in rows.order_by("arrested_at", "id")
    ]


def arrests_lacking(seizure: Seizure) -> int:
    """Return how many more people were arrested in a seizure than have an arrest on record; from its own row."""
    return max(0, seizure.persons_arrested - len({each["person"] for each in seizure.checklists}))


# What stands in each question of the checklist while nobody answered it.
UNASKED = {
    "rights_told_at__isnull": True,
    "rights_language": "",
    "interpreter_needed__isnull": True,
    "lawyer_asked__isnull": True,
    "consulate_asked__isnull": True,
    "search": "",
}
# Whoever may have swallowed something, or is a minor, is never left unanswered here: “Not yet” is no more than silence.
NOT_YET = ~Q(medical_check=True) & ~Q(guardian_told=True)


def unasked(actor: Actor, case: Case) -> Arrest | None:
    """Return an arrest in the seizures of a case of whose checklist nothing was filled in.

    Of what the actor sees: a refusal must not tell of a seizure that is hidden from it.
    """
    seizures = _to_complete(actor, case)
    rows = Arrest.objects.filter(NOT_YET, seizure__in=seizures, person__withdrawn_at__isnull=True, **UNASKED)
    return rows.select_related("person", "seizure").order_by("seizure_id", "id").first()


def unrecorded(actor: Actor, case: Case) -> Seizure | None:
    """Return a seizure of a case where more people were arrested than have an arrest on record, as far as one sees."""
    rows = _to_complete(actor, case).filter(persons_arrested__gt=0).order_by("id")
    return next((seizure for seizure in rows if arrests_lacking(seizure)), None)


def _to_complete(actor: Actor, case: Case) -> SeizureQuerySet:
    """Return the seizures of a case that its unit can complete: its own; for a duplicate, the record that stays."""
    linked = linked_to(actor, case)
    stay = linked.filter(status=SeizureStatus.DUPLICATE).values("duplicate_of")
    rows = Seizure.objects.visible_to(actor).filter(owner_unit=case.owner_unit).exclude(status=SeizureStatus.DUPLICATE)
    return rows.filter(Q(pk__in=linked.values("pk")) | Q(pk__in=stay))
