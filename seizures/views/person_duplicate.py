"""Two rows of one agency that look like one person: the queue, the two side by side, the decision, its undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.web.pagination import CAP, count_words
from aircop.web.words import day
from seizures.forms.faults import put_fault
from seizures.forms.person import ReasonForm
from seizures.forms.related import PersonDecisionForm, UnmergeForm
from seizures.models import Person, PersonHint
from seizures.person_rules import can_merge_person
from seizures.queries.person import visible_person
from seizures.queries.person_duplicate import are_one, person_hint_of, person_hints
from seizures.rules import can_search_persons
from seizures.services.person import read_identity
from seizures.services.person_duplicate import merge_persons, tell_persons_apart, unmerge_person
from seizures.views.alike import person_reasons
from seizures.views.identity import told_of
from seizures.views.people import called, chip
from seizures.views.person import answered
from seizures.views.tabs import duplicate_tabs

SHOWN = 50


@require_GET
def person_duplicate_list(request: ActorRequest) -> HttpResponse:
    """Show the pairs that the reader's units have to decide on, by pseudonyms: names are read pair by pair."""
    require(can_search_persons(request.actor))
    rows = person_hints(request.actor)
    newest = sorted(rows.order_by("-id")[:SHOWN], key=lambda hint: -hint.score)
    record(request.actor, "person.list", rows=[person for hint in newest for person in (hint.first, hint.second)])
    count = rows.values("pk")[:CAP].count()
    context = {
        "pairs": [_pair(hint) for hint in newest],
        "count": count_words(count),
        "more": count > len(newest),
        "tabs": duplicate_tabs("persons:person-duplicate-list"),
    }
    return render(request, "seizures/person_duplicate/list.html", context)


def _pair(hint: PersonHint) -> dict[str, Any]:
    return {
        "hint": hint,
        "rows": [{**chip(person), "seizure": person.seizure, "where": _where(person)} for person in _two(hint)],
        "reasons": person_reasons(hint.reasons),
    }


def _two(hint: PersonHint) -> tuple[Person, Person]:
    return hint.first, hint.second


def _where(person: Person) -> str:
    place = {"airport": person.seizure.airport_id, "day": day(person.seizure.occurred_on)}
    return _("%(airport)s, %(day)s") % place


@require_http_methods(["GET", "POST"])
def person_duplicate_decide(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show two persons side by side, each reading kept, and take the decision. Of minors and victims for a reason."""
    hint = person_hint_of(request.actor, pk)
    sent = request.POST if "decision" in request.POST or "decide" in request.POST else None
    form = PersonDecisionForm(sent, first=called(hint.first), second=called(hint.second))
    if sent is not None and form.is_valid():
        try:
            return _decided(request, hint, form)
        except Invalid as fault:
            put_fault(form, fault)
    why = ReasonForm(request.POST if request.method == "POST" and sent is None else None)
    purpose = why.cleaned_data["purpose"] if why.is_bound and why.is_valid() else ""
    with grants.asked_once():
        verdict = can_merge_person(request.actor, hint.first) and can_merge_person(request.actor, hint.second)
        context = {
            "hint": hint,
            "one": are_one(hint.first, hint.second),
            "sides": [_side(request, person, purpose) for person in _two(hint)],
            "masked": not purpose and any(person.masked for person in _two(hint)),
            "reasons": person_reasons(hint.reasons),
            "form": form,
            "why": why,
            "verdict": verdict,
        }
    return render(request, "seizures/person_duplicate/decide.html", context)


def _side(request: ActorRequest, person: Person, purpose: str) -> dict[str, Any]:
    """Return one of the two: who it is, and an entry that it was read, unless that asks for a reason first."""
    shown = bool(purpose) or not person.masked
    identity = read_identity(actor=request.actor, person=person, purpose=purpose) if shown else None
    return {
        "person": person,
        "chip": chip(person),
        "called": called(person),
        "where": _where(person),
        "shown": shown,
        "identity": told_of(identity),
    }


def _decided(request: ActorRequest, hint: PersonHint, form: PersonDecisionForm) -> HttpResponse:
    decision, words = form.cleaned_data["decision"], form.cleaned_data["words"]
    if decision == PersonDecisionForm.APART:
        tell_persons_apart(actor=request.actor, hint=hint, words=words)
        messages.success(request, _("They are two persons. They are not shown together again."))
        return redirect("persons:person-duplicate-list")
    kept, duplicate = _two(hint) if decision == PersonDecisionForm.FIRST else reversed(_two(hint))
    merge_persons(actor=request.actor, kept=kept, duplicate=duplicate, words=words)
    told = _("%(duplicate)s is the same person as %(kept)s. It can be undone on the page of its identity.")
    messages.success(request, told % {"duplicate": called(duplicate), "kept": called(kept)})
    return redirect("seizures:person-list", pk=kept.seizure_id)


@require_http_methods(["GET", "POST"])
def person_unmerge(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then undo a merge on the person that went to another one."""
    person = visible_person(request.actor, pk)
    require(can_merge_person(request.actor, person))
    form = UnmergeForm(request.POST if request.method == "POST" else None)
    words = {"title": _("%(person)s is somebody else after all") % {"person": person}, "button": _("Undo the merge")}
    return answered(
        request,
        person.seizure,
        form,
        lambda: unmerge_person(actor=request.actor, person=person, words=form.cleaned_data["words"]),
        words,
    )
