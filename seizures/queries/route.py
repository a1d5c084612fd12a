"""Reads of routes and conveyances, for many seizures at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from seizures.models import Conveyance, RouteLeg, Seizure
from seizures.models.conveyance import ON_SEIZURE, VARIANTS

CARRIED = ("seizure_id", *dict.fromkeys(name for each in VARIANTS.values() for name in each if name not in ON_SEIZURE))
SHOWN = ("seizure_id", "sequence", "kind", "airport_id", "country", "flight_number", "date", "confidence", "source")


class Travel(NamedTuple):
    """What answers show of how a seizure travelled: its legs in order, and what is told of the conveyance.

    Plain rows with the names of the fields: making an object of each takes longer than reading it.
    """

    legs: Sequence[Any] = ()
    conveyance: Any = None


STAYED = Travel()


def travels_of(seizures: Iterable[Seizure]) -> Mapping[UUID, Travel]:
    """Return the route and the conveyance of each seizure that has one told. Two queries."""
    ids = [seizure.pk for seizure in seizures]
    legs: dict[UUID, list[Any]] = {}
    rows = RouteLeg.objects.filter(seizure_id__among=ids).order_by("seizure_id", "sequence")
    for row in rows.values_list(*SHOWN, named=True):
        legs.setdefault(row.seizure_id, []).append(row)
    told = Conveyance.objects.filter(seizure_id__among=ids).values_list(*CARRIED, named=True)
    carried = {row.seizure_id: row for row in told}
    return {pk: Travel(legs.get(pk, ()), carried.get(pk)) for pk in legs.keys() | carried.keys()}


def legs_in_order(seizure: Seizure) -> list[RouteLeg]:
    """Return the legs of one seizure that came from `visible_to`."""
    return list(seizure.legs.select_related("airport").order_by("sequence"))
