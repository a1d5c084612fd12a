"""A unit's life: its milestones as steps, recording one, striking one out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.reference.queries import labels
from aircop.web.words import day
from taskforces.forms.milestone import MilestoneForm, StrikeForm
from taskforces.models import Milestone, TaskForce
from taskforces.queries.milestone import milestones_of, order_of_milestones
from taskforces.queries.task_force import units
from taskforces.rules import can_reach_milestone, can_strike_milestone
from taskforces.services.milestone import reach_milestone, strike_milestone


def life_of(unit: TaskForce, actor: Actor) -> dict[str, Any]:
    """Return what the page of a unit shows of its life."""
    stands, words = milestones_of(unit.pk), labels("milestone")
    steps = [
        {
            "label": words[code],
            "state": "current" if code == unit.stage else "done" if code in stands else "todo",
            "note": day(stands[code].reached_on) if code in stands else "",
        }
        for code in order_of_milestones()
    ]
    shown = [
        {
            "pk": each.pk,
            "label": words[each.kind],
            "reached_on": day(each.reached_on),
            "document": each.document,
            "note": each.note,
        }
        for each in stands.values()
    ]
    return {"steps": steps, "milestones": shown, "may_reach": bool(can_reach_milestone(actor, unit))}


def _unit(pk: UUID) -> TaskForce:
    unit = units().filter(pk=pk).first()
    if unit is None:
        raise Missing
    return unit


def _asked(request: ActorRequest, unit: TaskForce, form: forms.Form, **words: str) -> HttpResponse:
    crumbs = [
        {"label": _("Units"), "href": reverse("taskforces:task-force-list")},
        {"label": unit.code, "href": reverse("taskforces:task-force-detail", args=[unit.pk])},
    ]
    return render(request, "taskforces/milestone/ask.html", {"form": form, "unit": unit, "crumbs": crumbs, **words})


@require_http_methods(["GET", "POST"])
def milestone_create(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Record that a unit reached a milestone."""
    unit = _unit(pk)
    require(can_reach_milestone(request.actor, unit))
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reach_milestone(actor=request.actor, task_force=unit, **form.cleaned_data)
        except (Invalid, NotAllowed) as fault:
            name = getattr(fault, "field", "kind")
            form.add_error(name if name in form.fields else None, fault.reason)
        else:
            messages.success(request, _("The milestone is recorded."))
            return redirect("taskforces:task-force-detail", pk=unit.pk)
    return _asked(request, unit, form, heading=_("Record a milestone"), button=_("Record"))


@require_http_methods(["GET", "POST"])
def milestone_strike(request: ActorRequest, pk: UUID, milestone: UUID) -> HttpResponse:
    """Ask why, then strike a milestone out."""
    unit = _unit(pk)
    found = Milestone.objects.standing().filter(task_force=unit, pk=milestone).select_related("task_force").first()
    if found is None:
        raise Missing
    require(can_strike_milestone(request.actor, found))
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        strike_milestone(actor=request.actor, milestone=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("The milestone is struck out."))
        return redirect("taskforces:task-force-detail", pk=unit.pk)
    lead = _("It stays in the records with your reason, and the stage of the unit follows what is left.")
    words = {"heading": _("Strike out a milestone"), "button": _("Strike out"), "kind": "danger", "lead": lead}
    return _asked(request, unit, form, **words)
