"""The laboratory tab of a seizure: what tests indicate, what was sent away, what laboratories confirm."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from seizures.forms.faults import put_fault
from seizures.forms.laboratory import FieldTestForm, LabRequestForm, LabResultForm
from seizures.models import Item, Seizure
from seizures.queries.laboratory import examined
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_add_to_seizure, can_handle_identities
from seizures.services.laboratory import record_field_test, record_lab_result, send_to_laboratory
from seizures.views.examined import rows_of
from seizures.views.tabs import tabs


@require_GET
def laboratory(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show each item with what was indicated and what was confirmed, side by side, and what figures use."""
    actor, seizure = request.actor, visible_seizure(request.actor, pk)
    with grants.asked_once():
        identities = SEE_IDENTITY in grants.held(actor, seizure)
        adding = can_add_to_seizure(actor, seizure)
        serves = actor.serves(seizure.owner_agency, seizure.owner_unit)
        context = {
            "seizure": seizure,
            "tabs": tabs(seizure, "seizures:laboratory"),
            "items": rows_of(seizure, examined(seizure), identities=identities, serves=serves),
            "adding": adding,
        }
    record(actor, "laboratory.read", about=seizure)
    return render(request, "seizures/laboratory/list.html", context)


@require_http_methods(["GET", "POST"])
def field_test_add(request: ActorRequest, pk: UUID, item: int) -> HttpResponse:
    """Ask for a field test of an item; `?supersedes=` names the one that it corrects."""
    seizure, row = _asked(request, pk, item)
    identities = bool(can_handle_identities(request.actor, seizure))
    form = FieldTestForm(_sent(request), seizure=seizure, item=row, identities=identities)
    words = {"title": _("Add a field test"), "button": _("Save the test"), "intro": ""}
    return _answered(request, seizure, form, words, lambda: record_field_test(
        actor=request.actor, seizure=seizure, item=item, facts=form.facts(), supersedes=_supersedes(request)
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
def lab_request_add(request: ActorRequest, pk: UUID, item: int) -> HttpResponse:
    """Ask where an item was sent."""
    seizure, _row = _asked(request, pk, item)
    form = LabRequestForm(_sent(request), initial={"sent_on": seizure.occurred_on})
    intro = _("It waits in “My work” of your unit until a result is recorded.")
    words = {"title": _("Send to the laboratory"), "button": _("Save"), "intro": intro}
    return _answered(request, seizure, form, words, lambda: send_to_laboratory(
        actor=request.actor, seizure=seizure, item=item, **form.cleaned_data
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
def lab_result_add(request: ActorRequest, pk: UUID, item: int) -> HttpResponse:
    """Ask for a laboratory's result of an item; `?supersedes=` names the one that it corrects."""
    seizure, row = _asked(request, pk, item)
    waiting = row.lab_requests.filter(answered_at__isnull=True).first()
    form = LabResultForm(_sent(request), initial={"laboratory": waiting.laboratory} if waiting else {})
    intro = _("The result stays beside what was recorded; figures take the substance from it.")
    words = {"title": _("Add a laboratory result"), "button": _("Save the result"), "intro": intro}
    return _answered(request, seizure, form, words, lambda: record_lab_result(
        actor=request.actor, seizure=seizure, item=item, facts=form.facts(), supersedes=_supersedes(request)
    ))  # fmt: skip


def _asked(request: ActorRequest, pk: UUID, sequence: int) -> tuple[Seizure, Item]:
    """Return the seizure and its item; Missing for an item of another one, refused for who may not add."""
    seizure = visible_seizure(request.actor, pk)
    item: Item | None = seizure.items.filter(sequence=sequence).first()
    if item is None:
        raise Missing
    require(can_add_to_seizure(request.actor, seizure))
    return seizure, item


def _sent(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _supersedes(request: ActorRequest) -> UUID | None:
    """Return the row that is corrected, if the address names one; one that cannot be is not there."""
    text = request.GET.get("supersedes", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Missing from None


def _answered(
    request: ActorRequest, seizure: Seizure, form: forms.Form, words: dict[str, Any], act: Callable[[], Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Invalid as fault:
            _put(form, fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("seizures:laboratory", pk=seizure.pk)
    corrects = bool(request.GET.get("supersedes"))
    return render(
        request, "seizures/laboratory/form.html", {"seizure": seizure, "form": form, "corrects": corrects, **words}
    )


def _put(form: forms.Form, fault: Invalid) -> None:
    if fault.field in {"net_weight", "weight_unit"}:
        fault.field = "net"
    put_fault(form, fault)
