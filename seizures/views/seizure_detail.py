"""The page of one seizure."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY, Permission
from aircop.access.sharing import who_can_see
from aircop.audit import record
from aircop.audit.history import history
from seizures.case_rules import can_open_case
from seizures.enums import SeizureStatus
from seizures.models import Seizure
from seizures.queries.completeness import completeness
from seizures.queries.route import legs_in_order
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_change_seizure, can_unshare_seizure
from seizures.views import found, shown
from seizures.views.controls import laws_of
from seizures.views.logged import after_logging, just_logged
from seizures.views.people import lacks_arrest
from seizures.views.route import route_line
from seizures.views.tabs import tabs


@require_GET
def seizure_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show one seizure: facts, what was found, who can see it and why, its history, and what may be done."""
    seizure = visible_seizure(request.actor, pk)
    record(request.actor, "seizure.read", about=seizure)
    with grants.asked_once():
        context = _context(request.actor, seizure)
        if just_logged(request, pk):
            context["logged"] = after_logging(request.actor, seizure)
    return render(request, "seizures/seizure/detail.html", context)


def _context(actor: Actor, seizure: Seizure) -> dict[str, Any]:
    held = grants.held(actor, seizure)
    acts, steps = shown.acts(actor, seizure), history(seizure, actor)
    complete = completeness(seizure, list(seizure.items.all()))
    may_end = bool(can_unshare_seizure(actor, seizure))
    return {
        "seizure": seizure,
        "tabs": tabs(seizure, "seizures:seizure-detail"),
        "kept": _kept(actor, seizure),
        "may_open_case": bool(seizure.reference and can_open_case(actor)),
        "items": found.items(seizure, held),
        "laws": laws_of(seizure),
        "facts": shown.facts(seizure, held),
        "identities": SEE_IDENTITY in held,
        "missing": shown.missing(seizure, held, complete),
        "score": complete.score,
        "carried": shown.carried(seizure, held),
        "route": route_line(legs_in_order(seizure)),
        "lacks_arrest": lacks_arrest(actor, seizure),
        "steps": shown.steps(seizure),
        "acts": [act for act in acts if act["verdict"]],
        "may_alert": actor.may(Permission.WRITE_ALERT) and seizure.status != SeizureStatus.DRAFT,
        "rare": shown.rare_acts(actor, seizure),
        "refused": [act for act in acts if not act["verdict"]],
        "serves": actor.serves(seizure.owner_agency, seizure.owner_unit),
        "may_change": bool(can_change_seizure(actor, seizure)),
        "sights": shown.sights(actor, seizure, who_can_see(seizure, actor), may_end=may_end),
        "history": shown.told(steps),
        "sent_back": shown.sent_back(steps),
        "printed_at": timezone.now(),
        "crumbs": [{"label": _("Seizures"), "href": reverse("seizures:seizure-list")}],
    }


def _kept(actor: Actor, seizure: Seizure) -> Seizure | None:
    """Return the record of which this one is a duplicate, if the reader sees it."""
    if seizure.duplicate_of_id is None:
        return None
    return Seizure.objects.visible_to(actor).filter(pk=seizure.duplicate_of_id).first()
