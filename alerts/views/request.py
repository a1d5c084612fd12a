"""Pages of requests for information: asking, looking for what is held, taking back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from alerts import message_rules as rules
from alerts.forms.message import AskForm
from alerts.models import InformationRequest, Thread
from alerts.queries.group import members_now
from alerts.queries.request import request_in
from alerts.queries.thread import visible_thread
from alerts.services.check import Held, check_request
from alerts.services.request import ask_in_new_thread, ask_in_thread, withdraw_request
from alerts.services.thread import Opening
from alerts.views.thread import about_of, named_group, record_of_address, sent, tried
from seizures.forms.person_search import seconds_to_wait
from seizures.views.person_search import hits_shown
from taskforces.queries.task_force import agencies, units

TOO_MANY = 429


@require_http_methods(["GET", "POST"])
def request_create(request: ActorRequest) -> HttpResponse:
    """Ask another unit or agency in a thread of its own, about a record or in a closed group if the address says so."""
    actor, group = request.actor, named_group(request)
    require(rules.can_open_thread(actor, group))
    about = record_of_address(request)
    parties = [*units(), *agencies()] if group is None else [each.unit or each.agency for each in members_now(group)]
    form = AskForm(*sent(request), parties=_others(actor, parties), new=True)

    def ask() -> InformationRequest:
        opening = Opening(subject=form.cleaned_data["subject"], group=group, **about_of(about))
        return ask_in_new_thread(actor=actor, opening=opening, say=form.say(), ask=form.ask())

    made = tried(request, form, ask)
    if made is not None:
        messages.success(request, _("You have asked. The clock runs."))
        return redirect("messages:thread-detail", pk=made.thread_id)
    return render(request, "alerts/request/form.html", {"form": form, "group": group, "about": about})


@require_http_methods(["GET", "POST"])
def request_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask one of those who take part in a thread."""
    actor, thread = request.actor, visible_thread(request.actor, pk)
    require(rules.can_write_in_thread(actor, thread))
    form = AskForm(*sent(request), parties=_others(actor, _sides(thread)), new=False)

    def ask() -> InformationRequest:
        return ask_in_thread(actor=actor, thread=thread, say=form.say(), ask=form.ask())

    if tried(request, form, ask) is not None:
        messages.success(request, _("You have asked. The clock runs."))
        return redirect("messages:thread-detail", pk=pk)
    return render(request, "alerts/request/form.html", {"form": form, "thread": thread})


def _sides(thread: Thread) -> list[Any]:
    rows = members_now(thread.group).filter(person__isnull=True) if thread.group else thread.parties.all()
    return [each.unit or each.agency for each in rows]


def _others(actor: Actor, parties: list[Any]) -> list[Any]:
    """Leave out the side for which the actor acts."""
    acting = actor.acting
    own = acting.unit_id or acting.agency_id if acting else None
    return [each for each in parties if each.pk != own]


@require_GET
def request_check(request: ActorRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Show the asked side what it holds itself on a request. Nobody else is told."""
    thread = visible_thread(request.actor, pk)
    found = request_in(request.actor, pk, question)
    found.thread = thread
    require(rules.can_check_request(request.actor, found))
    if wait := seconds_to_wait(request.actor):
        words = ngettext("Search again in %(n)d second.", "Search again in %(n)d seconds.", int(wait) + 1)
        context = {"thread": thread, "later": words % {"n": int(wait) + 1}}
        return render(request, "alerts/request/check.html", context, status=TOO_MANY)
    held = check_request(actor=request.actor, request=found)
    return render(request, "alerts/request/check.html", {"thread": thread, **_shown(held)})


def _shown(held: Held) -> dict[str, Any]:
    return {
        "asked": held.message,
        "hits": hits_shown(held.persons),
        "more": held.more,
        "records": [{"row": each, "case": each._meta.model_name == "case"} for each in held.records],
        "unasked": held.unasked,
    }


@require_POST
def request_withdraw(request: ActorRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Take back a request that nobody has answered."""
    withdraw_request(actor=request.actor, request=request_in(request.actor, pk, question))
    messages.success(request, _("The request is taken back."))
    return redirect("messages:thread-detail", pk=pk)
