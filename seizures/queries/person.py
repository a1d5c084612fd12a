"""Reads of persons and arrests: one of them, those of a page, those of many seizures at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Subquery

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.models import Arrest, Outcome, Person, Seizure

ARREST_SHOWN = ("seizure_id", "person_id", "arrested_at", "agency_id", "outcome")


def visible_person(actor: Actor, pk: UUID) -> Person:
    """Return one person with its seizure; Missing when it is not there or not for this reader."""
    rows = Person.objects.visible_to(actor).select_related("seizure__airport", "seizure__task_force")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def person_of(actor: Actor, seizure: Seizure, pk: UUID) -> Person:
    """Return one person of a seizure that came from `visible_to(actor)`; Missing when it is not there."""
    found = Person.objects.visible_to(actor).filter(seizure=seizure, pk=pk).first()
    if found is None:
        raise Missing
    found.seizure = seizure
    return found


def own_person(actor: Actor, seizure: Seizure, pk: UUID) -> Person | None:
    """Return the person that the actor itself wrote into a seizure under an id that a form had chosen."""
    rows = Person.objects.visible_to(actor).filter(seizure=seizure, pk=pk, recorded_by_id=actor.subject_id)
    return rows.first()


def persons_of(actor: Actor, seizure: Seizure) -> list[Person]:
    """Return the persons of a seizure in their order, with arrests and outcomes. Three queries for any number."""
    outcomes = Prefetch("outcomes", Outcome.objects.filter(seizure=seizure).order_by("-sequence"))
    arrests = Arrest.objects.filter(seizure=seizure).select_related("agency").prefetch_related(outcomes)
    rows = Person.objects.visible_to(actor).filter(seizure=seizure).order_by("number")
    found = list(rows.prefetch_related(Prefetch("arrests", arrests.order_by("arrested_at", "id"))))
    for person in found:
        person.seizure = seizure
    return found


def arrests_of(seizures: Iterable[Seizure]) -> Mapping[UUID, list[Any]]:
    """Return, per seizure, its arrests with their last outcome, as named tuples of what answers show. One query.

    Without those of persons who were taken out again.
    """
    ids = [seizure.pk for seizure in seizures]
    last = Outcome.objects.filter(seizure_id=OuterRef("seizure_id"), arrest_id=OuterRef("pk")).order_by("-sequence")
    rows = Arrest.objects.filter(seizure_id__among=ids, person__withdrawn_at__isnull=True)
    rows = rows.annotate(outcome=Subquery(last.values("outcome")[:1])).order_by("seizure_id", "arrested_at", "id")
    found: dict[UUID, list[Any]] = {}
    for row in rows.values_list(*ARREST_SHOWN, named=True):
        found.setdefault(row.seizure_id, []).append(row)
    return found


def arrest_of(person: Person, pk: UUID) -> Arrest:
    """Return one arrest of a person that came from `visible_to`; Missing when it is not there."""
    found = Arrest.objects.filter(person=person, pk=pk).select_related("agency").first()
    if found is None:
        raise Missing
    found.person, found.seizure = person, person.seizure
    return found


def last_outcomes(arrests: Sequence[Arrest]) -> Mapping[UUID, Outcome]:
    """Return the outcome that stands for each arrest; what was prefetched newest first is not asked again."""
    return {arrest.pk: rows[0] for arrest in arrests if (rows := list(arrest.outcomes.all()))}


def arrested_count(seizure: Seizure) -> int:
    """Count the persons of a seizure with an arrest on record: distinct persons, not arrests."""
    rows = Arrest.objects.filter(seizure=seizure, person__withdrawn_at__isnull=True)
    return rows.values("person_id").distinct().count()
