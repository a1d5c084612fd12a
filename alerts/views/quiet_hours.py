"""The page of quiet hours: from when to when, and their end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.accounts.models import User
from aircop.errors import Invalid
from alerts.forms.subscription import QuietHoursForm, blank_quiet
from alerts.queries.quiet_hours import own_quiet_hours
from alerts.rules import can_keep_quiet
from alerts.services.quiet_hours import end_quiet_hours, keep_quiet_hours
from alerts.views.subscription import crumbs
from taskforces.models import TaskForce


@require_http_methods(["GET", "POST"])
def quiet_hours(request: ActorRequest) -> HttpResponse:
    """Say when one is not to be woken."""
    require(can_keep_quiet(request.actor))
    row = own_quiet_hours(request.actor)
    initial = {"begins": row.begins, "ends": row.ends, "timezone": row.timezone} if row else blank_quiet(_zone(request))
    form = QuietHoursForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            keep_quiet_hours(actor=request.actor, begins=told["begins"], ends=told["ends"], zone=told["timezone"])
        except Invalid as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("alerts:subscription-list")
    return render(request, "alerts/quiet_hours/form.html", {"form": form, "row": row, "crumbs": crumbs()})


@require_POST
def quiet_hours_end(request: ActorRequest) -> HttpResponse:
    """Let e-mail come at every hour again."""
    end_quiet_hours(actor=request.actor)
    messages.success(request, _("E-mail about alerts and messages comes at every hour again."))
    return redirect("alerts:subscription-list")


def _zone(request: ActorRequest) -> str:
    """Return the zone of the airport at which one acts, or of one's account."""
    unit = request.actor.acting.unit_id if request.actor.acting else None
    at = TaskForce.objects.filter(pk=unit).values_list("airport__timezone", flat=True).first() if unit else None
    own = User.objects.filter(pk__in=[request.actor.subject_id]).values_list("timezone", flat=True)
    return at or own[0]
