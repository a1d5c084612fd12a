"""Referrals: what a unit offered and was offered, with the clocks, and the acts of both sides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import Rule, require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.paging import Mark, keyset
from aircop.web.pagination import pager, place_asked
from seizures.enums import ReferralKind, ReferralStatus
from seizures.forms.faults import put_fault
from seizures.forms.referral import AcceptForm, OfferForm, PlainForm, WordsForm
from seizures.models import Referral
from seizures.queries.case_share import shared_case
from seizures.queries.referral import referrals, visible_referral
from seizures.services.referral import (
    accept_referral,
    decline_referral,
    hand_back_referral,
    offer_referral,
    withdraw_referral,
)
from seizures.sharing_rules import (
    can_accept_referral,
    can_answer_referral,
    can_hand_back_referral,
    can_refer_case,
    can_withdraw_referral,
)
from seizures.views.case_share import items_of

SIZE = 50


@require_GET
def referral_list(request: ActorRequest) -> HttpResponse:
    """Show what one's units offered and were offered, the newest first, with the clocks."""
    marks = {name: Mark(*place) for name, place in place_asked(request).items()}
    found = keyset(referrals(request.actor), order="-offered_at", size=SIZE, **marks)
    if found.rows:
        record(request.actor, "referral.list", rows={row.case_id: row.case for row in found.rows}.values())
    context = {
        "rows": [_row(request, each) for each in found.rows],
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous),
    }
    return render(request, "seizures/referral/list.html", context)


def _row(request: ActorRequest, referral: Referral) -> dict[str, Any]:
    may = {name: act for name, act in ACTS.items() if act.rule(request.actor, referral)}
    acts = [
        {"href": reverse(f"shares:referral-{name}", args=[referral.pk]), "label": act.label}
        for name, act in may.items()
    ]
    waits, works = referral.status == ReferralStatus.OFFERED, referral.status == ReferralStatus.ACCEPTED
    due = referral.due_at if waits else referral.work_due_at if works else None
    return {"referral": referral, "acts": acts, "due": due, "incoming": request.actor.in_unit(referral.to_unit_id)}


@require_http_methods(["GET", "POST"])
def referral_offer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Offer a case to another unit."""
    case = shared_case(request.actor, pk)
    require(can_refer_case(request.actor, case))
    items = items_of(request.actor, case)
    form = OfferForm(request.POST if request.method == "POST" else None, case=case, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            offered = offer_referral(actor=request.actor, case=case, **form.told())
        except Invalid as fault:
            fault.field = fault.field.replace("items.", "item-")
            put_fault(form, fault)
        else:
            messages.success(request, _("Offered to %(unit)s.") % {"unit": offered.to_unit})
            return redirect("shares:referral-list")
    return render(request, "seizures/referral/offer.html", {"form": form, "case": case})


@dataclass(frozen=True)
class Act:
    """One act on a referral: its words, who may, what it asks, and the service that does it."""

    label: Promise
    lead: Promise
    done: Promise
    rule: Rule
    service: Callable[..., Referral]
    form: type[forms.Form] = PlainForm


ACTS: Mapping[str, Act] = {
    "accept": Act(
        _("Accept"),
        _("Your unit takes it on. A case that is transferred is your unit's own from then on."),
        _("Accepted."),
        can_accept_referral,
        accept_referral,
        AcceptForm,
    ),
    "decline": Act(
        _("Decline"),
        _("Your unit sees nothing of the case any more; the other unit reads why."),
        _("Declined."),
        can_answer_referral,
        decline_referral,
        WordsForm,
    ),
    "withdraw": Act(
        _("Withdraw the offer"),
        _("The other unit sees nothing of the case any more."),
        _("Withdrawn."),
        can_withdraw_referral,
        withdraw_referral,
    ),
    "hand-back": Act(
        _("Hand it back"),
        _("Your unit sees nothing of the case any more; what it added stays with the case."),
        _("Handed back."),
        can_hand_back_referral,
        hand_back_referral,
        WordsForm,
    ),
}


@require_http_methods(["GET", "POST"])
def referral_act(request: ActorRequest, pk: UUID, act: str) -> HttpResponse:
    """Ask what the act needs to know, then do it."""
    chosen, referral = ACTS[act], visible_referral(request.actor, pk)
    require(chosen.rule(request.actor, referral))
    form = _form(chosen, referral, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.service(actor=request.actor, referral=referral, **form.told())
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, str(chosen.done))
            return redirect("shares:referral-list")
    context = {"form": form, "referral": referral, "act": chosen, "case": referral.case}
    return render(request, "seizures/referral/act.html", context)


def _form(act: Act, referral: Referral, sent: Any) -> Any:
    if act.form is AcceptForm and referral.kind == ReferralKind.TRANSFER:
        return PlainForm(sent)
    if act.form is AcceptForm:
        return AcceptForm(sent, zone=referral.to_unit.airport.timezone)
    return act.form(sent)
