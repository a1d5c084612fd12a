"""What a scan tells beyond the eight fields of the quick entry: shown once it is told, and saved with the record."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aircop.errors import Missing
from aircop.identifiers import Recognised
from aircop.reference.queries import airport
from aircop.web.identifiers import IdentifierField, IdentifiersField
from seizures.forms.scan import SPEAKS_FOR, fills, route_of
from seizures.forms.wording import label_of
from seizures.models.conveyance import IDENTIFIERS, MOST_TAGS, fields_of
from seizures.services.route import MOST_LEGS, Leg

DETAILS = ("seat", "booking_reference", "ticket_number", "bag_tags", "postal_item", "container")
SCANNED = ("flight_number", "air_waybill", *DETAILS, "legs")
PASSENGER = "PAX"
LEG = re.compile(r"(?P<kind>[A-Z]{3}) (?P<airport>[A-Z]{3})( (?P<flight>[A-Z0-9]{3,8}) (?P<day>\d{4}-\d{2}-\d{2}))?")


class LegsField(forms.CharField):
    """The legs that a boarding pass tells, carried by the form; cleaned to legs of a route."""

    widget = forms.HiddenInput
    default_error_messages = {"unreadable": _("The route of the boarding pass cannot be read. Scan it again.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=40 * MOST_LEGS, **options)

    def clean(self, value: Any) -> list[Leg]:
        """Return the legs, or say that the pass has to be scanned again."""
        text = super().clean(value)
        return [self._leg(each) for each in text.split("/")] if text else []

    def _leg(self, text: str) -> Leg:
        found = LEG.fullmatch(text)
        try:
            day = forms.DateField(required=False).clean(found["day"]) if found else None
            place = airport(found["airport"]) if found else None
        except (Missing, ValidationError):
            place = None
        if found is None or place is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        flight = found["flight"] or ""
        return Leg(kind=found["kind"], airport=place, flight_number=flight, date=day, confidence="CON", source="TKT")


def fields_carried() -> dict[str, forms.Field]:
    """Return the fields that a scan may fill, in their order."""
    made: dict[str, forms.Field] = {
        name: IdentifierField(kind=IDENTIFIERS[name], label=label_of(_path(name)))
        for name in ("flight_number", "air_waybill", "seat", "ticket_number", "postal_item", "container")
    }
    made["bag_tags"] = IdentifiersField(kind="bag_tag", most=MOST_TAGS, label=label_of(_path("bag_tags")))
    made["booking_reference"] = forms.CharField(
        max_length=13, required=False, label=label_of(_path("booking_reference")),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    made["legs"] = LegsField()
    return {name: made[name] for name in SCANNED}


def _path(name: str) -> str:
    return name if name in {"flight_number", "air_waybill"} else f"conveyance_details.{name}"


def read_into(found: Recognised, typed: Mapping[str, Any], home: str) -> dict[str, Any]:
    """Return what a scan puts into the quick entry: its fields, and conveyance and direction where none is chosen."""
    chosen = str(typed.get("conveyance") or "")
    carried = chosen or SPEAKS_FOR.get(found.kind, "")
    told = fills(found, carried or PASSENGER)
    if not told:  # what was chosen has no place for it: the scan knows better
        carried = SPEAKS_FOR.get(found.kind, carried)
        told = fills(found, carried or PASSENGER)
    told = {name: value for name, value in told.items() if name in SCANNED}
    if not told:
        return {}
    if rows := _placed(route_of(found)):
        told["legs"] = "/".join(_written(row) for row in rows)
        if not typed.get("direction"):
            told["direction"] = _direction(rows, home)
    return told | ({"conveyance": carried} if carried else {})


def _placed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the legs of a route whose every airport is known, else none."""
    try:
        for row in rows:
            airport(row["airport"])
    except Missing:
        return []
    return rows


def _written(row: Mapping[str, Any]) -> str:
    flight = f" {row['flight_number']} {row['date']:%Y-%m-%d}" if row.get("flight_number") and row.get("date") else ""
    return f"{row['kind']} {row['airport']}{flight}"


def _direction(rows: list[dict[str, Any]], home: str) -> str:
    """Return which way a passenger of this route passes the airport of the unit."""
    if rows[0]["airport"] == home:
        return "OUT"
    if rows[-1]["airport"] == home:
        return "IN"
    return "TRN" if any(row["airport"] == home for row in rows) else ""


def details_carried(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details of the conveyance that were told and belong to the one that was chosen."""
    return {name: cleaned[name] for name in DETAILS if cleaned.get(name) and name in fields_of(cleaned["conveyance"])}
