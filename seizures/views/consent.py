"""The tab of handling: what the code means for the reader, and the consent that it asks for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.reference.queries import label
from seizures.forms.consent import AnswerForm, AskConsentForm, EndConsentForm
from seizures.forms.faults import put_fault
from seizures.forms.wording import label_of
from seizures.models import Consent, Seizure
from seizures.queries.consent import consents_of, visible_consent
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_export_seizure, can_share_seizure
from seizures.services.consent import answer_consent, ask_consent, end_consent
from seizures.sharing_rules import can_answer_consent, can_ask_consent, can_end_consent, can_use_in_court
from seizures.views.tabs import tabs


@require_GET
def handling(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the handling code, what the reader may do under it, the grades, and what was asked and answered."""
    seizure = visible_seizure(request.actor, pk)
    record(request.actor, "seizure.read", about=seizure)
    with grants.asked_once():
        return render(request, "seizures/consent/list.html", _context(request.actor, seizure))


def _context(actor: Actor, seizure: Seizure) -> dict[str, Any]:
    asked = consents_of(actor, seizure)
    for each in asked:
        each.seizure = seizure
    rules = (
        (_("Share it onward"), can_share_seizure),
        (_("Take it along in a file"), can_export_seizure),
        (_("Use it in court"), can_use_in_court),
    )
    grades = [(name, getattr(seizure, name)) for name in ("source_grade", "information_grade")]
    return {
        "seizure": seizure,
        "tabs": tabs(seizure, "seizures:handling"),
        "may": [{"label": words, "verdict": rule(actor, seizure)} for words, rule in rules],
        "grades": [{"label": label_of(name), "value": label(name, code), "missing": not code} for name, code in grades],
        "asking": can_ask_consent(actor, seizure),
        "consents": [_row(actor, each) for each in asked],
    }


def _row(actor: Actor, consent: Consent) -> dict[str, Any]:
    return {
        "consent": consent,
        "waits": not consent.answer,
        "runs": consent.runs,
        "answering": bool(can_answer_consent(actor, consent)),
        "ending": bool(can_end_consent(actor, consent)),
    }


@require_http_methods(["GET", "POST"])
def consent_ask(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask the agency whose record it is."""
    seizure = visible_seizure(request.actor, pk)
    require(can_ask_consent(request.actor, seizure))
    form = AskConsentForm(request.POST if request.method == "POST" else None, seizure=seizure)
    if request.method == "POST" and form.is_valid():
        try:
            ask_consent(actor=request.actor, seizure=seizure, **form.cleaned_data)
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("The agency whose record it is has been asked."))
            return redirect("seizures:handling", pk=pk)
    return render(request, "seizures/consent/ask.html", {"form": form, "seizure": seizure})


@require_http_methods(["GET", "POST"])
def consent_answer(request: ActorRequest, pk: UUID, consent: UUID) -> HttpResponse:
    """Grant or refuse what was asked."""
    seizure, asked = visible_seizure(request.actor, pk), visible_consent(request.actor, pk, consent)
    require(can_answer_consent(request.actor, asked))
    form = AnswerForm(request.POST if request.method == "POST" else None, zone=seizure.airport.timezone)
    if request.method == "POST" and form.is_valid():
        try:
            answered = answer_consent(actor=request.actor, consent=asked, **form.said())
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("Your answer is kept: %(answer)s.") % {"answer": answered.get_answer_display()})
            return redirect("seizures:handling", pk=pk)
    return render(request, "seizures/consent/answer.html", {"form": form, "seizure": seizure, "consent": asked})


@require_http_methods(["GET", "POST"])
def consent_end(request: ActorRequest, pk: UUID, consent: UUID) -> HttpResponse:
    """Ask why, then take a consent back."""
    seizure, asked = visible_seizure(request.actor, pk), visible_consent(request.actor, pk, consent)
    require(can_end_consent(request.actor, asked))
    form = EndConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        end_consent(actor=request.actor, consent=asked, words=form.cleaned_data["words"])
        messages.success(request, _("The consent is taken back, and what was shared onward by it has ended."))
        return redirect("seizures:handling", pk=pk)
    return render(request, "seizures/consent/end.html", {"form": form, "seizure": seizure, "consent": asked})
