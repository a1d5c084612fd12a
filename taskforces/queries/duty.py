"""Reads of duty rosters: who is on duty now anywhere, and the roster of one unit."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.accounts.enums import Kind
from aircop.accounts.models import User
from aircop.errors import Missing
from taskforces.models import ContactPoint, DutyShift, Membership
from taskforces.models.duty import DutyShiftQuerySet
from taskforces.queries.task_force import holding

DESK = "DUTY"  # the function of the desk at which they answer
AHEAD = timedelta(days=31)
MOST = 200


def answerers(task_force_id: UUID) -> QuerySet[User]:
    """Return who can be on duty for a unit: whoever answers its alerts now, by name."""
    seats = holding(task_force_id, Permission.ANSWER_ALERT).order_by()
    return User.objects.filter(pk__in=seats.values("person"), is_active=True, kind=Kind.PERSON).order_by("name", "pk")


def serving(rows: DutyShiftQuerySet) -> DutyShiftQuerySet:
    """Keep the shifts of people who still serve in their unit."""
    seats = Membership.objects.in_force().filter(person=OuterRef("person"), task_force=OuterRef("task_force"))
    return rows.filter(Exists(seats))


def on_duty_now(actor: Actor) -> list[DutyShift]:
    """Return who is on duty now, by unit, whoever stands in for another last."""
    rows = serving(DutyShift.objects.visible_to(actor).running()).with_rows()
    return list(rows.order_by("task_force__code", "backup", "starts_at", "pk")[:MOST])


def roster_of(actor: Actor, task_force_id: UUID) -> list[DutyShift]:
    """Return the shifts of a unit that run or are to come within a month, in their order."""
    rows = DutyShift.objects.visible_to(actor).filter(task_force=task_force_id, ends_at__gt=Now())
    return list(rows.filter(starts_at__lt=Now() + AHEAD).with_rows().order_by("starts_at", "backup", "pk")[:MOST])


def visible_shift(actor: Actor, task_force_id: UUID, pk: UUID) -> DutyShift:
    """Return one shift of a unit; Missing when it is not there or not for this reader."""
    found = DutyShift.objects.visible_to(actor).with_rows().filter(pk=pk, task_force=task_force_id).first()
    if found is None:
        raise Missing
    return found


def may_name(actor: Actor, shift: DutyShift) -> bool:
    """Whether the reader is told who it is: people of the unit and of its host agency are, others call the desk."""
    return reads_all_of(actor, shift.task_force_id, shift.owner_agency)


def reads_all_of(actor: Actor, task_force_id: UUID, host_agency: UUID) -> bool:
    """Whether the reader sees the whole roster of a unit: who serves in it, or with its host agency."""
    return any(each.unit_id == task_force_id or each.agency_id == host_agency for each in actor.memberships)


def fitting(shifts: Iterable[DutyShift], wanted: Mapping[str, Any]) -> list[DutyShift]:
    """Return those whom the filters of the directory leave: country, unit, language, and the desk's function."""
    if wanted.get("function", DESK) != DESK or wanted.get("agency"):
        return []
    return [
        each
        for each in shifts
        if wanted.get("country") in (None, "", each.task_force.airport.country_id)
        and wanted.get("unit") in (None, "", each.task_force.code)
        and (not wanted.get("language") or wanted["language"] in each.languages)
    ]


def without_desk(actor: Actor, shifts: list[DutyShift]) -> list[DutyShift]:
    """Return those whose unit has no duty desk in the directory."""
    units = {each.task_force_id for each in shifts}
    if not units:
        return []
    desks = ContactPoint.objects.visible_to(actor).filter(function=DESK, task_force__in=units)
    known = set(desks.values_list("task_force_id", flat=True))
    return [each for each in shifts if each.task_force_id not in known]
