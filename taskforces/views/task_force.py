"""Pages of the units: all of them, and one with its agencies and people."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.roles import ROLE_LABELS, Permission, Role
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from taskforces.forms.task_force import AdmitForm, TaskForceForm
from taskforces.models import Membership, TaskForce
from taskforces.queries.task_force import unit_page, units, units_with_agencies
from taskforces.rules import can_hand_over, can_manage_task_force, can_open_task_force
from taskforces.services.task_force import admit_agency, open_task_force
from taskforces.views.milestone import life_of


@require_GET
def task_force_list(request: ActorRequest) -> HttpResponse:
    """Show every unit of the network; that they exist is no secret to anybody signed in."""
    own = {each.unit_id for each in request.actor.memberships}
    rows = sorted(units_with_agencies(), key=lambda unit: (unit.pk not in own, unit.code))
    context = {"units": rows, "own": own, "may_open": bool(can_open_task_force(request.actor))}
    return render(request, "taskforces/task_force/list.html", context)


def _crumbs(*units_: TaskForce) -> list[dict[str, str]]:
    every = {"label": _("Units"), "href": reverse("taskforces:task-force-list")}
    return [every, *({"label": unit.code, "href": _address(unit)} for unit in units_)]


def _address(unit: TaskForce) -> str:
    return reverse("taskforces:task-force-detail", args=[unit.pk])


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
        "may_admit": bool(can_manage_task_force(request.actor, unit)),
        "crumbs": _crumbs(),
    }
    return render(request, "taskforces/task_force/detail.html", context)


@require_http_methods(["GET", "POST"])
def task_force_create(request: ActorRequest) -> HttpResponse:
    """Open a unit."""
    require(can_open_task_force(request.actor))
    form = TaskForceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            unit = open_task_force(actor=request.actor, **form.cleaned_data)
        except Invalid as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.reason)
        else:
            messages.success(request, _("The unit is open. Admit the other agencies, then record its milestones."))
            return redirect("taskforces:task-force-detail", pk=unit.pk)
    words = {"heading": _("Open a unit"), "button": _("Open unit"), "back": reverse("taskforces:task-force-list")}
    return render(request, "taskforces/open.html", {"form": form, "crumbs": _crumbs(), **words})


@require_http_methods(["GET", "POST"])
def agency_admit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let another agency take part in a unit."""
    unit = units().filter(pk=pk).first()
    if unit is None:
        raise Missing
    require(can_manage_task_force(request.actor, unit))
    form = AdmitForm(request.POST if request.method == "POST" else None, unit=unit)
    if request.method == "POST" and form.is_valid():
        admit_agency(actor=request.actor, task_force=unit, agency=form.cleaned_data["agency"])
        messages.success(request, _("The agency takes part. Its people can be given roles in the unit."))
        return redirect("taskforces:task-force-detail", pk=unit.pk)
    words = {"heading": _("Admit an agency"), "button": _("Admit"), "back": _address(unit), "kicker": str(unit)}
    return render(request, "taskforces/open.html", {"form": form, "crumbs": _crumbs(unit), **words})


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
