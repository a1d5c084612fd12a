"""Reads of persons and arrests: one of them, those of a page, those of many seizures at once."""

from uuid import UUID

from django.db.models import Prefetch

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.models import Arrest, Outcome, Person, Seizure


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


def arrest_of(person: Person, pk: UUID) -> Arrest:
    """Return one arrest of a person that came from `visible_to`; Missing when it is not there."""
    found = Arrest.objects.filter(person=person, pk=pk).select_related("agency").first()
    if found is None:
        raise Missing
    found.person, found.seizure = person, person.seizure
    return found


def arrested_count(seizure: Seizure) -> int:
    """Count the persons of a seizure with an arrest on record: distinct persons, not arrests."""
    rows = Arrest.objects.filter(seizure=seizure, person__withdrawn_at__isnull=True)
    return rows.values("person_id").distinct().count()
