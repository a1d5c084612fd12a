"""Hit / no hit of an agency: what it means, whether it is on, and the switch."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Missing
from taskforces.forms.hit_opening import HitOpeningForm
from taskforces.models import Agency
from taskforces.queries.hit_opening import desks_for_hits, hit_opening, named_desks
from taskforces.queries.task_force import agency_page
from taskforces.rules import can_keep_hits
from taskforces.services.hit_opening import close_hits, open_hits


def _agency(request: ActorRequest, pk: str) -> Agency:
    found = agency_page(pk).first()
    if found is None:
        raise Missing
    require(can_keep_hits(request.actor, found))
    return found


@require_http_methods(["GET", "POST"])
def agency_hits(request: ActorRequest, pk: str) -> HttpResponse:
    """Show whether the agency takes part, and since when; switch it on."""
    agency, actor = _agency(request, pk), request.actor
    desks = desks_for_hits(actor, agency)
    form = HitOpeningForm(request.POST if request.method == "POST" else None, desks=desks)
    if request.method == "POST" and form.is_valid():
        open_hits(actor=actor, agency=agency, contact=form.cleaned_data["contact"])
        messages.success(request, _("Your agency takes part from now on."))
        return redirect("agencies:agency-hits", pk=agency.code)
    context = {
        "agency": agency,
        "opening": hit_opening(agency),
        "desk": named_desks(actor, [agency.pk]).get(agency.pk),
        "form": form,
        "any_desk": desks.exists(),
        "crumbs": [
            {"label": _("Agencies"), "href": reverse("agencies:agency-list")},
            {"label": agency.short_name, "href": reverse("agencies:agency-detail", args=[agency.code])},
        ],
    }
    return render(request, "taskforces/hit_opening/detail.html", context)


@require_POST
def agency_hits_close(request: ActorRequest, pk: str) -> HttpResponse:
    """Switch it off."""
    agency = _agency(request, pk)
    close_hits(actor=request.actor, agency=agency)
    messages.success(request, _("Your agency takes part no longer."))
    return redirect("agencies:agency-hits", pk=agency.code)
