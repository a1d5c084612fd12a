"""Route, conveyance, detections and completeness in answers and bodies."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from aircop.access.models import FieldClass
from aircop.errors import Invalid, Missing
from aircop.reference.models import Airport
from aircop.reference.queries import airport
from aircop.rest.fields import DayField, QuantityField, TextField, TruthField, WholeNumberField, WordField
from aircop.rest.serializers import StrictSerializer
from seizures.models import Conveyance, Seizure
from seizures.models.conveyance import MOST_TAGS, ON_SEIZURE, fields_of
from seizures.queries.completeness import BLOCKS, Report, completeness
from seizures.services.route import MOST_LEGS, Leg

NOTHING = Conveyance()
DECIMALS = {"weight_kg", "declared_value"}


class LegAnswer(StrictSerializer):
    """One place of the route: an airport, or a country where the airport is not known."""

    sequence = WholeNumberField()
    kind = TextField()
    airport = TextField(allow_null=True)
    country = TextField(help_text="ISO 3166 alpha-2, or UNK: not known.")
    flight_number = TextField()
    date = DayField(allow_null=True)
    confidence = TextField()
    source = TextField()  # type: ignore[assignment]  # a field of the answer, not the serializer's own


class LegBody(StrictSerializer):
    """One place of the route; the order of the list is the order of the route."""

    kind = TextField(max_length=40)
    airport = TextField(max_length=3, required=False, allow_null=True, help_text="IATA code.")
    country = TextField(max_length=40, required=False, allow_blank=True)
    flight_number = TextField(max_length=12, required=False, allow_blank=True)
    date = DayField(required=False, allow_null=True)
    confidence = TextField(max_length=40, required=False, allow_blank=True)
    source = TextField(max_length=40, required=False, allow_blank=True)  # type: ignore[assignment]


class DetectionBody(StrictSerializer):
    """How it was found; the primary method found it, the others helped."""

    method = TextField(max_length=40)
    primary = TruthField(required=False)


class ConveyanceShape(StrictSerializer):
    """What is told of the conveyance. Only the fields of its code are there; identity fields may be null."""

    seat = TextField(max_length=12, required=False, allow_blank=True)
    booking_reference = TextField(max_length=13, required=False, allow_blank=True)
    ticket_number = TextField(max_length=20, required=False, allow_blank=True)
    bag_tags = serializers.ListField(child=TextField(max_length=20), max_length=MOST_TAGS, required=False)
    rush = TruthField(required=False, allow_null=True)
    house_waybill = TextField(max_length=40, required=False, allow_blank=True)
    shipper = TextField(max_length=300, required=False, allow_blank=True)
    consignee = TextField(max_length=300, required=False, allow_blank=True)
    agent = TextField(max_length=300, required=False, allow_blank=True)
    declared_goods = TextField(max_length=300, required=False, allow_blank=True)
    hs_code = TextField(max_length=10, required=False, allow_blank=True)
    pieces = WholeNumberField(min_value=0, max_value=2**31 - 1, required=False, allow_null=True)
    weight_kg = QuantityField(max_digits=12, decimal_places=3, required=False, allow_null=True)
    declared_value = QuantityField(
        max_digits=16, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True
    )
    currency = TextField(max_length=3, required=False, allow_blank=True)
    container = TextField(max_length=20, required=False, allow_blank=True)
    postal_item = TextField(max_length=20, required=False, allow_blank=True)
    sender = TextField(max_length=300, required=False, allow_blank=True)
    addressee = TextField(max_length=300, required=False, allow_blank=True)
    operator = TextField(max_length=100, required=False, allow_blank=True)
    tracking_number = TextField(max_length=40, required=False, allow_blank=True)
    registration = TextField(max_length=12, required=False, allow_blank=True)
    aircraft_place = TextField(max_length=100, required=False, allow_blank=True)


class GapAnswer(StrictSerializer):
    """A field that is wanted and empty, and the reports that it blocks."""

    field = TextField()
    blocks = serializers.ListField(child=WordField(choices=Report.choices))


class CompletenessAnswer(StrictSerializer):
    """How complete the record is, of 100, and what it lacks."""

    score = WholeNumberField()
    missing = GapAnswer(many=True)


GAPS = {name: {"field": name, "blocks": [each.value for each in blocks]} for name, blocks in BLOCKS.items()}


def completeness_shape(seizure: Seizure, items: Sequence[Any], *, identities: bool) -> Mapping[str, Any]:
    """Return how complete a seizure is; what tells of minors only to who sees identities."""
    found = completeness(seizure, items)
    names = (*found.missing, *found.hidden) if identities else found.missing
    return {"score": found.score, "missing": [GAPS[name] for name in names]}


def detections_shape(seizure: Seizure) -> list[Mapping[str, Any]]:
    """Return the methods, the primary one first."""
    first = [{"method": seizure.detection, "primary": True}] if seizure.detection else []
    return [*first, *({"method": code, "primary": False} for code in seizure.contributing_detections)]


def leg_shape(leg: Any) -> Mapping[str, Any]:
    """Return a leg as an answer shows it."""
    return {
        "sequence": leg.sequence,
        "kind": leg.kind,
        "airport": leg.airport_id,
        "country": leg.country,
        "flight_number": leg.flight_number,
        "date": leg.date,
        "confidence": leg.confidence,
        "source": leg.source,
    }


def conveyance_shape(seizure: Seizure, row: Any, *, identities: bool) -> Mapping[str, Any]:
    """Return the details that belong to the seizure's conveyance; identity fields are null without the right."""
    told = row or NOTHING
    shape: dict[str, Any] = {}
    for name in fields_of(seizure.conveyance):
        if name in ON_SEIZURE:
            continue
        value = getattr(told, name)
        if Conveyance.FIELDS[name] == FieldClass.IDENTITY and not identities:
            value = None
        shape[name] = f"{value:f}" if name in DECIMALS and value is not None else value
    return shape


def detections_told(sent: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the facts that a list of methods tells: the first one is the primary where none says so."""
    primary = [each["method"] for each in sent if each.get("primary")] or [each["method"] for each in sent][:1]
    if len(primary) > 1:
        raise Invalid(_("One method is the primary one."), field="/detections")
    others = [each["method"] for each in sent if each["method"] not in primary]
    return {"detection": "".join(primary), "contributing_detections": others}


def legs_told(sent: Sequence[Mapping[str, Any]]) -> list[Leg]:
    """Return the legs of a body, airports found."""
    if len(sent) > MOST_LEGS:
        raise Invalid(_("A route has at most %(most)s legs.") % {"most": MOST_LEGS}, field="/legs")
    return [_leg(place, each) for place, each in enumerate(sent)]


def _leg(place: int, sent: Mapping[str, Any]) -> Leg:
    told = dict(sent)
    iata = told.pop("airport", None)
    return Leg(airport=_airport(iata, place) if iata else None, **told)


def _airport(iata: str, place: int) -> Airport:
    try:
        return airport(iata.upper())
    except Missing:
        reason = _("There is no airport with this IATA code.")
        raise Invalid(reason, field=f"/legs/{place}/airport") from None


def pointer(field: str) -> str:
    """Return where the body says what a service named."""
    if field.startswith(("legs.", "conveyance_details.")):
        return "/" + field.replace(".", "/")
    return "/detections" if field == "contributing_detections" else field
