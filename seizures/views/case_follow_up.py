"""The figure of what followed the seizures of a unit."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from aircop.audit import record
from aircop.web.words import day
from seizures.queries.follow_up import FollowUp, follow_up

PERIODS = (90, 365)


@require_GET
def case_follow_up(request: ActorRequest) -> HttpResponse:
    """Show for the last quarter and the last year what followed the seizures that the reader sees."""
    today, actor = timezone.now().date(), request.actor
    record(actor, "case.follow_up")
    terms = [(today - timedelta(days=days), today) for days in PERIODS]
    periods = [_period(*term, found) for term, found in zip(terms, follow_up(actor, terms), strict=True)]
    crumbs = [{"label": _("Cases"), "href": reverse("cases:case-list")}]
    return render(request, "seizures/case/follow_up.html", {"periods": periods, "crumbs": crumbs, "as_of": today})


def _period(since: date, until: date, found: FollowUp) -> dict[str, Any]:
    return {
        "title": _("%(since)s to %(until)s") % {"since": day(since), "until": day(until)},
        "figures": [
            {"label": _("Seizures"), "value": found.seizures},
            {"label": _("In a case"), "value": found.in_case},
            {"label": _("With a follow-up"), "value": found.followed, "note": _share(found)},
        ],
    }


def _share(found: FollowUp) -> str:
    return "" if found.share is None else _("%(share)s %% of the seizures") % {"share": found.share}
