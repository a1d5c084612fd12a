"""Pages of webhooks: those of one's agency, a new one with its secret, tried, switched off."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.audit import record
from aircop.errors import Invalid
from alerts.enums import AlertKind
from alerts.forms.webhook import WebhookForm
from alerts.models import Webhook
from alerts.queries.webhook import webhook_of, webhooks_of
from alerts.rules import can_manage_webhooks
from alerts.services.webhook import add_webhook, stop_webhook, try_out_webhook


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Deliveries"), "href": reverse("alerts:delivery-list")},
        {"label": _("Webhooks"), "href": reverse("alerts:webhook-list")},
    ]


@require_GET
def webhook_list(request: ActorRequest) -> HttpResponse:
    """Show the webhooks of one's agency, the newest first."""
    require(can_manage_webhooks(request.actor))
    rows = list(webhooks_of(request.actor).order_by("-made_at"))
    record(request.actor, "webhook.list", rows=rows)
    context = {"rows": [_shown(each) for each in rows], "crumbs": _crumbs()[:1]}
    return render(request, "alerts/webhook/list.html", context)


def _shown(webhook: Webhook) -> dict[str, Any]:
    words = dict(AlertKind.choices)
    return {
        "webhook": webhook,
        "host": urlsplit(webhook.url).hostname,
        "kinds": [words[kind] for kind in webhook.kinds],
    }


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def webhook_create(request: ActorRequest) -> HttpResponse:
    """Add a webhook and show its secret, this once."""
    require(can_manage_webhooks(request.actor))
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            named = add_webhook(actor=request.actor, **form.told())
        except Invalid as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.reason)
        else:
            return render(request, "alerts/webhook/secret.html", {"named": named, "crumbs": _crumbs()})
    return render(request, "alerts/webhook/form.html", {"form": form, "crumbs": _crumbs()})


@require_POST
def webhook_try(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ring a webhook once, about nothing."""
    try_out_webhook(actor=request.actor, webhook=webhook_of(request.actor, pk))
    messages.success(request, _("It is rung once, about nothing. What came of it stands here in a moment."))
    return redirect("alerts:delivery-list")


@require_POST
def webhook_stop(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Switch a webhook off."""
    stop_webhook(actor=request.actor, webhook=webhook_of(request.actor, pk))
    messages.success(request, _("Switched off. Nothing goes there any more."))
    return redirect("alerts:webhook-list")
