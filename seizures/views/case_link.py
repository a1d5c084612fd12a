"""Tabs of what a case is about: seizures, persons, agencies and other cases, linked and taken off again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.audit import record
from aircop.errors import Missing
from seizures.case_rules import can_add_to_case, can_change_case
from seizures.forms.case_parts import CaseAgencyForm, CaseLinkForm, PersonLinkForm, SeizureLinkForm
from seizures.queries.case import (
    agencies_of,
    family_of,
    persons_in,
    persons_to_link,
    seizures_of,
    visible_case,
)
from seizures.queries.person import visible_person
from seizures.queries.seizure import visible_seizure
from seizures.services.case_agency import add_case_agency, end_case_agency
from seizures.services.case_link import (
    link_case,
    link_person,
    link_seizure,
    unlink_case,
    unlink_person,
    unlink_seizure,
)
from seizures.views.case_shown import note_others
from seizures.views.case_tabs import done, page_of, sent, tried
from seizures.views.rows import rows_of
from taskforces.models import Agency

AGENCY, OTHER = "add_agency", "add_case"


@require_http_methods(["GET", "POST"])
def case_seizures(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the seizures that the reader sees linked; take a further one by its reference."""
    actor, case = request.actor, visible_case(request.actor, pk)
    form = SeizureLinkForm(sent(request), actor=actor)
    if tried(
        request, form, lambda: link_seizure(actor=actor, case=case, seizure=form.cleaned_data["seizure"]),
        _("The seizure is linked. Its readers stay as they are."),
    ):  # fmt: skip
        return redirect("cases:case-seizures", pk=pk)
    record(actor, "case.read", about=case)
    seizures = seizures_of(actor, case)
    note_others(actor, case, seizures)
    context = {"rows": rows_of(seizures), "form": form, "may_add": can_add_to_case(actor, case)}
    return render(request, "seizures/case/seizures.html", page_of(case, "cases:case-seizures") | context)


@require_POST
def case_seizure_unlink(request: ActorRequest, pk: UUID, seizure: UUID) -> HttpResponse:
    """Take a seizure off the case."""
    actor, case = request.actor, visible_case(request.actor, pk)
    row = visible_seizure(actor, seizure)
    words = _("The seizure is taken off. The history keeps that it was there.")
    return done(
        request, case, lambda: unlink_seizure(actor=actor, case=case, seizure=row), words, "cases:case-seizures"
    )


@require_http_methods(["GET", "POST"])
def case_persons(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the persons of the case with their roles; link one of the persons of its seizures."""
    actor, case = request.actor, visible_case(request.actor, pk)
    form = PersonLinkForm(sent(request), persons=persons_to_link(actor, case))
    if tried(
        request, form, lambda: link_person(actor=actor, case=case, **form.cleaned_data), _("The person is linked.")
    ):
        return redirect("cases:case-persons", pk=pk)
    record(actor, "case.read", about=case)
    persons = persons_in(actor, case)
    note_others(actor, case, [each.person for each in persons])
    context = {"persons": persons, "form": form, "may_add": can_add_to_case(actor, case)}
    return render(request, "seizures/case/persons.html", page_of(case, "cases:case-persons") | context)


@require_POST
def case_person_unlink(request: ActorRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Take a person off the case."""
    actor, case = request.actor, visible_case(request.actor, pk)
    row = visible_person(actor, person)
    words = _("The person is taken off. The history keeps that it was there.")
    return done(request, case, lambda: unlink_person(actor=actor, case=case, person=row), words, "cases:case-persons")


@require_http_methods(["GET", "POST"])
def case_related(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the agencies that take part and the cases that have to do with this one; add to either."""
    actor, case = request.actor, visible_case(request.actor, pk)
    agency = CaseAgencyForm(request.POST if AGENCY in request.POST else None, prefix="agency")
    other = CaseLinkForm(request.POST if OTHER in request.POST else None, actor=actor, prefix="case")
    if tried(
        request, agency, lambda: add_case_agency(actor=actor, case=case, **agency.cleaned_data),
        _("The agency takes part. To let it see the case, share it."),
    ) or tried(
        request, other, lambda: link_case(actor=actor, case=case, **other.cleaned_data), _("The cases are linked.")
    ):  # fmt: skip
        return redirect("cases:case-related", pk=pk)
    record(actor, "case.read", about=case)
    context = {
        "agencies": agencies_of(case),
        "related": family_of(actor, case).related,
        "agency_form": agency,
        "case_form": other,
        "may_add": can_add_to_case(actor, case),
        "may_change": can_change_case(actor, case),
        "AGENCY": AGENCY,
        "OTHER": OTHER,
    }
    return render(request, "seizures/case/related.html", page_of(case, "cases:case-related") | context)


@require_POST
def case_agency_end(request: ActorRequest, pk: UUID, agency: UUID) -> HttpResponse:
    """Let an agency take part no longer."""
    actor, case = request.actor, visible_case(request.actor, pk)
    row = Agency.objects.filter(pk=agency).first()
    if row is None:
        raise Missing
    words = _("The agency takes part no longer. The history keeps that it did.")
    return done(request, case, lambda: end_case_agency(actor=actor, case=case, agency=row), words, "cases:case-related")


@require_POST
def case_unlink(request: ActorRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Take another case off this one."""
    actor, case = request.actor, visible_case(request.actor, pk)
    row = visible_case(actor, other)
    words = _("The link between the cases is ended.")
    return done(request, case, lambda: unlink_case(actor=actor, case=case, other=row), words, "cases:case-related")
