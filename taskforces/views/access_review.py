"""The review of access: who sits where since when, with which second factor, and what is shared; line by line."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.audit import record
from aircop.errors import Invalid, NotAllowed
from taskforces.models import AccessReview, Agency, Decision, ReviewLine
from taskforces.queries.access_review import own_agency, review_is_due, review_of, reviews_of, sources
from taskforces.rules import can_review_access
from taskforces.services.access_review import begin_review, decide_lines

PAST, AT_ONCE = 12, 200


def _agency(request: ActorRequest) -> Agency:
    agency = own_agency(request.actor)
    require(can_review_access(request.actor, agency))
    return agency


@require_GET
def review_list(request: ActorRequest) -> HttpResponse:
    """Show the reviews of one's agency, and whether one is due."""
    agency = _agency(request)
    past = list(reviews_of(request.actor).select_related("begun_by")[:PAST])
    record(request.actor, "access_review.list", about=agency, ids=[each.pk for each in past])
    context = {
        "agency": agency,
        "open": next((each for each in past if each.finished_at is None), None),
        "past": [each for each in past if each.finished_at is not None],
        "due": review_is_due(request.actor),
        "crumbs": [{"label": _("People"), "href": reverse("people:person-list")}],
    }
    return render(request, "taskforces/access_review/list.html", context)


@require_POST
@fresh_sign_in_required
def review_begin(request: ActorRequest) -> HttpResponse:
    """Write the list down as it stands today, and show it."""
    review = begin_review(actor=request.actor, agency=_agency(request))
    return redirect("people:review-detail", pk=review.pk)


@require_GET
def review_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show a review: what is to decide, and what was decided by whom."""
    _agency(request)
    return _page(request, review_of(request.actor, pk))


def _page(request: ActorRequest, review: AccessReview, fault: str = "", reason: str = "") -> HttpResponse:
    record(request.actor, "access_review.read", about=review)
    rows = review.lines.select_related("decided_by").order_by("pk")
    waiting = list(rows.filter(decision="")[:AT_ONCE])
    context = {
        "review": review,
        "groups": _groups(waiting),
        "waiting": rows.filter(decision="").count(),
        "decided": _groups(rows.exclude(decision="")[: AT_ONCE * 5]),
        "fault": fault,
        "reason": reason,
        "crumbs": [
            {"label": _("People"), "href": reverse("people:person-list")},
            {"label": _("Reviews of access"), "href": reverse("people:review-list")},
        ],
    }
    return render(request, "taskforces/access_review/detail.html", context, status=400 if fault else 200)


def _groups(lines: Iterable[ReviewLine]) -> list[dict[str, Any]]:
    every = [{"line": line, **_facts(line)} for line in lines]
    return [
        {"label": source.label, "rows": rows}
        for kind, source in sources().items()
        if (rows := [row for row in every if row["line"].kind == kind])
    ]


def _facts(line: ReviewLine) -> dict[str, Any]:
    moments = {name: parse_datetime(line.facts[name]) for name in ("since", "until") if line.facts.get(name)}
    last = line.facts.get("last_sign_in") or line.facts.get("last_used")
    asks_last = line.kind in {"seat", "token"}
    notes = []
    if line.kind == "seat":
        notes.append(_("second factor on") if line.facts.get("factor") else _("no second factor"))
        notes += [] if line.facts.get("open") else [_("account closed")]
    if line.facts.get("identities"):
        notes.append(_("with identities"))
    return {**moments, "last": parse_datetime(last) if last else None, "asks_last": asks_last, "notes": notes}


@require_POST
@fresh_sign_in_required
def review_decide(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Confirm what was ticked, or end it."""
    _agency(request)
    review = review_of(request.actor, pk)
    decision = Decision.ENDED if request.POST.get("act") == "end" else Decision.CONFIRMED
    reason = request.POST.get("reason", "").replace("\x00", "")[:500]
    try:
        review = decide_lines(
            actor=request.actor, review=review, lines=_ticked(request), decision=decision, reason=reason
        )
    except (Invalid, NotAllowed) as fault:
        return _page(request, review, fault.reason, reason)
    messages.success(request, _("The review is finished.") if review.finished_at else _("Decided, and kept."))
    return redirect("people:review-detail", pk=review.pk)


def _ticked(request: ActorRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("line")[: AT_ONCE * 2]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
