"""The route of a seizure: its legs, replaced as a whole."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from aircop.reference.models import Airport
from aircop.reference.queries import require_code
from aircop.web.identifiers import written
from seizures.enums import SeizureStatus
from seizures.events import SeizureChanged
from seizures.models import RouteLeg, Seizure
from seizures.rules import can_change_seizure
from seizures.services.seizure import locked, require_version
from seizures.services.told import require_country

MOST_LEGS = 20
CODES = {"kind": "leg_kind", "confidence": "confidence", "source": "leg_source"}
LEG_NAMES = ("kind", "airport_id", "country", "flight_number", "date", "confidence", "source")


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One place of the route: an airport, or a country where the airport is not known."""

    kind: str
    airport: Airport | None = None
    country: str = ""
    flight_number: str = ""
    date: dt.date | None = None
    confidence: str = ""
    source: str = ""


@transaction.atomic
def set_route(*, actor: Actor, seizure: Seizure, version: int, legs: Sequence[Leg]) -> Seizure:
    """Put these legs, in this order, in the place of those that stand.

    Refuses a version that is not the present one, unknown codes, a leg that is nowhere, and more than one place of
    seizure. The country of an airport is taken from the airport.
    """
    seizure = locked(actor, seizure)
    require(can_change_seizure(actor, seizure))
    require_version(seizure, version)
    stands = list(seizure.legs.order_by("sequence"))
    stood = {(name, getattr(leg, name)) for leg in stands for name in CODES}
    wanted = [_row(seizure, place, leg, stood) for place, leg in enumerate(legs, 1)]
    _check(wanted)
    changes = _differences(stands, wanted)
    if not changes:
        return seizure
    _write(seizure, stands, wanted)
    seizure.changed_by_id = actor.subject_id
    seizure.version += 1
    seizure.save(update_fields=["changed_by", "version"])
    record(actor, "seizure.set_route", about=seizure, changes=changes, keep=seizure.status != SeizureStatus.DRAFT)
    append(SeizureChanged(seizure.pk, ("legs",)), about=seizure, actor=actor)
    return seizure


def _row(seizure: Seizure, place: int, leg: Leg, stood: Collection[tuple[str, str]]) -> RouteLeg:
    """Return the unsaved row of a leg, checked; faults name the leg by its place in the list.

    Codes that stood may have ended since.
    """
    at = f"legs.{place - 1}"
    for name, code_list in CODES.items():
        if (code := getattr(leg, name)) and (name, code) not in stood:
            require_code(code_list, code, field=f"{at}.{name}")
    if not leg.kind:
        raise Invalid(_("Choose which part of the route it is."), field=f"{at}.kind")
    country = leg.airport.country_id if leg.airport else leg.country
    require_country(country, f"{at}.country")
    if not country:
        raise Invalid(_("Give the airport of this leg, or its country."), field=f"{at}.airport")
    return RouteLeg(
        seizure=seizure,
        sequence=place,
        kind=leg.kind,
        airport=leg.airport,
        country=country,
        flight_number=written("flight", leg.flight_number, f"{at}.flight_number"),
        date=leg.date,
        confidence=leg.confidence,
        source=leg.source,
    )


def _check(rows: Sequence[RouteLeg]) -> None:
    if len(rows) > MOST_LEGS:
        raise Invalid(_("A route has at most %(most)s legs.") % {"most": MOST_LEGS}, field="legs")
    seizures = [row for row in rows if row.kind == "SEI"]
    if len(seizures) > 1:
        at = f"legs.{seizures[1].sequence - 1}.kind"
        raise Invalid(_("There is one place of seizure. Choose another part of the route."), field=at)


def _write(seizure: Seizure, stands: Sequence[RouteLeg], wanted: Sequence[RouteLeg]) -> None:
    """Write over the rows that stand, add what is more, and take away what is left."""
    for old, new in zip(stands, wanted, strict=False):
        new.pk = old.pk
        new.save(force_update=True)
    seizure.legs.bulk_create(wanted[len(stands) :])
    seizure.legs.filter(sequence__gt=len(wanted)).delete()


def _differences(stands: Sequence[RouteLeg], wanted: Sequence[RouteLeg]) -> dict[str, tuple[Any, Any]]:
    before, after = [_told(row) for row in stands], [_told(row) for row in wanted]
    most = max(len(before), len(after))
    pairs = zip(before + [None] * (most - len(before)), after + [None] * (most - len(after)), strict=True)
    return {f"legs.{place}": (old, new) for place, (old, new) in enumerate(pairs, 1) if old != new}


def _told(row: RouteLeg) -> dict[str, Any] | None:
    """Return what a leg tells, as the history keeps it."""
    values = {name.removesuffix("_id"): getattr(row, name) for name in LEG_NAMES}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items() if value}
