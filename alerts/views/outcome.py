"""What came of alerts and requests: the figures of a period, and the same as a file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.audit import record
from aircop.web.words import day
from alerts.exports.outcome_file import outcome_text
from alerts.forms.outcome import OutcomeExportForm, OutcomeForm, Share, Sheet, alert_sheets, request_sheets, shown
from alerts.queries.outcome import (
    AlertOutcome,
    Period,
    RequestOutcome,
    alert_outcome,
    request_outcome,
)


@require_GET
def outcome_list(request: ActorRequest) -> HttpResponse:
    """Show the figures of a period: of what the reader sees, and of nothing else."""
    form = OutcomeForm(request.GET)
    period = form.period()
    alerts, requests = _found(request.actor, period)
    record(request.actor, "outcome.read", owners=alerts.owners)
    context = {
        "form": form if request.GET else OutcomeForm(initial={"since": period.since, "until": period.until}),
        "period": period,
        "words": _words(period),
        "empty": not alerts.total.alerts and not requests.total.asked,
        "figures": _figures(alerts, requests),
        "of_alerts": [_drawn(each) for each in alert_sheets(alerts) if each.rows],
        "of_requests": [_drawn(each) for each in request_sheets(requests) if each.rows],
    }
    return render(request, "alerts/outcome/list.html", context)


@require_http_methods(["GET", "POST"])
def outcome_export(request: ActorRequest) -> HttpResponse:
    """Ask what for, then send the figures as CSV."""
    form = OutcomeExportForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        return _file(request.actor, form.period(), form.cleaned_data["purpose"])
    back = reverse("alerts:outcome-list")
    crumbs = [{"label": _("Statistics of alerts and requests"), "href": back}]
    return render(request, "alerts/outcome/export.html", {"form": form, "crumbs": crumbs})


def _file(actor: Actor, period: Period, purpose: str) -> HttpResponse:
    """Return the file; one entry before it is made, and one after with what it holds."""
    record(actor, "outcome.export", purpose=purpose)
    alerts, requests = _found(actor, period)
    sheets = [*alert_sheets(alerts), *request_sheets(requests)]
    text = outcome_text(sheets, period=period, at=timezone.now())
    counts = {"alerts": (None, alerts.total.alerts), "requests": (None, requests.total.asked)}
    owners: Sequence[UUID] = alerts.owners
    record(actor, "outcome.export_end", changes=counts, purpose=purpose, owners=owners)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"alerts-{period.since:%Y%m%d}-{period.until:%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(actor: Actor, period: Period) -> tuple[AlertOutcome, RequestOutcome]:
    return alert_outcome(actor, period), request_outcome(actor, period)


def _words(period: Period) -> str:
    return _("%(since)s to %(until)s, as far as you see alerts and requests") % {
        "since": day(period.since),
        "until": day(period.until),
    }


def _figures(alerts: AlertOutcome, requests: RequestOutcome) -> list[dict[str, Any]]:
    """Return the headline figures; beside each median stands of how many it is."""
    told, asked = alerts.total, requests.total
    return [
        {"label": _("Alerts told"), "value": told.alerts},
        {"label": _("Answered"), "value": Share(told.answered, told.addressed), "note": _of(told.addressed)},
        {"label": _("Median time to an answer"), "value": shown(told.times.median), "note": _n(told.times.count)},
        {"label": _("With a seizure or an arrest"), "value": Share(told.yielded, told.answered)},
        {"label": _("Requests for information"), "value": asked.asked},
        {"label": _("Median time to a reply"), "value": shown(asked.times.median), "note": _n(asked.times.count)},
        {"label": _("Within the clock"), "value": Share(asked.in_time, asked.measured), "note": _of(asked.measured)},
    ]


def _n(count: int) -> str:
    return _("n = %(count)d") % {"count": count}


def _of(count: int) -> str:
    return _("of %(count)d") % {"count": count}


def _drawn(sheet: Sheet) -> dict[str, Any]:
    """Return a table as its page draws it: words first, then figures with their headings."""
    words = len(sheet.words)
    rows = [
        {
            "head": row[0],
            "words": list(zip(sheet.words[1:], row[1:words], strict=True)),
            "figures": list(zip(sheet.headings, map(shown, row[words:]), strict=True)),
        }
        for row in sheet.rows
    ]
    return {"name": sheet.name, "title": sheet.title, "words": sheet.words, "headings": sheet.headings, "rows": rows}
