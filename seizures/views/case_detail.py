"""Pages on which a case is read: overview, timeline, who can see it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aircop.access import grants
from aircop.access.models import ListKind
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY, Permission
from aircop.access.sharing import who_can_see
from aircop.audit import record
from aircop.audit.history import histories, history
from seizures.case_rules import can_add_to_case
from seizures.enums import CaseStatus
from seizures.queries.case import (
    NOTHING,
    agencies_of,
    case_with_offer,
    family_of,
    persons_in,
    progress_of,
    seizures_of,
    seizures_told,
    visible_case,
)
from seizures.views import case_shown
from seizures.views.case_tabs import page_of
from seizures.views.rows import rows_of
from seizures.views.shown import sights_of

LATEST = 60  # acts on a timeline


@require_GET
def case_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show one case at a glance: facts, what is linked, how far the tasks are, and what may be done."""
    actor, case = request.actor, case_with_offer(request.actor, pk)
    record(actor, "case.read", about=case)
    with grants.asked_once():
        held, acts = grants.held(actor, case), case_shown.acts_of_case(actor, case)
        context: dict[str, Any] = {
            "facts": case_shown.facts_of_case(case, held),
            "identities": SEE_IDENTITY in held,
            "steps": case_shown.steps_of_case(case),
            "acts": [act for act in acts if act["verdict"]],
            "refused": [act for act in acts if not act["verdict"]],
            "rare": case_shown.rare_acts_of_case(actor, case),
            "may_add": bool(can_add_to_case(actor, case)),
            "serves": actor.serves(case.owner_agency, case.owner_unit),
            "may_alert": actor.may(Permission.WRITE_ALERT) and case.status != CaseStatus.DRAFT,
        }
    seizures = seizures_of(actor, case)
    case_shown.note_others(actor, case, seizures)  # and their persons with them
    context |= {
        "rows": rows_of(seizures),
        "persons": persons_in(actor, case),
        "agencies": [row for row in agencies_of(case) if row.until is None],
        "family": family_of(actor, case),
        "tasks": progress_of([case]).get(case.pk, NOTHING),
        "restricted": case.root_list.kind == ListKind.RESTRICTED,
        "printed_at": timezone.now(),
    }
    return render(request, "seizures/case/detail.html", page_of(case, "cases:case-detail") | context)


@require_GET
def case_timeline(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show what happened in the case and in the seizures that the reader sees linked to it, the newest first."""
    actor, case = request.actor, visible_case(request.actor, pk)
    record(actor, "case.read", about=case)
    serves = actor.serves(case.owner_agency, case.owner_unit)
    own = case_shown.told_of_case(history(case, actor, limit=LATEST), serves=serves)
    seizures = seizures_told(actor, case)
    case_shown.note_others(actor, case, seizures)
    theirs = case_shown.told_of_seizures(histories(seizures, actor, limit=LATEST))
    entries = sorted([*own, *theirs], key=lambda entry: entry["at"], reverse=True)
    context = page_of(case, "cases:case-timeline") | {"entries": entries[:LATEST]}
    return render(request, "seizures/case/timeline.html", context)


@require_GET
def case_sight(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show who can see the case, and why."""
    actor, case = request.actor, visible_case(request.actor, pk)
    record(actor, "case.read", about=case)
    context = page_of(case, "cases:case-sight") | {"sights": sights_of(who_can_see(case, actor))}
    return render(request, "seizures/case/sight.html", context)
