"""Open work of people who left a unit: how much there is, and giving it to somebody who stays."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.audit import record
from aircop.errors import Invalid, Missing
from taskforces.forms.handover import HandoverForm
from taskforces.models import TaskForce
from taskforces.queries.handover import leaver, leavers
from taskforces.rules import can_hand_over
from taskforces.services.handover import hand_over


def _unit(request: ActorRequest, pk: UUID) -> TaskForce:
    unit = TaskForce.objects.filter(pk=pk).first()
    if unit is None:
        raise Missing
    require(can_hand_over(request.actor, unit))
    return unit


def _crumbs(unit: TaskForce) -> list[dict[str, str]]:
    return [
        {"label": _("Units"), "href": reverse("taskforces:task-force-list")},
        {"label": unit.code, "href": reverse("taskforces:task-force-detail", args=[unit.pk])},
    ]


@require_GET
def handover_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show who left the unit with open work, and how much of what; not a word of it."""
    unit = _unit(request, pk)
    found = leavers(unit)
    record(request.actor, "work.list", about=unit, ids=[each.person.pk for each in found])
    context = {"unit": unit, "leavers": found, "crumbs": _crumbs(unit)}
    return render(request, "taskforces/handover/list.html", context)


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def handover_create(request: ActorRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Ask to whom and why, then hand over."""
    unit = _unit(request, pk)
    left = leaver(unit, person)
    form = HandoverForm(request.POST if request.method == "POST" else None, unit=unit, leaver=left)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = hand_over(
                actor=request.actor, task_force=unit, person=left.person, successor=told["successor"],
                reason=told["reason"],
            )  # fmt: skip
        except Invalid as fault:
            form.add_error(fault.field or None, fault.reason)
        else:
            messages.success(request, _("Handed over to %(name)s.") % {"name": made.successor.name})
            return redirect("taskforces:handover-list", pk=unit.pk)
    here = {"label": _("Work of people who left"), "href": reverse("taskforces:handover-list", args=[unit.pk])}
    context = {"unit": unit, "leaver": left, "form": form, "crumbs": [*_crumbs(unit), here]}
    return render(request, "taskforces/handover/create.html", context)
