"""Taking note of the conditions under which something was told."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from aircop.access.requests import ActorRequest
from alerts.queries.alert import visible_alert
from alerts.queries.thread import visible_message, visible_thread
from alerts.services.acceptance import accept_alert, accept_conditions


@require_POST
def alert_accept(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take note of the conditions of an alert, and read it."""
    accept_alert(actor=request.actor, alert=visible_alert(request.actor, pk))
    return redirect("alerts:alert-detail", pk=pk)


@require_POST
def conditions_accept(request: ActorRequest, pk: UUID, message: UUID) -> HttpResponse:
    """Take note of the conditions of a message, and read it."""
    thread = visible_thread(request.actor, pk)
    accept_conditions(actor=request.actor, message=visible_message(request.actor, thread, message))
    return redirect("messages:thread-detail", pk=pk)
