"""What the law says of a substance on a day, as pages show it: conventions, and the country's own law where known."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from aircop.errors import Missing
from aircop.reference.queries import airport, controls, country_name, label, labels
from aircop.web.words import day
from seizures.models import Seizure

UNSPECIFIC = ("", "UNK", "OTH")
NOT_CONTROLLED = "NON"


def controls_of(substance: str, on: date, country: str) -> dict[str, Any]:
    """Return what controls a substance on a day. No row of a country says nothing of its law: that is told too."""
    found = controls(substance, on, country) if substance not in UNSPECIFIC else []
    conventions = [each for each in found if each.country is None and each.schedule != NOT_CONTROLLED]
    national = [each for each in found if each.country is not None]
    return {
        "known": substance not in UNSPECIFIC,
        "substance": label("substance", substance),
        "on": day(on),
        "conventions": [{"words": label("schedule", each.schedule)} for each in conventions],
        "free": any(each.schedule == NOT_CONTROLLED for each in found) and not conventions,
        "national": [{"since": day(each.valid_from), "source": each.source} for each in national],
        "country": country_name(country) if country else "",
    }


def laws_of(seizure: Seizure) -> list[dict[str, Any]]:
    """Return the legal status, on the day of the seizure, of each substance in it, once; as figures know it."""
    found = dict.fromkeys(item.figure_substance for item in seizure.items.all())
    rows = [controls_of(substance, seizure.occurred_on, seizure.airport.country_id) for substance in found]
    return [row for row in rows if row["known"]]


@require_GET
def substance_status(request: ActorRequest) -> HttpResponse:
    """Show the legal status of the substance that a form, or the reader, chose: a part of the page, or a page."""
    substance = request.GET.get("substance", "")
    if substance not in labels("substance"):
        substance = ""
    country, on = _country(request.GET.get("airport", "")), _day(request.GET)
    context = {"status": controls_of(substance, on, country), "asked": bool(request.GET.get("substance"))}
    part = "#status" if request.htmx else ""  # type: ignore[attr-defined]  # set by its middleware
    return render(request, f"seizures/substance/status.html{part}", context)


def _country(iata: str) -> str:
    try:
        return str(airport(iata.strip().upper()[:3]).country_id) if iata.strip() else ""
    except Missing:
        return ""


def _day(sent: Any) -> date:
    """Return the day of the seizure as a form sends it, or today."""
    try:
        return date.fromisoformat(sent.get("on") or sent.get("occurred_0") or "")
    except ValueError:
        return timezone.now().date()
