"""Handling and consent of a seizure or a case: what the code means for the reader, and the consent that it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.verdict import Rule, require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.reference.queries import label
from seizures.forms.consent import AnswerForm, AskConsentForm, EndConsentForm
from seizures.forms.faults import put_fault
from seizures.forms.wording import label_of
from seizures.models import Case, Consent, Seizure
from seizures.queries.case_share import shared_case
from seizures.queries.consent import consents_of, visible_consent
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_export_seizure, can_share_seizure
from seizures.services.consent import answer_consent, ask_consent, end_consent
from seizures.sharing_rules import (
    can_answer_consent,
    can_ask_consent,
    can_end_consent,
    can_share_case,
    can_use_in_court,
)
from seizures.views.case_tabs import page_of
from seizures.views.tabs import tabs


@dataclass(frozen=True)
class Kind:
    """What the pages of one kind of record have of their own."""

    noun: str
    find: Callable[[Actor, UUID], Any]
    frame: Callable[[Any, str], dict[str, Any]]
    page: str  # the tab
    names: str  # of the addresses below it
    share: Rule
    layout: str
    question: str  # what the forms lie in


def _frame(seizure: Seizure, current: str) -> dict[str, Any]:
    return {"seizure": seizure, "tabs": tabs(seizure, current)}


SEIZURE = Kind(
    "seizure", visible_seizure, _frame, "seizures:handling", "seizures:consent", can_share_seizure,
    "seizures/consent/of_seizure.html", "seizures/seizure/ask.html",
)  # fmt: skip
CASE = Kind(
    "case", shared_case, page_of, "cases:case-handling", "cases:case-consent", can_share_case,
    "seizures/case/page.html", "seizures/case/ask.html",
)  # fmt: skip
KINDS: Mapping[str, Kind] = {"seizure": SEIZURE, "case": CASE}


def _zone(about: Seizure | Case) -> str:
    place = about.airport if isinstance(about, Seizure) else about.task_force.airport
    return place.timezone


@require_GET
def handling(request: ActorRequest, pk: UUID, kind: str = "seizure") -> HttpResponse:
    """Show the handling code, what the reader may do under it, the grades, and what was asked and answered."""
    chosen, actor = KINDS[kind], request.actor
    about = chosen.find(actor, pk)
    record(actor, f"{chosen.noun}.read", about=about)
    with grants.asked_once():
        return render(request, "seizures/consent/list.html", _context(actor, about, chosen))


def _context(actor: Actor, about: Any, kind: Kind) -> dict[str, Any]:
    asked = consents_of(actor, about)
    for each in asked:
        setattr(each, kind.noun, about)
    rules: list[tuple[str, Rule]] = [(_("Share it onward"), kind.share), (_("Use it in court"), can_use_in_court)]
    if isinstance(about, Seizure):
        rules.insert(1, (_("Take it along in a file"), can_export_seizure))
    grades = [(name, getattr(about, name, None)) for name in ("source_grade", "information_grade")]
    asking = can_ask_consent(actor, about)
    return kind.frame(about, kind.page) | {
        "layout": kind.layout,
        "about": about,
        "may": [{"label": words, "verdict": rule(actor, about)} for words, rule in rules],
        "grades": [
            {"label": label_of(name), "value": label(name, code), "missing": not code}
            for name, code in grades
            if code is not None
        ],
        "asking": asking,
        "ask": reverse(f"{kind.names}-ask", args=[about.pk]) if asking else "",
        "consents": [_row(actor, each, kind) for each in asked],
    }


def _row(actor: Actor, consent: Consent, kind: Kind) -> dict[str, Any]:
    where = [consent.record.pk, consent.pk]
    return {
        "consent": consent,
        "waits": not consent.answer,
        "answer": reverse(f"{kind.names}-answer", args=where) if can_answer_consent(actor, consent) else "",
        "end": reverse(f"{kind.names}-end", args=where) if can_end_consent(actor, consent) else "",
    }


def _asked(request: ActorRequest, form: Any, about: Any, kind: Kind, page: str, **more: Any) -> HttpResponse:
    frame = page_of(about, "") if kind is CASE else {"seizure": about}
    context = frame | {"form": form, "question_layout": kind.question, "about": about, **more}
    return render(request, f"seizures/consent/{page}.html", context)


@require_http_methods(["GET", "POST"])
def consent_ask(request: ActorRequest, pk: UUID, kind: str = "seizure") -> HttpResponse:
    """Ask the agency whose record it is."""
    chosen = KINDS[kind]
    about = chosen.find(request.actor, pk)
    require(can_ask_consent(request.actor, about))
    form = AskConsentForm(request.POST if request.method == "POST" else None, about=about)
    if request.method == "POST" and form.is_valid():
        try:
            ask_consent(actor=request.actor, about=about, **form.cleaned_data)
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("The agency whose record it is has been asked."))
            return redirect(chosen.page, pk=pk)
    return _asked(request, form, about, chosen, "ask")


@require_http_methods(["GET", "POST"])
def consent_answer(request: ActorRequest, pk: UUID, consent: UUID, kind: str = "seizure") -> HttpResponse:
    """Grant or refuse what was asked."""
    chosen = KINDS[kind]
    about, asked = chosen.find(request.actor, pk), visible_consent(request.actor, pk, consent)
    require(can_answer_consent(request.actor, asked))
    form = AnswerForm(request.POST if request.method == "POST" else None, zone=_zone(about))
    if request.method == "POST" and form.is_valid():
        try:
            answered = answer_consent(actor=request.actor, consent=asked, **form.said())
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("Your answer is kept: %(answer)s.") % {"answer": answered.get_answer_display()})
            return redirect(chosen.page, pk=pk)
    return _asked(request, form, about, chosen, "answer", consent=asked)


@require_http_methods(["GET", "POST"])
def consent_end(request: ActorRequest, pk: UUID, consent: UUID, kind: str = "seizure") -> HttpResponse:
    """Ask why, then take a consent back."""
    chosen = KINDS[kind]
    about, asked = chosen.find(request.actor, pk), visible_consent(request.actor, pk, consent)
    require(can_end_consent(request.actor, asked))
    form = EndConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        end_consent(actor=request.actor, consent=asked, words=form.cleaned_data["words"])
        messages.success(request, _("The consent is taken back, and what was shared onward by it has ended."))
        return redirect(chosen.page, pk=pk)
    return _asked(request, form, about, chosen, "end", consent=asked)
