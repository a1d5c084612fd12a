"""Sharing a case with what is linked to it, adding to such a share, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Share
from aircop.access.requests import ActorRequest
from aircop.access.roles import LEVEL_WORDS
from aircop.access.verdict import Verdict, require
from aircop.errors import Invalid, Missing
from seizures.enums import ItemChoice
from seizures.forms.case_share import CaseShareForm, ExtendForm
from seizures.forms.faults import put_fault
from seizures.models import Case, Seizure
from seizures.queries.case_share import case_shares, linked_seizures, shared_case, shared_items
from seizures.queries.consent import note_consents
from seizures.rules import can_share_seizure
from seizures.services.case_share import share_case, share_case_items
from seizures.services.share import unshare_record
from seizures.sharing_rules import can_share_case, can_unshare_case

PREVIEW = "preview"


def items_of(actor: Actor, case: Case) -> list[tuple[Seizure, Verdict]]:
    """Return what is linked to a case, each with whether the actor may share it. Asked at once for any number."""
    seizures = linked_seizures(actor, case)
    note_consents(actor, seizures)
    with grants.asked_once(actor, seizures):
        return [(seizure, can_share_seizure(actor, seizure)) for seizure in seizures]


@require_http_methods(["GET", "POST"])
def case_share(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Share a case, after a look at what they will see of it and of what is linked to it."""
    case = shared_case(request.actor, pk)
    require(can_share_case(request.actor, case))
    items, preview = items_of(request.actor, case), PREVIEW in request.POST
    form = _form(case, items, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not preview and form.is_valid():
        try:
            share = share_case(
                actor=request.actor, case=case, receiver=form.receiver(), terms=form.terms(), items=form.items()
            )
        except Invalid as fault:
            put_fault(form, _on_item(fault))
        else:
            messages.success(request, _("Shared with %(agency)s.") % {"agency": share.label})
            return redirect("shares:case-extend", pk=pk, share=share.pk)
    return render(request, "seizures/case_share/create.html", _context(case, items, form, preview=preview))


def _form(case: Case, items: list[tuple[Seizure, Verdict]], sent: Any = None, **initial: Any) -> CaseShareForm:
    return CaseShareForm(sent, about=case, zone=case.task_force.airport.timezone, items=items, **initial)


def _on_item(fault: Invalid) -> Invalid:
    """Return the fault with the name that the form has for the seizure that it concerns."""
    fault.field = fault.field.replace("items.", "item-")
    return fault


def _context(
    case: Case, items: list[tuple[Seizure, Verdict]], form: CaseShareForm, *, preview: bool
) -> dict[str, object]:
    level, with_identities = form.would_see()
    choices = dict(ItemChoice.choices)
    seen = [{"label": str(seizure), "value": choices[form.chosen(seizure)]} for seizure, _verdict in items]
    if preview:
        form = _form(case, items, initial=form.data.dict())  # type: ignore[attr-defined]
    hidden = [str(_field(name)) for name, each in Case.FIELDS.items() if each == FieldClass.IDENTITY]
    return {
        "case": case,
        "form": form,
        "may": LEVEL_WORDS[level],
        "identities": with_identities,
        "hidden": ", ".join(hidden),
        "seen": seen,
        "shares": case_shares(case),
    }


def _field(name: str) -> Any:
    return {"narrative": _("Narrative"), "notes": _("Notes")}.get(name, name)


def _visible(actor: Actor, pk: UUID, share: UUID) -> tuple[Case, Share]:
    """Return a case and one of its shares that the actor may take back; else there is none."""
    case = shared_case(actor, pk)
    require(can_unshare_case(actor, case))
    found = next((each for each in case_shares(case) if each.pk == share), None)
    if found is None or not can_unshare_case(actor, case, found):
        raise Missing
    return case, found


@require_http_methods(["GET", "POST"])
def case_share_extend(request: ActorRequest, pk: UUID, share: UUID) -> HttpResponse:
    """Show what goes along with a share of a case, and add what was linked later or left out."""
    case, head = _visible(request.actor, pk, share)
    held = shared_items(head)
    items = items_of(request.actor, case)
    open_items = [(seizure, verdict) for seizure, verdict in items if seizure.pk not in held]
    form = ExtendForm(request.POST if request.method == "POST" else None, items=open_items)
    if request.method == "POST" and form.is_valid():
        accepted = form.cleaned_data.get("conditions_accepted", False)
        try:
            share_case_items(
                actor=request.actor, case=case, share_id=share, items=form.items(), conditions_accepted=accepted
            )
        except Invalid as fault:
            put_fault(form, _on_item(fault))
        else:
            messages.success(request, _("%(agency)s sees what you chose.") % {"agency": head.label})
            return redirect("shares:case-extend", pk=pk, share=share)
    rows = [{"seizure": seizure, "share": held[seizure.pk]} for seizure, _verdict in items if seizure.pk in held]
    context = {"case": case, "share": head, "form": form, "held": rows, "more": bool(open_items)}
    return render(request, "seizures/case_share/extend.html", context)


@require_http_methods(["GET", "POST"])
def case_share_end(request: ActorRequest, pk: UUID, share: UUID) -> HttpResponse:
    """Ask first, then take back a share of a case, with everything that came by it."""
    case, head = _visible(request.actor, pk, share)
    if request.method == "POST":
        ended = unshare_record(actor=request.actor, about=case, share_id=share)
        messages.success(request, _("%(agency)s no longer sees it by this share.") % {"agency": ended.label})
        return redirect("shares:case-share", pk=pk)
    context = {"case": case, "share": head, "count": len(shared_items(head))}
    return render(request, "seizures/case_share/end.html", context)
