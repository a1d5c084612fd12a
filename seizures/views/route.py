"""Conveyance and route: each a section of the record with a page of its own. Scans are read without being kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from aircop.errors import Clash, Invalid, StaleWrite
from seizures.forms.conveyance import ConveyanceForm
from seizures.forms.faults import put_fault
from seizures.forms.route import LegRows, RouteForm, rows_of
from seizures.forms.scan import fills, read_scan, route_of, words_of
from seizures.forms.wording import label_of, shown
from seizures.models import Seizure
from seizures.models.conveyance import ON_SEIZURE
from seizures.queries.route import legs_in_order
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_change_seizure
from seizures.services.conveyance import set_conveyance
from seizures.services.route import set_route
from seizures.views.tabs import sections

CONFLICT = 412


def _changeable(request: ActorRequest, pk: UUID) -> Seizure:
    seizure = visible_seizure(request.actor, pk)
    require(can_change_seizure(request.actor, seizure))
    return seizure


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def conveyance_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Tell more of what carried it."""
    seizure = _changeable(request, pk)
    shape: dict[str, Any] = {"seizure": seizure, "identities": SEE_IDENTITY in grants.held(request.actor, seizure)}
    if request.method != "POST":
        return _conveyance(request, seizure, ConveyanceForm(**shape))
    if _scanned(request):
        return _read_into_conveyance(request, seizure, shape)
    form = ConveyanceForm(request.POST, **shape)
    if not form.is_valid():
        return _conveyance(request, seizure, form)
    version, told = form.cleaned_data["version"], form.told()
    try:
        set_conveyance(actor=request.actor, seizure=seizure, version=version, told=told)
    except StaleWrite as stale:
        again = ConveyanceForm(_with(request.POST, version=str(stale.version)), **shape)
        return _conveyance(request, seizure, again, reason=stale.reason, clashes=_clashes(stale), status=CONFLICT)
    except Invalid as fault:
        fault.field = fault.field.removeprefix("conveyance_details.")
        put_fault(form, fault)
        return _conveyance(request, seizure, form)
    messages.success(request, _("Saved."))
    return redirect("seizures:seizure-detail", pk=pk)


def _read_into_conveyance(request: ActorRequest, seizure: Seizure, shape: dict[str, Any]) -> HttpResponse:
    """Put what was scanned into the form, over what was typed; nothing is saved yet."""
    found = read_scan(request.POST.get("scanned", ""), seizure.occurred_on)
    read = fills(found, seizure.conveyance)
    data = _with(request.POST, scanned="")
    form = ConveyanceForm(data, **shape)
    for name in [name for name in read if name in form.fields]:
        data[name] = str(form.fields[name].prepare_value(read[name]))
    return _conveyance(request, seizure, form, scan=words_of(found), scan_failed=not read)


def _conveyance(
    request: ActorRequest, seizure: Seizure, form: ConveyanceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    places = sections(seizure, "seizures:conveyance-change")
    context = {
        "form": form,
        "seizure": seizure,
        "sections": places,
        "carried": shown("conveyance", seizure.conveyance),
        **more,
    }
    return render(request, "seizures/route/conveyance.html", context, status=status)


def _clashes(stale: StaleWrite) -> list[Clash]:
    return [
        Clash(
            each.field,
            label_of(each.field if each.field in ON_SEIZURE else f"conveyance_details.{each.field}"),
            shown(each.field, each.sent),
            shown(each.field, each.current),
        )
        for each in stale.clashes
    ]


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def route_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write the route: several rows; adding one, and reading a boarding pass, are buttons that save nothing."""
    seizure = _changeable(request, pk)
    if request.method != "POST":
        rows = LegRows(initial=rows_of(seizure, legs_in_order(seizure)), prefix="legs")
        return _route(request, seizure, RouteForm(initial={"version": seizure.version}), rows)
    if _scanned(request):
        return _read_into_route(request, seizure)
    return _one_more(request, seizure) if "add" in request.POST else _save_route(request, seizure)


def _save_route(request: ActorRequest, seizure: Seizure) -> HttpResponse:
    form, rows = RouteForm(request.POST), LegRows(request.POST, prefix="legs")
    if not (form.is_valid() and rows.is_valid()):
        return _route(request, seizure, form, rows)
    told, version = rows.told(), form.cleaned_data["version"]
    try:
        set_route(actor=request.actor, seizure=seizure, version=version, legs=[leg for _form, leg in told])
    except StaleWrite as stale:
        again = RouteForm(_with(request.POST, version=str(stale.version)))
        stands = route_line(legs_in_order(seizure))
        return _route(request, seizure, again, rows, reason=stale.reason, stands=stands, status=CONFLICT)
    except Invalid as fault:
        rows.put_fault(fault, told)
        return _route(request, seizure, form, rows)
    messages.success(request, _("Saved."))
    return redirect("seizures:seizure-detail", pk=seizure.pk)


def _one_more(request: ActorRequest, seizure: Seizure) -> HttpResponse:
    total = request.POST.get("legs-TOTAL_FORMS", "")
    count = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 0  # noqa: PLR2004
    data = _with(request.POST, **{"legs-TOTAL_FORMS": str(count + 1)})
    return _route(request, seizure, RouteForm(data), LegRows(data, prefix="legs"))


def _read_into_route(request: ActorRequest, seizure: Seizure) -> HttpResponse:
    """Show the legs of a boarding pass in place of the rows; nothing is saved yet."""
    found = read_scan(request.POST.get("scanned", ""), seizure.occurred_on)
    read = route_of(found)
    words = words_of(found) if read or not found else _("This tells no route. Scan a boarding pass.")
    data = _with(request.POST, scanned="")
    rows = LegRows(initial=read, prefix="legs") if read else LegRows(data, prefix="legs")
    return _route(request, seizure, RouteForm(data), rows, scan=words, scan_failed=not read)


def _route(
    request: ActorRequest, seizure: Seizure, form: Form, rows: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    places = sections(seizure, "seizures:route-change")
    context = {"form": form, "rows": rows, "seizure": seizure, "sections": places, **more}
    return render(request, "seizures/route/route.html", context, status=status)


def _scanned(request: ActorRequest) -> bool:
    """Whether there is something to read: Enter in any other field presses the first button too, and means to save."""
    return "read" in request.POST and bool(request.POST.get("scanned", "").strip())


def _with(sent: QueryDict, **changed: str) -> QueryDict:
    """Return what was sent with some fields changed."""
    data = sent.copy()
    for name, value in changed.items():
        data[name] = value
    return data


def route_line(legs: Any) -> list[dict[str, str]]:
    """Return the route in one line: the place of each leg, and what is known of it."""
    return [
        {
            "place": leg.airport_id or shown("legs.country", leg.country),
            "name": shown("legs.airport", leg.airport_id) if leg.airport_id else "",
            "kind": shown("legs.kind", leg.kind),
            "note": " ".join(filter(None, [leg.flight_number, str(leg.date or "")])),
        }
        for leg in legs
    ]
