"""Pages of an arrest: its checklist of rights, and what became of it."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from seizures.enums import EntryForm
from seizures.forms.person import OutcomeForm
from seizures.queries.person import arrest_of, visible_person
from seizures.rules import can_add_people, can_handle_identities, can_record_outcome
from seizures.services.arrest import change_arrest, record_arrest, record_outcome
from seizures.views.part_forms import arrest_form
from seizures.views.person import answered, person_page


@require_http_methods(["GET", "POST"])
def arrest_create(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Record an arrest of a person, with the checklist as far as it is known."""
    person = visible_person(request.actor, pk)
    require(can_add_people(request.actor, person.seizure))
    title = _("Record the arrest of %(person)s") % {"person": person}
    make = partial(arrest_form, request, person, None)
    page = person_page(request, person, make, kind=EntryForm.ARREST, part=str(person.pk), title=title)
    return page.answer(lambda form: record_arrest(actor=request.actor, person=person, facts=form.facts()))


@require_http_methods(["GET", "POST"])
def arrest_change(request: ActorRequest, pk: UUID, arrest: UUID) -> HttpResponse:
    """Complete an arrest: what is open may be filled in at any time, what stands changes with the seizure."""
    person = visible_person(request.actor, pk)
    require(can_add_people(request.actor, person.seizure))
    stands = arrest_of(person, arrest)
    title = _("Complete the arrest of %(person)s") % {"person": person}
    make, part = partial(arrest_form, request, person, stands), f"{person.pk}/{stands.pk}"
    page = person_page(request, person, make, kind=EntryForm.ARREST, part=part, title=title)
    return page.answer(
        lambda form: change_arrest(
            actor=request.actor, arrest=stands, version=form.cleaned_data["version"], facts=form.facts()
        )
    )


@require_http_methods(["GET", "POST"])
def arrest_outcome(request: ActorRequest, pk: UUID, arrest: UUID) -> HttpResponse:
    """Add what became of an arrest."""
    person = visible_person(request.actor, pk)
    require(can_record_outcome(request.actor, person.seizure))
    stands = arrest_of(person, arrest)
    identities = SEE_IDENTITY in grants.held(request.actor, person)
    writes = bool(can_handle_identities(request.actor, person))
    form = OutcomeForm(request.POST if request.method == "POST" else None, identities=writes)
    title = _("What became of the arrest") if not identities else _("What became of %(person)s") % {"person": person}
    return answered(
        request,
        person.seizure,
        form,
        lambda: record_outcome(actor=request.actor, arrest=stands, **form.cleaned_data),
        {"title": title, "button": _("Save")},
    )
