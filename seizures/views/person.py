"""Pages of the people of a seizure: who was there, in one screen beside a suspect, and later in full."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, StaleWrite
from aircop.web.versions import seen_version
from seizures.enums import EntryForm
from seizures.forms.faults import put_fault
from seizures.forms.person import ArrestQuickForm, ReasonForm
from seizures.forms.verification import WhyForm
from seizures.models import Person, Seizure
from seizures.queries.person import own_person, persons_of, visible_person
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_add_people, can_change_people, can_read_identity
from seizures.services.arrest import record_arrest
from seizures.services.person import (
    add_person,
    change_person,
    identify_person,
    read_identity,
    remove_person,
)
from seizures.views.blank import own_id
from seizures.views.identity import told_of
from seizures.views.kept import KeptPage
from seizures.views.part_forms import arrest_quick_form, identity_form, person_form
from seizures.views.people import chip, people, who_else
from seizures.views.tabs import tabs


@require_GET
def person_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the people of a seizure, their arrests with what is still open, and what became of them."""
    seizure = visible_seizure(request.actor, pk)
    with grants.asked_once():
        persons = persons_of(request.actor, seizure)
        record(request.actor, "person.list", about=seizure, ids=[person.pk for person in persons])
        context = people(request.actor, seizure, persons)
    context |= {"seizure": seizure, "tabs": tabs(seizure, "seizures:person-list")}
    return render(request, "seizures/person/list.html", context)


@require_http_methods(["GET", "POST"])
def person_create(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take the arrest in six fields: one person, one arrest."""
    seizure = visible_seizure(request.actor, pk)
    require(can_add_people(request.actor, seizure))
    page = KeptPage(
        request=request,
        seizure=seizure,
        kind=EntryForm.ARREST,
        template="seizures/person/create.html",
        make=partial(arrest_quick_form, request, seizure),
        leads_to=("seizures:person-list", seizure.pk),
    )
    return page.answer(lambda form: _add_once(request, seizure, form))


def _add_once(request: ActorRequest, seizure: Seizure, form: ArrestQuickForm) -> None:
    """Write down the person, and its arrest if there was one, unless the same form did so already."""
    person_id = own_id(request.actor, form.cleaned_data["record"])
    if person_id and own_person(request.actor, seizure, person_id):
        return
    arrest, read = form.arrest(), form.cleaned_data["mrz"]
    try:
        with transaction.atomic():
            person = add_person(actor=request.actor, seizure=seizure, facts=form.facts(), person_id=person_id)
            if read is not None:
                names, papers = read.names, [read.paper]
                person = identify_person(actor=request.actor, person=person, names=names, papers=papers)
            if arrest is not None:
                # “Not yet” is what a quick entry can say of a child's guardian.
                facts = arrest | ({"guardian_told": False} if person.minor else {})
                record_arrest(actor=request.actor, person=person, facts=facts)
    except IntegrityError:  # sent twice at the same moment
        if not (person_id and own_person(request.actor, seizure, person_id)):
            raise


def answered(
    request: ActorRequest, seizure: Seizure, form: forms.Form, act: Callable[[], Any], words: dict[str, Any]
) -> HttpResponse:
    """Do the act with a form that is filled in, and go back to the people; else show the form, or its faults."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Invalid as fault:
            put_fault(form, fault)
        except StaleWrite as stale:
            form.data = {**request.POST.dict(), "version": str(stale.version)}
            form.add_error(None, _("Somebody changed this meanwhile. Read it again, then save once more."))
        else:
            messages.success(request, _("Saved."))
            return redirect("seizures:person-list", pk=seizure.pk)
    return render(request, "seizures/person/form.html", {"form": form, "seizure": seizure, **words})


def person_page(
    request: ActorRequest, person: Person, make: Callable[..., Any], *, identity: bool = False, **known: Any
) -> KeptPage:
    """Return the page of a form about a person; `title` is its heading."""
    return KeptPage(
        request=request,
        seizure=person.seizure,
        template="seizures/person/kept.html",
        make=make,
        leads_to=("seizures:person-list", person.seizure_id),
        context={"title": known.pop("title"), "identity": identity},
        **known,
    )


@require_http_methods(["GET", "POST"])
def person_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change what is told of a person without saying who it is."""
    person = visible_person(request.actor, pk)
    require(can_change_people(request.actor, person.seizure))
    title = _("Change what is told of %(person)s") % {"person": person}
    make = partial(person_form, person)
    page = person_page(request, person, make, kind=EntryForm.PERSON, part=str(person.pk), title=title)
    return page.answer(
        lambda form: change_person(
            actor=request.actor, person=person, version=form.cleaned_data["version"], facts=form.facts()
        )
    )


@require_http_methods(["GET", "POST"])
def person_remove(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then take a person out of a seizure that is not verified yet."""
    person = visible_person(request.actor, pk)
    require(can_change_people(request.actor, person.seizure))
    form = WhyForm(request.POST if request.method == "POST" else None, initial={"version": person.version})
    words = {"title": _("Take %(person)s out") % {"person": person}, "button": _("Take out"), "danger": True}
    version = seen_version(request)
    return answered(
        request,
        person.seizure,
        form,
        lambda: remove_person(actor=request.actor, person=person, words=form.cleaned_data["words"], version=version),
        words,
    )


@require_http_methods(["GET", "POST"])
def person_identify(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write down who a person is. What is on record already is shown only after it was read as such."""
    person = visible_person(request.actor, pk)
    require(can_add_people(request.actor, person.seizure))
    require(can_read_identity(request.actor, person))
    known = None
    if person.identified_at is not None and not person.masked:
        known = read_identity(actor=request.actor, person=person)
    title = _("Who is %(person)s") % {"person": person}
    make = partial(identity_form, person, known)
    return person_page(request, person, make, kind=None, title=title, identity=True).answer(
        lambda form: identify_person(
            actor=request.actor,
            person=person,
            names=form.names(),
            papers=form.papers(),
            version=form.cleaned_data["version"],
        )
    )


@require_http_methods(["GET", "POST"])
def person_identity(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show who a person is, and leave an entry. Minors and victims only to who says why."""
    person = visible_person(request.actor, pk)
    with grants.asked_once():
        return render(request, "seizures/person/identity.html", _identity(request, person))


def _identity(request: ActorRequest, person: Person) -> dict[str, Any]:
    """Return what the page says; who it is only where it was read as such."""
    require(can_read_identity(request.actor, person))
    asked = request.method == "POST" or not person.masked
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context = {"person": person, "seizure": person.seizure, "form": form, "row": chip(person)}
    if asked and (not person.masked or form.is_valid()):
        purpose = form.cleaned_data.get("purpose", "") if form.is_bound and form.is_valid() else ""
        identity = read_identity(actor=request.actor, person=person, purpose=purpose)
        context |= {"identity": told_of(identity), "known": identity is not None, "asked": True}
        context |= who_else(request.actor, person)
    return context
