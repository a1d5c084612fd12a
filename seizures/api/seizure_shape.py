"""The shape of a seizure in answers and bodies."""

import re
from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from aircop.access.models import Share
from aircop.rest.fields import (
    DayField,
    EtagField,
    IdField,
    InstantField,
    TextField,
    TruthField,
    WholeNumberField,
    WordField,
)
from aircop.rest.serializers import StrictSerializer
from seizures.api import route_shape as route
from seizures.api.item_shape import ItemAnswer, ItemBody, item_shape
from seizures.enums import Handling, Precision, SeizureStatus
from seizures.models import Seizure
from seizures.queries.assistance import Arrested, TookPart
from seizures.queries.route import Travel
from seizures.services.found import FOUND_NAMES
from seizures.services.item import MOST


class ShareAnswer(StrictSerializer):
    """A share made for this record alone; shown to those who may take it back."""

    id = IdField()
    agency = IdField(allow_null=True, help_text="The receiving agency, or that of the person.")
    task_force = IdField(allow_null=True)
    label = TextField()  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    level = TextField()
    with_identities = TruthField()
    expires_at = InstantField(allow_null=True)
    reason = TextField()


class ReferenceAnswer(StrictSerializer):
    """The number under which an agency or a network knows the seizure."""

    agency = IdField()
    system = TextField()
    number = TextField()


class ArrestAnswer(StrictSerializer):
    """An arrest by the person's id; more of the person stands at `/persons/{id}/`."""

    person = IdField()
    arrested_at = InstantField()
    agency = IdField()
    outcome = TextField(allow_null=True, help_text="Code of the last outcome.")


class SeizureAnswer(StrictSerializer):
    """A seizure as its reader may see it: `narrative` and `air_waybill` are null without the right to identities."""

    id = IdField()
    reference = TextField(allow_null=True)
    access_list = IdField()
    status = WordField(choices=SeizureStatus.choices)
    task_force = IdField()
    airport = TextField()
    occurred_at = InstantField()
    occurred_on = DayField()
    occurred_zone = TextField()
    occurred_precision = WordField(choices=Precision.choices)
    recorded_at = InstantField()
    direction = TextField()
    conveyance = TextField()
    place = TextField()
    detections = route.DetectionBody(many=True)
    trigger = TextField()
    producing_country = TextField(help_text="ISO 3166 alpha-2, UNK: not known, empty: not recorded.")
    departure_country = TextField()
    destination_country = TextField()
    persons_arrested = WholeNumberField()
    flight_number = TextField()
    air_waybill = TextField(allow_null=True)
    summary = TextField()
    narrative = TextField(allow_null=True)
    handling = WordField(choices=Handling.choices)
    handling_words = TextField()
    source_grade = TextField(help_text="The scheme and the grade: `4x4:A`.")
    information_grade = TextField()
    lead_agency = IdField()
    agencies = serializers.ListField(child=IdField(), help_text="All agencies that took part.")
    external_references = ReferenceAnswer(many=True)
    duplicate_of = IdField(
        allow_null=True, help_text="The record that counts, where this one is a duplicate and you see both."
    )
    items = ItemAnswer(many=True)
    arrests = ArrestAnswer(many=True)
    conveyance_details = route.ConveyanceShape()
    legs = route.LegAnswer(many=True)
    completeness = route.CompletenessAnswer()
    shares = ShareAnswer(many=True)
    etag = EtagField()


class SeizureBody(StrictSerializer):
    """A seizure to log. `draft` keeps it with its author; otherwise it is submitted at once."""

    airport = TextField(max_length=3, help_text="IATA code.")
    occurred_at = InstantField()
    occurred_zone = TextField(max_length=40, required=False, help_text="The zone in which the time was told.")
    occurred_precision = WordField(choices=Precision.choices, required=False)
    direction = TextField(max_length=40)
    conveyance = TextField(max_length=40)
    place = TextField(max_length=40, required=False, allow_blank=True)
    detection = TextField(max_length=40, required=False, allow_blank=True)
    detections = route.DetectionBody(many=True, required=False, max_length=20)  # type: ignore[call-arg]
    trigger = TextField(max_length=40, required=False, allow_blank=True)
    producing_country = TextField(max_length=40, required=False, allow_blank=True)
    departure_country = TextField(max_length=40, required=False, allow_blank=True)
    destination_country = TextField(max_length=40, required=False, allow_blank=True)
    persons_arrested = WholeNumberField(min_value=0, max_value=999)
    flight_number = TextField(max_length=12, required=False, allow_blank=True)
    air_waybill = TextField(max_length=20, required=False, allow_blank=True)
    summary = TextField(max_length=500, required=False, allow_blank=True)
    narrative = TextField(max_length=20_000, required=False, allow_blank=True)
    handling = WordField(choices=Handling.choices, required=False)
    handling_words = TextField(max_length=300, required=False, allow_blank=True)
    source_grade = TextField(max_length=40, required=False, allow_blank=True)
    information_grade = TextField(max_length=40, required=False, allow_blank=True)
    lead_agency = IdField(required=False, help_text="The agency in which you act, unless you say otherwise.")
    items = ItemBody(many=True, min_length=1, max_length=MOST)  # type: ignore[call-arg]  # `many` makes a list of it
    conveyance_details = route.ConveyanceShape(required=False)
    legs = route.LegBody(many=True, required=False, max_length=50)  # type: ignore[call-arg]
    draft = TruthField(required=False)


class SeizurePatch(SeizureBody):
    """The fields to change; the others stay."""

    draft = None  # type: ignore[assignment]
    # What is told of the first item; further ones have addresses of their own.
    items = ItemBody(many=True, min_length=1, max_length=1)  # type: ignore[call-arg]


class RejectBody(StrictSerializer):
    """Why it goes back."""

    rejection = TextField(max_length=40)
    words = TextField(max_length=500, required=False, allow_blank=True)


class ReopenBody(StrictSerializer):
    """Why it is opened again."""

    words = TextField(max_length=500)


class WhyBody(StrictSerializer):
    """Why it goes out of sight."""

    words = TextField(max_length=500)


class ShareBody(StrictSerializer):
    """With whom (one of `agency`, `task_force`, `person`), how far, until when and why.

    `person` is the e-mail address by which somebody signs in; such a share ends when the person leaves the agency.
    """

    agency = IdField(required=False)
    task_force = IdField(required=False)
    person = TextField(max_length=254, required=False)
    level = WordField(choices=["view", "contribute", "manage"], required=False)
    with_identities = TruthField(required=False)
    expires_at = InstantField(required=False, allow_null=True)
    reason = TextField(max_length=500)
    conditions_accepted = TruthField(required=False)


class UnshareBody(StrictSerializer):
    """Which share ends."""

    share = IdField()


def arrest_shape(arrest: Arrested) -> dict[str, Any]:
    """Return an arrest as an answer about its seizure shows it."""
    return {
        "person": arrest.person_id,
        "arrested_at": arrest.arrested_at,
        "agency": arrest.agency_id,
        "outcome": arrest.outcome or None,
    }


def share_shape(share: Share) -> dict[str, Any]:
    """Return a share as an answer shows it."""
    return {
        "id": share.pk,
        "agency": share.agency_id,
        "task_force": share.unit_id,
        "label": share.label,
        "level": share.level,
        "with_identities": share.with_identities,
        "expires_at": share.until,
        "reason": share.reason,
    }


# The columns behind a row of a list: those that it shows, and those by which the reader's rights are told.
LISTED = (
    "id", "reference", "access_list", "root_list", "owner_agency", "owner_unit", "version", "status", "task_force",
    "airport", "occurred_at", "occurred_on", "occurred_zone", "occurred_precision", "recorded_at", "direction",
    "conveyance", "place", "detection", "contributing_detections", "trigger", "producing_country", "departure_country",
    "destination_country", "persons_arrested", "flight_number", "air_waybill", "summary", "narrative",
    "handling", "handling_words", "source_grade", "information_grade", "lead_agency", "checklists",
)  # fmt: skip


def seizure_shape(
    seizure: Seizure,
    items: Sequence[Any],
    part: TookPart,
    travel: Travel,
    *,
    identities: bool,
    shares: list[Share],
    etag: str,
) -> dict[str, Any]:
    """Return a seizure as this reader may see it. Plain dictionaries: a serializer per row costs ten times as much."""
    return {
        "id": seizure.pk,
        "reference": seizure.reference,
        "access_list": seizure.access_list_id,
        "status": seizure.status,
        "task_force": seizure.task_force_id,
        "airport": seizure.airport_id,
        "occurred_at": seizure.occurred_at,
        "occurred_on": seizure.occurred_on,
        "occurred_zone": seizure.occurred_zone,
        "occurred_precision": seizure.occurred_precision,
        "recorded_at": seizure.recorded_at,
        "direction": seizure.direction,
        "conveyance": seizure.conveyance,
        "place": seizure.place,
        "detections": route.detections_shape(seizure),
        "trigger": seizure.trigger,
        "producing_country": seizure.producing_country,
        "departure_country": seizure.departure_country,
        "destination_country": seizure.destination_country,
        "persons_arrested": seizure.persons_arrested,
        "flight_number": seizure.flight_number,
        "air_waybill": seizure.air_waybill if identities else None,
        "summary": seizure.summary,
        "narrative": seizure.narrative if identities else None,
        "handling": seizure.handling,
        "handling_words": seizure.handling_words,
        "source_grade": seizure.source_grade,
        "information_grade": seizure.information_grade,
        "lead_agency": seizure.lead_agency_id,
        "agencies": [seizure.lead_agency_id, *part.agencies],
        "external_references": [
            {"agency": agency, "system": system, "number": number} for system, number, agency in part.numbers
        ],
        "duplicate_of": part.kept,
        "items": [item_shape(item, identities=identities) for item in items],
        "arrests": [arrest_shape(arrest) for arrest in part.arrests],
        "conveyance_details": route.conveyance_shape(seizure, travel.conveyance, identities=identities),
        "legs": [route.leg_shape(leg) for leg in travel.legs],
        "completeness": route.completeness_shape(seizure, items, identities=identities),
        "shares": [share_shape(share) for share in shares],
        "etag": etag,
    }


OF_ITEM = re.compile(r"items\.(\d+)\.(.+)")
CALLED = {"until": "/expires_at", "conditions": "/conditions_accepted"}


def pointer(field: str, *, of_item: bool) -> str:
    """Return where the body says what a service calls by this name; `of_item`: the body is an item."""
    if numbered := OF_ITEM.fullmatch(field):
        return f"/items/{int(numbered[1]) - 1}/{numbered[2].replace('.', '/')}"
    if of_item:
        return f"/{field.replace('.', '/')}"
    if field.partition(".")[0] in FOUND_NAMES:
        return f"/items/0/{field.replace('.', '/')}"
    return CALLED.get(field) or route.pointer(field)
