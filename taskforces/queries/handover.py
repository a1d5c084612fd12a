"""What people who left a unit had begun there, asked of the apps that know it.

Each app that lets people begin something registers an `Estate`: it tells what is left, never its text, and gives it to
somebody else. The hand-over itself, its guard and its record are here, once.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from aircop.access.actor import Actor
from aircop.access.roles import Permission, Role
from aircop.accounts.enums import Kind
from aircop.accounts.models import User
from aircop.errors import Missing
from taskforces.models import Handover, Membership, TaskForce

SUCCEEDS = (Role.OFFICER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that somebody left: who, what kind of thing, which, begun when."""

    person_id: UUID
    kind: str
    object_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Estate:
    """What an app hands over.

    `words` says each of its kinds with a number; `left` returns what people who left a unit have open there, as far as
    the bound subject may hand it over; `hand` gives a person's things to another and returns those that it gave.
    """

    words: Mapping[str, Callable[[int], str]]
    left: Callable[[UUID], Sequence[Left]]
    hand: Callable[[UUID, UUID, UUID], Sequence[Left]]


_estates: dict[str, Estate] = {}


def register_estate(app: str, estate: Estate) -> None:
    """Register what an app hands over; a second call replaces the first."""
    _estates[app] = estate


def estates() -> list[Estate]:
    """Return what there is to hand over."""
    return list(_estates.values())


def count_words(kinds: Mapping[str, int]) -> list[str]:
    """Say how many things of each kind."""
    return [estate.words[kind](n) for estate in estates() for kind, n in kinds.items() if kind in estate.words and n]


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who left a unit with open work: how much of each kind, the oldest of when."""

    person: User
    agency_id: UUID
    kinds: Mapping[str, int]
    since: datetime

    @property
    def words(self) -> list[str]:
        """Return how much of each kind, in words."""
        return count_words(self.kinds)


def leavers(unit: TaskForce) -> list[Leaver]:
    """Return those who left a unit and have open work there, as far as the bound subject may hand it over."""
    found: dict[UUID, list[Left]] = {}
    for estate in estates():
        for each in estate.left(unit.pk):
            found.setdefault(each.person_id, []).append(each)
    sat = Membership.objects.filter(task_force=unit, person_id__in=found).select_related("person")
    last = {seat.person_id: seat for seat in sat.order_by("valid_from")}
    rows = [
        Leaver(seat.person, seat.agency_id, Counter(each.kind for each in found[pk]), min(e.at for e in found[pk]))
        for pk, seat in last.items()
    ]
    return sorted(rows, key=lambda row: (row.since, row.person.pk))


def leaver(unit: TaskForce, person: UUID) -> Leaver:
    """Return one of them; Missing for anybody else."""
    for each in leavers(unit):
        if each.person.pk == person:
            return each
    raise Missing


def successors(unit: TaskForce, person: UUID | None = None) -> QuerySet[User]:
    """Return those to whom work of a unit (that somebody left) can be given: its officers and supervisors of now."""
    seats = Membership.objects.in_force().filter(task_force=unit, role__in=SUCCEEDS)
    people = User.objects.filter(pk__in=seats.values("person"), is_active=True, kind=Kind.PERSON)
    return (people.exclude(pk=person) if person else people).order_by("name", "pk")


def handovers_of(actor: Actor) -> QuerySet[Handover]:
    """Return what was handed over where the actor hands over; an administrator finds its own agency's people alone."""
    acting = actor.acting
    if acting is None or not actor.may(Permission.HAND_OVER):
        return Handover.objects.none()
    where = {"agency_id": acting.agency_id} if acting.unit_id is None else {"task_force_id": acting.unit_id}
    return Handover.objects.filter(**where)


def units_to_hand_over(actor: Actor) -> QuerySet[TaskForce]:
    """Return the units in which the actor hands over, in the membership in which it acts."""
    acting = actor.acting
    if acting is None:
        return TaskForce.objects.none()
    if acting.unit_id is not None:
        return TaskForce.objects.filter(pk=acting.unit_id)
    served = Q(memberships__agency_id=acting.agency_id)
    return TaskForce.objects.filter(served).distinct().order_by("code")
