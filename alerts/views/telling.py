"""Acts on an alert: hand over, give back, publish, warn at once, review, recall, throw away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.web.versions import seen_version
from alerts.forms.alert import PublishForm, RecallForm, ReturnForm, VersionForm
from alerts.models import Alert
from alerts.queries.alert import visible_alert
from alerts.rules import can_publish_alert, can_recall_alert, can_return_alert
from alerts.services.alert import discard_alert
from alerts.services.telling import (
    publish_alert,
    recall_alert,
    return_alert,
    review_warning,
    submit_alert,
    warn_at_once,
)
from alerts.views.acts import acted


@require_POST
def alert_submit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Hand a draft to a reviewer."""
    alert, version = visible_alert(request.actor, pk), seen_version(request)
    return acted(
        request,
        alert,
        lambda: submit_alert(actor=request.actor, alert=alert, version=version),
        _("A supervisor of your unit reviews it now."),
    )


@require_POST
def alert_warn(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Send an urgent warning now."""
    alert, version = visible_alert(request.actor, pk), seen_version(request)
    return acted(
        request,
        alert,
        lambda: warn_at_once(actor=request.actor, alert=alert, version=version),
        _("The warning is out. A supervisor looks at it within eight hours."),
    )


@require_POST
def alert_review(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let a warning that went out at once stand."""
    alert, version = visible_alert(request.actor, pk), seen_version(request)
    return acted(
        request,
        alert,
        lambda: review_warning(actor=request.actor, alert=alert, version=version),
        _("Reviewed. The warning stands."),
    )


@require_http_methods(["GET", "POST"])
def alert_publish(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask what a reviewer answers for, then publish."""
    alert = visible_alert(request.actor, pk)
    require(can_publish_alert(request.actor, alert))
    form = PublishForm(request.POST or None, alert=alert, initial={"version": alert.version})
    if request.method == "POST" and form.is_valid():
        told, version = form.told(), seen_version(request)
        return acted(
            request,
            alert,
            lambda: publish_alert(actor=request.actor, alert=alert, version=version, **told),
            _("The alert is out."),
        )
    return _ask(request, alert, form, "publish")


@require_http_methods(["GET", "POST"])
def alert_return(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Give an alert back to its author."""
    alert = visible_alert(request.actor, pk)
    require(can_return_alert(request.actor, alert))
    form = ReturnForm(request.POST or None, initial={"version": alert.version})
    if request.method == "POST" and form.is_valid():
        words, version = form.cleaned_data["words"], seen_version(request)
        return acted(
            request,
            alert,
            lambda: return_alert(actor=request.actor, alert=alert, words=words, version=version),
            _("It goes back to its author."),
        )
    return _ask(request, alert, form, "return")


@require_http_methods(["GET", "POST"])
def alert_recall(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take an alert back."""
    alert = visible_alert(request.actor, pk)
    require(can_recall_alert(request.actor, alert))
    form = RecallForm(request.POST or None, initial={"version": alert.version})
    if request.method == "POST" and form.is_valid():
        reason, version = form.cleaned_data["reason"], seen_version(request)
        return acted(
            request,
            alert,
            lambda: recall_alert(actor=request.actor, alert=alert, reason=reason, version=version),
            _("Recalled. Everybody who got it is told."),
        )
    return _ask(request, alert, form, "recall")


@require_http_methods(["GET", "POST"])
def alert_discard(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask once, then throw a draft away."""
    alert = visible_alert(request.actor, pk)
    if request.method == "POST":
        discard_alert(actor=request.actor, alert=alert)
        messages.success(request, _("The draft is thrown away."))
        return redirect("alerts:alert-list")
    return _ask(request, alert, VersionForm(initial={"version": alert.version}), "discard")


def _ask(request: ActorRequest, alert: Alert, form: VersionForm, act: str) -> HttpResponse:
    return render(request, f"alerts/alert/{act}.html", {"form": form, "alert": alert})
