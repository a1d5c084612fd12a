"""Pages of deliveries: what went out to one's agency, what did not, and sending it again."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.paging import keyset
from aircop.web.pagination import bar_of, marks_asked, pager
from alerts.enums import Channel, Why
from alerts.forms.delivery import STATES, TONES, DeliveryFilterForm, fault_words, reasons
from alerts.models import Alert, Delivery, Thread
from alerts.queries import delivery as deliveries
from alerts.rules import can_follow_deliveries, can_manage_webhooks, can_resend_delivery
from alerts.services.delivery import resend_delivery

SIZE = 50


@require_GET
def delivery_list(request: ActorRequest) -> HttpResponse:
    """Show what goes out to the people and systems of one's agency, the newest first."""
    actor = request.actor
    require(can_follow_deliveries(actor))
    form = DeliveryFilterForm(request.GET)
    wanted, words = form.wanted(), form.words()
    rows = deliveries.followed(actor).select_related("recipient", "webhook")
    if "state" in wanted:
        rows = rows.filter(deliveries.STATES[wanted["state"]])
    if "channel" in wanted:
        rows = rows.filter(channel=wanted["channel"])
    marks, notes = marks_asked(request)
    found = keyset(rows, order="-made_at", size=SIZE, **marks)
    record(actor, "delivery.list", rows=found.rows)
    alerts = deliveries.alerts_of(actor, list(found.rows))
    threads = deliveries.threads_of(actor, list(found.rows))
    context = {
        "rows": [_shown(each, alerts, threads) | {"may": can_resend_delivery(actor, each)} for each in found.rows],
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous, words=""),
        "form": form,
        "notes": notes,
        "bar": {"words": ", ".join(words.values()) or _("All deliveries"), **bar_of(request, words)},
        "may_keep": bool(can_manage_webhooks(actor)),
        "crumbs": [{"label": _("Alerts"), "href": reverse("alerts:alert-list")}],
    }
    return render(request, "alerts/delivery/list.html", context)


def _shown(row: Delivery, alerts: dict[UUID, Alert], threads: dict[UUID, Thread]) -> dict[str, Any]:
    state = deliveries.state_of(row)
    return {
        "delivery": row,
        "alert": alerts.get(row.alert_id) if row.alert_id else None,
        "thread": threads.get(row.thread_id) if row.thread_id else None,
        "trial": row.why == Why.TRIAL,
        "together": row.channel == Channel.DIGEST,
        "reasons": reasons(row),
        "until": row.due_at if state == "later" else None,
        "to": row.recipient.name if row.recipient is not None else urlsplit(str(row.webhook)).hostname,
        "state": STATES[state],
        "tone": TONES.get(state, "neutral"),
        "fault": fault_words(row.fault),
    }


@require_POST
def delivery_resend(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Send a delivery again."""
    resend_delivery(actor=request.actor, delivery=deliveries.followed_delivery(request.actor, pk))
    messages.success(request, _("It goes out again now."))
    return redirect("alerts:delivery-list")
