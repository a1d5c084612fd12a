"""What the fields of a seizure are called, and how their values read: forms, conflicts and history say the same."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from aircop.access.roles import LEVEL_LABELS
from aircop.reference.fields import CodeField
from aircop.reference.queries import airport_name, label
from aircop.web.widgets import Moment, Quantity
from aircop.web.words import NBSP, day, in_zone, number
from seizures.enums import UNKNOWN, ConsentAnswer, ConsentKind, Handling, Precision, SeizureStatus
from seizures.forms import laboratory_wording
from seizures.forms.people_wording import field_of_person, label_of_person, shown_of_person
from seizures.models import Item, RouteLeg, Seizure
from seizures.models.commodity import DETAILS
from taskforces.models import Agency

LABELS: Mapping[str, Any] = {
    "reference": gettext_lazy("Reference"),
    "status": gettext_lazy("Status"),
    "airport": gettext_lazy("Airport"),
    "occurred": gettext_lazy("When"),
    "occurred_at": gettext_lazy("When"),
    "occurred_zone": gettext_lazy("Time zone"),
    "occurred_precision": gettext_lazy("How exact the time is"),
    "direction": gettext_lazy("Direction"),
    "conveyance": gettext_lazy("Carried by"),
    "place": gettext_lazy("Place in the airport"),
    "detection": gettext_lazy("How it was found"),
    "contributing_detections": gettext_lazy("What helped to find it"),
    "trigger": gettext_lazy("What led to the check"),
    "producing_country": gettext_lazy("Producing country"),
    "departure_country": gettext_lazy("Country of departure"),
    "destination_country": gettext_lazy("Country of destination"),
    "lead_agency": gettext_lazy("Lead agency"),
    "persons_arrested": gettext_lazy("Persons arrested"),
    "flight_number": gettext_lazy("Flight"),
    "air_waybill": gettext_lazy("Air waybill"),
    "summary": gettext_lazy("Summary"),
    "narrative": gettext_lazy("Narrative"),
    "handling": gettext_lazy("Handling"),
    "handling_words": gettext_lazy("Conditions of handling"),
    "source_grade": gettext_lazy("Grade of the source"),
    "information_grade": gettext_lazy("Grade of the information"),
    "submitted_at": gettext_lazy("Submitted"),
    "verified_by_id": gettext_lazy("Verified by"),
    "verified_at": gettext_lazy("Verified"),
    "locked_at": gettext_lazy("Locked"),
    "rejection": gettext_lazy("Reason for rejecting"),
    "items.commodity": gettext_lazy("Commodity"),
    "items.substance": gettext_lazy("Substance"),
    "items.amount": gettext_lazy("Quantity"),
    "items.quantity": gettext_lazy("Quantity"),
    "items.unit": gettext_lazy("Unit"),
    "items.confirmed_substance": gettext_lazy("Confirmed by the laboratory"),
    "items.form": pgettext_lazy("of a substance", "Form"),
    "items.concealment": gettext_lazy("Concealment"),
    "items.basis": gettext_lazy("How it was measured"),
    "items.concealment_detail": gettext_lazy("Concealment in words"),
    "items.gross_weight": gettext_lazy("Gross weight"),
    "items.net_weight": gettext_lazy("Net weight"),
    "items.weight_unit": gettext_lazy("Unit of weight"),
    "items.packages": gettext_lazy("Packages"),
    "items.packaging": gettext_lazy("Kind of packaging"),
    "items.markings": gettext_lazy("Markings and logos"),
    "items.sampling_note": gettext_lazy("How samples were taken"),
    "items.exhibit_note": gettext_lazy("Note on the exhibit"),
    "items.value": gettext_lazy("Value"),
    "items.currency": gettext_lazy("Currency"),
    "items.source_grade": gettext_lazy("Grade of the source"),
    "items.information_grade": gettext_lazy("Grade of the information"),
    "attachments.name": gettext_lazy("File"),
    "attachments.sha256": gettext_lazy("SHA-256 of the file"),
    "attachments.concealment": gettext_lazy("Concealment"),
    "attachments.caption": gettext_lazy("Caption"),
    "attachments.item": gettext_lazy("Item"),
    "attachments.taken_at": gettext_lazy("Taken"),
    "duplicate_of": gettext_lazy("Duplicate of"),
    "merged": gettext_lazy("Merged with"),
    "apart": gettext_lazy("Not the same as"),
    "assisting": gettext_lazy("Took part"),
    "external_reference": gettext_lazy("Number elsewhere"),
    "conveyance_details.seat": gettext_lazy("Seat"),
    "conveyance_details.booking_reference": gettext_lazy("Booking reference"),
    "conveyance_details.ticket_number": gettext_lazy("Ticket number"),
    "conveyance_details.bag_tags": gettext_lazy("Bag tags"),
    "conveyance_details.rush": gettext_lazy("Rush bag"),
    "conveyance_details.house_waybill": gettext_lazy("House air waybill"),
    "conveyance_details.shipper": gettext_lazy("Shipper"),
    "conveyance_details.consignee": gettext_lazy("Consignee"),
    "conveyance_details.agent": gettext_lazy("Agent or forwarder"),
    "conveyance_details.declared_goods": gettext_lazy("Declared goods"),
    "conveyance_details.hs_code": gettext_lazy("HS code"),
    "conveyance_details.pieces": gettext_lazy("Pieces"),
    "conveyance_details.weight_kg": gettext_lazy("Weight declared, in kg"),
    "conveyance_details.declared_value": gettext_lazy("Declared value"),
    "conveyance_details.currency": gettext_lazy("Currency"),
    "conveyance_details.container": gettext_lazy("Container"),
    "conveyance_details.postal_item": gettext_lazy("Postal item"),
    "conveyance_details.sender": gettext_lazy("Sender"),
    "conveyance_details.addressee": gettext_lazy("Addressee"),
    "conveyance_details.operator": gettext_lazy("Operator"),
    "conveyance_details.tracking_number": gettext_lazy("Tracking number"),
    "conveyance_details.registration": gettext_lazy("Registration of the aircraft"),
    "conveyance_details.aircraft_place": gettext_lazy("Place in the aircraft"),
    "legs": gettext_lazy("Route"),
    "legs.kind": gettext_lazy("Part of the route"),
    "legs.airport": gettext_lazy("Airport"),
    "legs.country": gettext_lazy("Country"),
    "legs.flight_number": gettext_lazy("Flight"),
    "legs.date": gettext_lazy("Date"),
    "legs.confidence": gettext_lazy("How sure it is"),
    "legs.source": gettext_lazy("How it is known"),
    "items.value_kind": gettext_lazy("Kind of value"),
    "items.value_source": gettext_lazy("Source of the value"),
    "items.valued_on": gettext_lazy("Valued on"),
    **{f"items.details.{detail.name}": detail.label for detail in DETAILS.values()},
    **laboratory_wording.LABELS,
    "consents.kind": gettext_lazy("Consent"),
    "consents.to": pgettext_lazy("of a consent", "For whom"),
    "consents.answer": gettext_lazy("Answer"),
    "consents.until": pgettext_lazy("of a share", "Until"),
    "unit": gettext_lazy("Unit"),
    "shared_with": gettext_lazy("Shared with"),
    "level": pgettext_lazy("of a share", "May"),
    "until": pgettext_lazy("of a share", "Until"),
}
UNTOLD = frozenset({"occurred_zone", "arrested_zone", "verified_by_id", "verified_at", "submitted_at", "locked_at"})
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "status": dict(SeizureStatus.choices),
    "handling": dict(Handling.choices),
    "occurred_precision": dict(Precision.choices),
    "consents.kind": dict(ConsentKind.choices),
    "consents.answer": dict(ConsentAnswer.choices),
    "level": {level.value: words for level, words in LEVEL_LABELS.items()},
}
SYMBOLS = {
    "g": "g",
    "kg": "kg",
    "mg": "mg",
    "ug": "µg",
    "t": "t",
    "lb": "lb",
    "oz": "oz",
    "l": "l",
    "ml": "ml",
    "gal": "gal",
}
COUNTED: Mapping[str, Any] = {
    "tablet": ngettext_lazy("%(n)s tablet", "%(n)s tablets", "count"),
    "capsule": ngettext_lazy("%(n)s capsule", "%(n)s capsules", "count"),
    "dose": ngettext_lazy("%(n)s dose", "%(n)s doses", "count"),
    "blotter": ngettext_lazy("%(n)s blotter", "%(n)s blotters", "count"),
    "ampoule": ngettext_lazy("%(n)s ampoule", "%(n)s ampoules", "count"),
    "pellet": ngettext_lazy("%(n)s swallowed pellet", "%(n)s swallowed pellets", "count"),
    "plant": ngettext_lazy("%(n)s plant", "%(n)s plants", "count"),
    "joint": ngettext_lazy("%(n)s joint", "%(n)s joints", "count"),
    "seed": ngettext_lazy("%(n)s seed", "%(n)s seeds", "count"),
    "bundle": ngettext_lazy("%(n)s bundle", "%(n)s bundles", "count"),
    "piece": ngettext_lazy("%(n)s piece", "%(n)s pieces", "count"),
    "unit": ngettext_lazy("%(n)s unit", "%(n)s units", "count"),
    "round": ngettext_lazy("%(n)s round", "%(n)s rounds", "count"),
    "carton": ngettext_lazy("%(n)s carton", "%(n)s cartons", "count"),
    "person": ngettext_lazy("%(n)s person", "%(n)s persons", "count"),
    "pack": ngettext_lazy("%(n)s pack", "%(n)s packs", "count"),
    "hectare": ngettext_lazy("%(n)s hectare", "%(n)s hectares", "count"),
    "acre": ngettext_lazy("%(n)s acre", "%(n)s acres", "count"),
}
CODE_LISTS: Mapping[str, str] = {
    **{field.name: field.code_list for field in Seizure._meta.fields if isinstance(field, CodeField)},
    "attachments.concealment": "concealment",
    **{f"items.{field.name}": field.code_list for field in Item._meta.fields if isinstance(field, CodeField)},
    **{f"legs.{field.name}": field.code_list for field in RouteLeg._meta.fields if isinstance(field, CodeField)},
    "contributing_detections": "detection",
    **{f"items.details.{detail.name}": detail.code_list for detail in DETAILS.values() if detail.code_list},
    **laboratory_wording.CODE_LISTS,
}
NUMBERED = re.compile(r"^(items)\.(\d+)\.")


def label_of(name: str) -> str:
    """Return what a field is called; one of the second item and those after it with its number, a leg with its own."""
    if field_of_person(name):
        return label_of_person(name)
    head, _dot, place = name.partition(".")
    if head == "legs" and place.isdigit():
        return _("Leg %(place)s of the route") % {"place": place}
    numbered, words = NUMBERED.match(name), LABELS.get(called(name), name)
    if numbered is None or numbered[2] == "1":
        return str(words)
    words = {"number": numbered[2], "field": words}
    return _("Item %(number)s, %(field)s") % words


def called(name: str) -> str:
    """Return a field's name without the number of its item: `items.2.unit` is called like every `items.unit`."""
    return NUMBERED.sub(r"\1.", name)


def shown(name: str, value: Any) -> str:
    """Return a value of a field as people read it: from a record, a form, or the history's plain JSON."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if of_person := field_of_person(name):
        return shown_of_person(of_person, value) or _named(of_person, value)
    return _shown(called(name), value)


def _shown(name: str, value: Any) -> str:
    if name in {"items.unit", "items.weight_unit"}:
        return unit_name(str(value))
    if isinstance(value, list | tuple | Mapping):
        return leg_words(value) if isinstance(value, Mapping) else ", ".join(shown(name, each) for each in value)
    if name in CODE_LISTS:
        return _code(name, str(value))
    if name in CHOICES:
        return str(CHOICES[name].get(str(value), value))
    return _named(name, value)


def _named(name: str, value: Any) -> str:
    """Return what a reference is called, and anything else in plain words."""
    return NAMED[name](value) if name in NAMED else _plain(value)


def leg_words(leg: Mapping[str, Any]) -> str:
    """Return a leg as the history tells it: part of the route, place, flight, date, how sure, how known."""
    names = ("kind", "airport", "flight_number", "date", "confidence", "source")
    place = "airport" if leg.get("airport") else "country"
    told = [
        shown(f"legs.{place if name == 'airport' else name}", leg.get(place if name == "airport" else name))
        for name in names
    ]
    return ", ".join(each for each in told if each)


def amount(value: Decimal, unit: str) -> str:
    """Return a quantity as it was recorded: `2.786 kg`, `1,200 tablets`."""
    shown_number = number(value)
    if unit in COUNTED:
        whole = int(value) if value == value.to_integral_value() else 2  # half a tablet takes the plural
        return str(COUNTED[unit] % {"n": shown_number, "count": whole})
    return f"{shown_number}{NBSP}{SYMBOLS.get(unit) or (unit if is_money(unit) else label('unit', unit).lower())}"


def is_money(unit: str) -> bool:
    """Say whether a unit is a currency: three capitals, as no other unit has."""
    return len(unit) == 3 and unit.isupper()  # noqa: PLR2004  letters of ISO 4217


def unit_name(unit: str) -> str:
    """Return what a unit is called; a currency by its code."""
    return unit if is_money(unit) else label("unit", unit)


def what(item: Item) -> str:
    """Return what was found, in a word or two, as it was logged."""
    return label("substance", item.substance) or label("commodity", item.commodity)


def what_now(item: Item) -> str:
    """Return what was found as figures know it: what a laboratory confirmed, else as it was logged."""
    return label("substance", item.figure_substance) or what(item)


def basis_of(item: Item) -> str:
    """Return on which basis figures use an item."""
    return _("confirmed") if item.figure_basis == "confirmed" else _("presumptive")


def _code(name: str, code: str) -> str:
    if name in {"items.unit", "items.weight_unit"}:
        return unit_name(code)
    return _("Unknown") if code == UNKNOWN and CODE_LISTS[name] == "country" else label(CODE_LISTS[name], code)


def _airport(value: Any) -> str:
    return airport_name(str(getattr(value, "pk", value)))


def _agency(value: Any) -> str:
    if isinstance(value, Agency):
        return value.name
    found = Agency.objects.filter(pk=value).first()
    return found.name if found else str(value)


NAMED = {"airport": _airport, "legs.airport": _airport, "lead_agency": _agency, "agency": _agency}


def _plain(value: Any) -> str:
    match value:
        case Moment():
            return f"{in_zone(value.at, value.zone, 'minute')} {value.zone}"
        case Quantity():
            return amount(value.value, value.unit)
        case datetime():
            return _("%(time)s GMT") % {"time": in_zone(value, "UTC", "minute")}
        case Decimal():
            return number(value)
    return day(value) if isinstance(value, date) else _text(str(value))


ISO_DAY = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)")


def parse_day(value: str) -> date | None:
    """Return the day that a text names as the history keeps days; None for one that no month has."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _text(value: str) -> str:
    """Return text of the history: instants and decimals were kept as text too."""
    if ISO_DAY.fullmatch(value) and (on := parse_day(value)):
        return day(on)
    instant = parse_datetime(value) if len(value) > 18 and value[4:5] == "-" else None  # noqa: PLR2004
    if instant and instant.tzinfo:
        return _("%(time)s GMT") % {"time": in_zone(instant, "UTC", "minute")}
    try:
        return number(Decimal(value)) if "." in value and value.replace(".", "", 1).isdigit() else value
    except InvalidOperation:
        return value
