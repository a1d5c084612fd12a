"""What a scanner typed, or somebody pasted: recognised, and put into the fields that it fills.

Scanners act as keyboards: they type a line and press Enter. The text travels in the body of a form and is neither
kept nor logged. Passport lines belong to persons: they are recognised here, and named, but fill nothing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.errors import Missing
from aircop.identifiers import Recognised, recognise
from aircop.identifiers.boarding_pass import BoardingPass
from aircop.reference.queries import airport
from aircop.web.identifiers import NAMES, describe
from seizures.models.conveyance import fields_of

# Which field of the conveyance an identifier fills.
FILLS: Mapping[str, str] = {
    "flight": "flight_number",
    "seat": "seat",
    "air_waybill": "air_waybill",
    "postal_item": "postal_item",
    "eticket": "ticket_number",
    "container": "container",
}
# Which conveyance an identifier speaks for.
SPEAKS_FOR: Mapping[str, str] = {"boarding_pass": "PAX", "air_waybill": "CRG", "postal_item": "PST"}


class ScanField(forms.CharField):
    """One line from a scanner, or pasted; never shown again."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Scan or paste"),
            required=False,
            max_length=1000,
            strip=False,
            widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
            help_text=gettext_lazy(
                "Boarding pass, air waybill, postal item, bag tag or flight: it fills the fields below."
            ),
        )


def read_scan(text: str, day: date) -> Recognised:
    """Return what was scanned; boarding passes take the year nearest to the day of the seizure."""
    return recognise(text, day)


def words_of(found: Recognised) -> str:
    """Return what was read, or what is wrong with it."""
    if found.fault is not None:
        name = f"{NAMES[found.kind]}: " if found.kind else ""
        return f"{name}{describe(found.fault)}"
    if found.kind == "mrz":
        return _("This is a travel document. Enter it with the person whom it belongs to.")
    return _("Read: %(what)s. Check the fields and save.") % {"what": NAMES[found.kind]}


def fills(found: Recognised, conveyance: str) -> dict[str, Any]:
    """Return the fields of this conveyance that a scan fills."""
    told = _of_pass(found.value) if found.kind == "boarding_pass" and found else {}
    if found and found.kind in FILLS:
        told[FILLS[found.kind]] = str(found.value)
    if found and found.kind == "bag_tag":
        told |= {"bag_tags": [str(found.value)], "rush": found.value.rush or None}
    return {name: value for name, value in told.items() if name in fields_of(conveyance) and value}


def _of_pass(read: BoardingPass) -> dict[str, Any]:
    leg = read.legs[0]
    return {
        "flight_number": str(leg.flight),
        "seat": leg.seat,
        "booking_reference": leg.booking,
        "ticket_number": f"{leg.ticket[:3]}-{leg.ticket[3:]}" if leg.ticket else "",
        "bag_tags": list(read.bag_tags),
    }


def route_of(found: Recognised) -> list[dict[str, Any]]:
    """Return the legs that a boarding pass tells, as the rows of the form; other scans tell none."""
    if found.kind != "boarding_pass" or not found:
        return []
    legs = found.value.legs
    rows = [
        {
            "kind": "TRN" if place else "DEP",
            **_place(leg.origin),
            "flight_number": str(leg.flight),
            "date": leg.day,
            "source": "TKT",
            "confidence": "CON",
        }
        for place, leg in enumerate(legs)
    ]
    last = {"kind": "DST", **_place(legs[-1].destination), "source": "TKT", "confidence": "CON"}
    return [*rows, last]


def _place(iata: str) -> dict[str, str]:
    try:
        return {"airport": airport(iata).pk}
    except Missing:
        return {"airport": iata}
