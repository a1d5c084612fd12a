"""Reads of routes and conveyances, for many seizures at once."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from seizures.models import Conveyance, RouteLeg, Seizure

SHOWN = ("seizure_id", "sequence", "kind", "airport_id", "country", "flight_number", "date", "confidence", "source")


def legs_of(seizures: Iterable[Seizure]) -> Mapping[UUID, list[Any]]:
    """Return the legs of each seizure in their order, as named tuples of what answers show. One query."""
    ids = [seizure.pk for seizure in seizures]
    rows = RouteLeg.objects.filter(seizure_id__among=ids).order_by("seizure_id", "sequence")
    found: dict[UUID, list[Any]] = {}
    for row in rows.values_list(*SHOWN, named=True):
        found.setdefault(row.seizure_id, []).append(row)
    return found


def conveyances_of(seizures: Iterable[Seizure]) -> Mapping[UUID, Conveyance]:
    """Return what is told of the conveyance of each seizure that has it told. One query."""
    ids = [seizure.pk for seizure in seizures]
    return {row.seizure_id: row for row in Conveyance.objects.filter(seizure_id__among=ids)}


def legs_in_order(seizure: Seizure) -> list[RouteLeg]:
    """Return the legs of one seizure that came from `visible_to`."""
    return list(seizure.legs.select_related("airport").order_by("sequence"))
