"""Pages of the units: all of them, and one with its agencies and people."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.roles import ROLE_LABELS, Permission, Role
from aircop.audit import record
from aircop.errors import Missing
from taskforces.models import Membership, TaskForce
from taskforces.queries.task_force import unit_page, units_with_agencies
from taskforces.rules import can_hand_over
from taskforces.views.milestone import life_of


@require_GET
def task_force_list(request: ActorRequest) -> HttpResponse:
    """Show every unit of the network; that they exist is no secret to anybody signed in."""
    own = {each.unit_id for each in request.actor.memberships}
    units = sorted(units_with_agencies(), key=lambda unit: (unit.pk not in own, unit.code))
    return render(request, "taskforces/task_force/list.html", {"units": units, "own": own})


@require_GET
def task_force_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show one unit; the names of its people only to colleagues."""
    unit = unit_page(pk).first()
    if unit is None:
        raise Missing
    people = list(unit.people_now)  # type: ignore[attr-defined]
    named = [each for each in people if _may_name(request.actor, unit, each)]
    if named:
        record(request.actor, "task_force.people", about=unit, ids=[each.person_id for each in named])
    context = {
        "unit": unit,
        "people": [_named(each) for each in named],
        "others": _counted(people, named),
        **life_of(unit, request.actor),
        "may_hand_over": can_hand_over(request.actor, unit) if request.actor.may(Permission.HAND_OVER) else None,
        "crumbs": [{"label": _("Units"), "href": reverse("taskforces:task-force-list")}],
    }
    return render(request, "taskforces/task_force/detail.html", context)


def _may_name(actor: Actor, unit: TaskForce, membership: Membership) -> bool:
    """Names are for people of the same unit, of the same agency, and for who keeps the units."""
    return (
        actor.holds(Permission.MANAGE_UNITS)
        or any(each.unit_id == unit.pk for each in actor.memberships)
        or any(each.agency_id == membership.agency_id for each in actor.memberships)
    )


def _named(membership: Membership) -> dict[str, Any]:
    person = membership.person
    return {
        "name": person.name,
        "staff_id": person.staff_id,
        "role": ROLE_LABELS[Role(membership.role)],
        "agency": membership.agency,
        "since": membership.valid_from,
        "until": membership.valid_to,
    }


def _counted(people: list[Membership], named: list[Membership]) -> list[dict[str, Any]]:
    """Return how many serve in each role whose names are not shown."""
    known = {each.pk for each in named}
    counts = Counter(each.role for each in people if each.pk not in known)
    return [{"role": ROLE_LABELS[role], "count": counts[role]} for role in Role if counts[role]]
