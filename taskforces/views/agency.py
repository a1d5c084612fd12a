"""Pages of the agencies: all of them, one with its units, and opening one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid, Missing
from taskforces.forms.agency import AgencyForm
from taskforces.models import Agency
from taskforces.queries.hit_opening import open_to_hits
from taskforces.queries.task_force import agencies_below, agencies_with_units, agency_page
from taskforces.rules import can_keep_hits, can_manage_people_of, can_open_agency
from taskforces.services.agency import open_agency


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Agencies"), "href": reverse("agencies:agency-list")}]


@require_GET
def agency_list(request: ActorRequest) -> HttpResponse:
    """Show every agency of the network by country; that they exist is no secret to anybody signed in."""
    own = {each.agency_id for each in request.actor.memberships}
    context = {"agencies": agencies_with_units(), "own": own, "may_open": _may_open(request.actor)}
    return render(request, "taskforces/agency/list.html", context)


def _may_open(actor: Actor) -> bool:
    return bool(can_open_agency(actor))


@require_GET
def agency_detail(request: ActorRequest, pk: str) -> HttpResponse:
    """Show one agency, by its code or its id."""
    agency = agency_page(pk).first()
    if agency is None:
        raise Missing
    context: dict[str, Any] = {
        "agency": agency,
        "units": [part.task_force for part in agency.units_now],  # type: ignore[attr-defined]  # prefetched
        "below": agencies_below(agency),
        "may_invite": bool(can_manage_people_of(request.actor, agency)),
        "hits": agency.pk in open_to_hits([agency.pk]) if _serves(request.actor, agency) else None,
        "may_keep_hits": bool(can_keep_hits(request.actor, agency)),
        "crumbs": _crumbs(),
    }
    return render(request, "taskforces/agency/detail.html", context)


def _serves(actor: Actor, agency: Agency) -> bool:
    """Whether the reader sits with the agency: to others it is not told whether it takes part."""
    return any(each.agency_id == agency.pk for each in actor.memberships)


@require_http_methods(["GET", "POST"])
def agency_create(request: ActorRequest) -> HttpResponse:
    """Open an agency."""
    require(can_open_agency(request.actor))
    form = AgencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            agency = open_agency(actor=request.actor, **form.told())
        except Invalid as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.reason)
        else:
            messages.success(request, _("The agency is open. Invite its administrator now."))
            return redirect("agencies:agency-detail", pk=agency.code)
    words = {"heading": _("Open an agency"), "button": _("Open agency"), "back": reverse("agencies:agency-list")}
    return render(request, "taskforces/open.html", {"form": form, "crumbs": _crumbs(), **words})
