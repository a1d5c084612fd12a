"""Conveyance and route: each a section of the record with a page of its own. Scans are read without being kept."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from seizures.enums import EntryForm
from seizures.forms.conveyance import ConveyanceForm
from seizures.forms.route import RouteForm
from seizures.forms.scan import fills, read_scan, route_of, words_of
from seizures.forms.wording import shown
from seizures.models import Seizure
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_change_seizure
from seizures.services.conveyance import set_conveyance
from seizures.services.route import set_route
from seizures.views.kept import KeptPage
from seizures.views.part_forms import conveyance_form, route_form, row_count
from seizures.views.tabs import sections


def _changeable(request: ActorRequest, pk: UUID) -> Seizure:
    seizure = visible_seizure(request.actor, pk)
    require(can_change_seizure(request.actor, seizure))
    return seizure


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def conveyance_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Tell more of what carried it."""
    seizure = _changeable(request, pk)
    page = KeptPage(
        request=request,
        seizure=seizure,
        kind=EntryForm.CONVEYANCE,
        template="seizures/route/conveyance.html",
        make=partial(conveyance_form, request, seizure),
        context={
            "sections": sections(seizure, "seizures:conveyance-change"),
            "carried": shown("conveyance", seizure.conveyance),
        },
    )
    if _scanned(request):
        return _read_into_conveyance(page)
    return page.answer(partial(_set_conveyance, request, seizure))


def _set_conveyance(request: ActorRequest, seizure: Seizure, form: ConveyanceForm) -> None:
    version = form.cleaned_data["version"]
    set_conveyance(actor=request.actor, seizure=seizure, version=version, told=form.told())


def _read_into_conveyance(page: KeptPage) -> HttpResponse:
    """Put what was scanned into the form, over what was typed; nothing is saved yet."""
    found = read_scan(page.request.POST.get("scanned", ""), page.seizure.occurred_on)
    read = fills(found, page.seizure.conveyance)
    data = _with(page.request.POST, scanned="")
    form = page.make(data)
    for name in [name for name in read if name in form.fields]:
        data[name] = str(form.fields[name].prepare_value(read[name]))
    return page.show(form, scan=words_of(found), scan_failed=not read)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def route_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write the route: several rows; adding one, and reading a boarding pass, are buttons that save nothing."""
    seizure = _changeable(request, pk)
    page = KeptPage(
        request=request,
        seizure=seizure,
        kind=EntryForm.ROUTE,
        template="seizures/route/route.html",
        make=partial(_make_route, seizure),
        context={"sections": sections(seizure, "seizures:route-change")},
    )
    if _scanned(request):
        return _read_into_route(page)
    return _one_more(page) if "add" in request.POST else page.answer(partial(_set_route, request, seizure))


def _make_route(seizure: Seizure, data: Any = None, *, kept: Any = None, **more: Any) -> RouteForm:
    return route_form(seizure, data, rows=kept, **more)


def _set_route(request: ActorRequest, seizure: Seizure, form: RouteForm) -> None:
    legs, version = [leg for _form, leg in form.legs.told()], form.cleaned_data["version"]
    set_route(actor=request.actor, seizure=seizure, version=version, legs=legs)


def _one_more(page: KeptPage) -> HttpResponse:
    count = row_count(page.request.POST.get("legs-TOTAL_FORMS", ""))
    data = _with(page.request.POST, **{"legs-TOTAL_FORMS": str(count + 1)})
    return page.show(page.make(data), added=count + 1)


def _read_into_route(page: KeptPage) -> HttpResponse:
    """Show the legs of a boarding pass in place of the rows; nothing is saved yet."""
    found = read_scan(page.request.POST.get("scanned", ""), page.seizure.occurred_on)
    read = route_of(found)
    words = words_of(found) if read or not found else _("This tells no route. Scan a boarding pass.")
    data = _with(page.request.POST, scanned="")
    form = page.make(data)
    if read:
        form = page.make(kept=read)
        form.initial |= {name: data.get(name, "") for name in ("version", "marks")}
    return page.show(form, scan=words, scan_failed=not read)


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
