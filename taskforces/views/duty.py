"""The page of a unit's duty roster: who is on duty, putting somebody on it, taking somebody off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.web.words import place_of
from taskforces.forms.duty import ShiftForm
from taskforces.models import TaskForce
from taskforces.queries.duty import reads_all_of, roster_of, visible_shift
from taskforces.queries.task_force import units
from taskforces.rules import can_keep_roster, can_remove_duty_shift
from taskforces.services.duty import add_duty_shift, remove_duty_shift
from taskforces.views.duty_shown import by_day, shift_row


def _unit(pk: UUID) -> TaskForce:
    unit = units().filter(pk=pk).first()
    if unit is None:
        raise Missing
    return unit


@require_http_methods(["GET", "POST"])
def duty_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the roster; whoever keeps it puts people on it here. Others see who is on duty now, without the name."""
    actor, unit = request.actor, _unit(pk)
    may = can_keep_roster(actor, unit)
    if request.method == "POST":
        require(may)
    form = ShiftForm(request.POST if request.method == "POST" else None, unit=unit) if may else None
    if form is not None and request.method == "POST" and form.is_valid() and _added(request, unit, form):
        return redirect("taskforces:duty-list", pk=unit.pk)
    shifts = roster_of(actor, unit.pk)
    if shifts:
        record(actor, "duty_shift.list", rows=shifts)
    rows = [shift_row(actor, each) | {"may": bool(can_remove_duty_shift(actor, each))} for each in shifts]
    context = {
        "unit": unit,
        "form": form,
        "days": by_day(rows),
        "whole": reads_all_of(actor, unit.pk, unit.host_agency_id),
        "place": place_of(unit.airport.timezone),
        "crumbs": [
            {"label": _("Units"), "href": reverse("taskforces:task-force-list")},
            {"label": unit.code, "href": reverse("taskforces:task-force-detail", args=[unit.pk])},
        ],
    }
    return render(request, "taskforces/duty/list.html", context)


def _added(request: ActorRequest, unit: TaskForce, form: ShiftForm) -> bool:
    """Put what was typed onto the roster; a refusal stands at its field."""
    shift, days = form.told()
    try:
        rows = add_duty_shift(actor=request.actor, task_force=unit, shift=shift, days=days)
    except Invalid as fault:
        name = {"starts_at": "first", "ends_at": "ends", "days": "last"}.get(fault.field, fault.field)
        form.add_error(name if name in form.fields else None, fault.reason)
        return False
    said = ngettext("%(n)d shift is on the roster.", "%(n)d shifts are on the roster.", len(rows))
    messages.success(request, said % {"n": len(rows)})
    return True


@require_POST
def duty_remove(request: ActorRequest, pk: UUID, shift: UUID) -> HttpResponse:
    """Take a shift off the roster; one that runs ends now."""
    remove_duty_shift(actor=request.actor, shift=visible_shift(request.actor, pk, shift))
    messages.success(request, _("It is off the roster."))
    return redirect("taskforces:duty-list", pk=pk)
