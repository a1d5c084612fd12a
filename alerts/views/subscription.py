"""Pages of subscriptions: one's own, a new one, changed, switched on and off, removed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid, StaleWrite
from alerts.forms.subscription import SubscriptionForm, as_typed, comes, wants
from alerts.queries.quiet_hours import own_quiet_hours
from alerts.queries.subscription import own_subscription, own_subscriptions, would_have_told
from alerts.rules import can_subscribe
from alerts.services.subscription import (
    Wanted,
    add_subscription,
    change_subscription,
    remove_subscription,
    switch_subscription,
)


def crumbs(*, within: bool = True) -> list[dict[str, str]]:
    """Return the way to these pages."""
    way = [{"label": _("Alerts"), "href": reverse("alerts:alert-list")}]
    here = {"label": _("Subscriptions"), "href": reverse("alerts:subscription-list")}
    return [*way, here] if within else way


@require_GET
def subscription_list(request: ActorRequest) -> HttpResponse:
    """Show one's subscriptions, and how much each would have brought."""
    rows = own_subscriptions(request.actor)
    numbers = would_have_told(request.actor) if rows else {}
    context = {
        "rows": [
            {"subscription": each, "wants": wants(each), "comes": comes(each), "number": numbers.get(each.pk, 0)}
            for each in rows
        ],
        "quiet": own_quiet_hours(request.actor),
        "may_add": can_subscribe(request.actor),
        "crumbs": crumbs(within=False),
    }
    return render(request, "alerts/subscription/list.html", context)


@require_http_methods(["GET", "POST"])
def subscription_create(request: ActorRequest) -> HttpResponse:
    """Keep a new one."""
    require(can_subscribe(request.actor))
    form = SubscriptionForm(request.POST if request.method == "POST" else None, initial={"severity": "info",
                            "mail": "once", "hour": 7})  # fmt: skip
    if _sent(form, lambda told: add_subscription(actor=request.actor, wanted=Wanted(**told))):
        messages.success(request, _("Kept. What fits it is told to you from now on."))
        return redirect("alerts:subscription-list")
    return render(request, "alerts/subscription/form.html", {"form": form, "crumbs": crumbs()})


@require_http_methods(["GET", "POST"])
def subscription_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change one."""
    row = own_subscription(request.actor, pk)
    form = SubscriptionForm(request.POST if request.method == "POST" else None, initial=as_typed(row))

    def change(told: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return change_subscription(actor=request.actor, subscription=row, told=told, version=version)

    if _sent(form, change):
        messages.success(request, _("Saved."))
        return redirect("alerts:subscription-list")
    return render(request, "alerts/subscription/form.html", {"form": form, "row": row, "crumbs": crumbs()})


@require_POST
def subscription_switch(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Switch one on that is off, and the other way round."""
    row = own_subscription(request.actor, pk)
    row = switch_subscription(actor=request.actor, subscription=row, on=request.POST.get("on") == "yes")
    messages.success(request, _("Switched on.") if row.stopped_at is None else _("Switched off."))
    return redirect("alerts:subscription-list")


@require_POST
def subscription_remove(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Forget one."""
    row = own_subscription(request.actor, pk)
    remove_subscription(actor=request.actor, subscription=row)
    messages.success(request, _("“%(name)s” is removed. The alerts that it brought stay.") % {"name": row})
    return redirect("alerts:subscription-list")


def _sent(form: SubscriptionForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Do the act when the form is whole; what is refused stands in the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(form.told())
    except (Invalid, StaleWrite) as fault:
        field = getattr(fault, "field", "")
        form.add_error(field if field in form.fields else None, fault.reason)
        return False
    return True
