"""The tab of agencies and duplicates: who took part, numbers elsewhere, what looks alike, what was merged."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.audit import record
from aircop.errors import Invalid
from seizures.forms.faults import put_fault
from seizures.forms.related import AgencyForm, NumberForm
from seizures.models import Seizure
from seizures.queries.assistance import assistances_of, numbers_of
from seizures.queries.case import cases_of
from seizures.queries.duplicate import hints_of, merges_into
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_add_to_seizure
from seizures.services.assistance import (
    add_assisting_agency,
    add_external_reference,
    end_assistance,
    end_external_reference,
)
from seizures.views.alike import reasons
from seizures.views.tabs import tabs

AGENCY, NUMBER = "add_agency", "add_number"


@require_http_methods(["GET", "POST"])
def related(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show who took part and what looks alike; take a further agency, or a number."""
    seizure = visible_seizure(request.actor, pk)
    agency = AgencyForm(request.POST if AGENCY in request.POST else None, prefix="agency")
    number = NumberForm(request.POST if NUMBER in request.POST else None, prefix="number")
    for form, add in ((agency, _add_agency), (number, _add_number)):
        if form.is_bound and form.is_valid():
            try:
                add(request, seizure, form)
            except Invalid as fault:
                put_fault(form, fault)
            else:
                return redirect("seizures:related", pk=pk)
    record(request.actor, "seizure.read", about=seizure)
    with grants.asked_once():
        return render(request, "seizures/related/detail.html", _context(request, seizure, agency, number))


def _add_agency(request: ActorRequest, seizure: Seizure, form: AgencyForm) -> None:
    agency = form.cleaned_data["agency"]
    add_assisting_agency(actor=request.actor, seizure=seizure, agency=agency)
    messages.success(request, _("%(agency)s took part.") % {"agency": agency})


def _add_number(request: ActorRequest, seizure: Seizure, form: AgencyForm) -> None:
    made = add_external_reference(actor=request.actor, seizure=seizure, **form.cleaned_data)
    messages.success(request, _("%(number)s is kept.") % {"number": made.number})


def _context(request: ActorRequest, seizure: Seizure, agency: AgencyForm, number: NumberForm) -> dict[str, object]:
    found = hints_of(request.actor, seizure)
    others = [(hint, hint.second if hint.first_id == seizure.pk else hint.first) for hint in found]
    return {
        "seizure": seizure,
        "tabs": tabs(seizure, "seizures:related"),
        "assistances": assistances_of(seizure),
        "numbers": numbers_of(seizure),
        "alike": [{"hint": hint, "other": other, "reasons": reasons(hint.reasons)} for hint, other in others],
        "merged": merges_into(seizure),
        "cases": cases_of(request.actor, seizure),
        "may_add": can_add_to_seizure(request.actor, seizure),
        "agency_form": agency,
        "number_form": number,
        "AGENCY": AGENCY,
        "NUMBER": NUMBER,
    }


@require_POST
def agency_end(request: ActorRequest, pk: UUID, part: UUID) -> HttpResponse:
    """Take an assisting agency off again."""
    end_assistance(actor=request.actor, seizure=visible_seizure(request.actor, pk), assistance_id=part)
    messages.success(request, _("The agency is taken off. The history keeps that it was there."))
    return redirect("seizures:related", pk=pk)


@require_POST
def number_end(request: ActorRequest, pk: UUID, part: UUID) -> HttpResponse:
    """Take a number off again."""
    end_external_reference(actor=request.actor, seizure=visible_seizure(request.actor, pk), reference_id=part)
    messages.success(request, _("The number is taken off. The history keeps that it was there."))
    return redirect("seizures:related", pk=pk)
