"""Opening a case, changing it, taking it on, closing and merging it, throwing a draft away."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.actor import Actor
from aircop.access.models import new_id
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit.history import history
from aircop.errors import Invalid, StaleWrite
from aircop.web.versions import seen_version
from seizures.case_rules import (
    can_change_case,
    can_close_case,
    can_discard_case,
    can_merge_case,
    can_open_case,
    can_step_case,
)
from seizures.forms.case import CaseChangeForm, CaseForm, CloseForm, MergeForm, StepForm
from seizures.forms.faults import put_fault
from seizures.forms.handling import keep_handling
from seizures.models import Case, Seizure
from seizures.queries.case import family_of, own_case, seizures_chosen, visible_case
from seizures.rules import can_handle_identities, can_set_handling
from seizures.services.case import change_case, discard_case, open_case
from seizures.services.case_step import close_case, merge_case, step_case
from seizures.views.blank import own_id
from seizures.views.case_tabs import asked, page_of, sent, tried
from seizures.views.rows import rows_of
from taskforces.queries.task_force import acting_unit

CONFLICT = 412
MOST = 100  # seizures over which one case is opened at once


@require_http_methods(["GET", "POST"])
def case_create(request: ActorRequest) -> HttpResponse:
    """Open a case, over the seizures that the address names; the other button keeps a draft."""
    require(can_open_case(request.actor))
    unit, seizures = acting_unit(request.actor), _chosen(request)
    first = {"handling": "H0", "lead_agency": _agency_of(request.actor, seizures), "record": new_id()}
    form = CaseForm(sent(request), actor=request.actor, unit=unit, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            case = _open_once(request.actor, form, seizures, draft="draft" in request.POST)
        except Invalid as fault:
            put_fault(form, fault)
        else:
            words = _("%(reference)s is open.") if case.reference else _("Kept as a draft. Only you see it.")
            messages.success(request, words % {"reference": case.reference})
            return redirect("cases:case-detail", pk=case.pk)
    context = {"form": form, "rows": rows_of(seizures), "chosen": [row.pk for row in seizures]}
    return render(request, "seizures/case/create.html", context)


def _chosen(request: ActorRequest) -> list[Seizure]:
    """Return the seizures that were ticked, as far as the reader sees them; what is no id names nothing."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("id")
    return seizures_chosen(request.actor, [pk for pk in map(_uuid, named[:MOST]) if pk is not None])


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _agency_of(actor: Actor, seizures: list[Seizure]) -> UUID | None:
    """Return the agency that leads unless somebody says otherwise: that of the first seizure of the unit."""
    unit = actor.acting.unit_id if actor.acting else None
    own = actor.acting.agency_id if actor.acting else None
    return next((row.lead_agency_id for row in seizures if row.task_force_id == unit), own)


def _open_once(actor: Actor, form: CaseForm, seizures: list[Seizure], *, draft: bool) -> Case:
    """Open what the form tells, unless the same form opened a case already."""
    record_id = own_id(actor, _uuid(form.cleaned_data["record"]))
    known = own_case(actor, record_id) if record_id else None
    if known is not None:
        return known
    terms: dict[str, Any] = {"seizures": seizures, "draft": draft, **form.told()}
    try:
        with transaction.atomic():
            return open_case(actor=actor, case_id=record_id, **terms)
    except IntegrityError:  # sent twice at the same moment
        known = own_case(actor, record_id) if record_id else None
        return known or open_case(actor=actor, **terms)


@require_http_methods(["GET", "POST"])
def case_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change fields of a case; when somebody else was faster, show both texts and let the writer choose."""
    case = visible_case(request.actor, pk)
    require(can_change_case(request.actor, case))
    form = _change_form(request, case, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_case(actor=request.actor, case=case, version=version or 0, facts=form.changed())
        except StaleWrite as stale:
            return _conflict(request, case, form, stale)
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("cases:case-detail", pk=pk)
    return render(request, "seizures/case/change.html", page_of(case, "") | {"form": form})


def _change_form(request: ActorRequest, case: Case, data: Any = None, **kwargs: Any) -> CaseChangeForm:
    identities = bool(can_handle_identities(request.actor, case))
    parent = family_of(request.actor, case).parent
    form = CaseChangeForm(
        data, case=case, parent=(parent.reference if parent else "") or "", actor=request.actor, unit=case.task_force,
        identities=identities, **kwargs,
    )  # fmt: skip
    keep_handling(form, can_set_handling(request.actor, case))
    return form


def _conflict(request: ActorRequest, case: Case, form: CaseChangeForm, stale: StaleWrite) -> HttpResponse:
    """Show the record as it stands with the writer's own text over it; the next save names the new version."""
    last = next(iter(history(case, request.actor, limit=1)), None)
    typed = {name: form.data.getlist(name) if name == "offences" else form.data.get(name, "") for name in form.fields}  # type: ignore[attr-defined]
    again = _change_form(request, case, initial=typed | {"version": case.version})
    context = {"form": again, "clashes": form.clashes(), "reason": stale.reason, "last": last}
    return render(request, "seizures/case/change.html", page_of(case, "") | context, status=CONFLICT)


@require_http_methods(["GET", "POST"])
def case_step(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask where the case goes and why, then take it there."""
    case = visible_case(request.actor, pk)
    require(can_step_case(request.actor, case))
    form = StepForm(sent(request), case=case, initial={"version": case.version})
    if tried(request, form, lambda: step_case(
        actor=request.actor, case=case, then=form.cleaned_data["then"], reason=form.cleaned_data["reason"],
        version=seen_version(request),
    ), _("The case has gone on.")):  # fmt: skip
        return redirect("cases:case-detail", pk=pk)
    return asked(request, case, form, {"title": _("Take the case a step on"), "button": _("Save the step")})


@require_http_methods(["GET", "POST"])
def case_close(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask for the outcome and why, then close the case."""
    case = visible_case(request.actor, pk)
    require(can_close_case(request.actor, case))
    form = CloseForm(sent(request), initial={"version": case.version})
    if tried(request, form, lambda: close_case(
        actor=request.actor, case=case, outcome=form.cleaned_data["outcome"], reason=form.cleaned_data["reason"],
        version=seen_version(request),
    ), _("The case is closed.")):  # fmt: skip
        return redirect("cases:case-detail", pk=pk)
    intro = _("A supervisor can take it up again. What was still to do stays as it is.")
    return asked(request, case, form, {"title": _("Close the case"), "button": _("Close the case"), "intro": intro})


@require_http_methods(["GET", "POST"])
def case_merge(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask for the case that goes on and why, then let this one go on within it."""
    case = visible_case(request.actor, pk)
    require(can_merge_case(request.actor, case))
    form = MergeForm(sent(request), actor=request.actor, initial={"version": case.version})
    if tried(request, form, lambda: merge_case(
        actor=request.actor, case=case, into=form.cleaned_data["into"], reason=form.cleaned_data["reason"],
        version=seen_version(request),
    ), _("It goes on within the other case.")):  # fmt: skip
        return redirect("cases:case-detail", pk=pk)
    intro = _("What is linked here is linked there too. Tasks and notes stay here, to be read.")
    return asked(request, case, form, {"title": _("Merge with another case"), "button": _("Merge"), "intro": intro})


@require_http_methods(["GET", "POST"])
def case_discard(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask first, then throw a draft away."""
    case = visible_case(request.actor, pk)
    require(can_discard_case(request.actor, case))
    if request.method == "POST":
        with transaction.atomic():
            discard_case(actor=request.actor, case=case)
        messages.success(request, _("The draft is gone."))
        return redirect("cases:case-list")
    words = {"title": _("Throw the draft away"), "button": _("Throw away"), "intro": _("It cannot be brought back.")}
    return asked(request, case, forms.Form(), words)
