"""Reads of who took part and of numbers elsewhere, for many seizures at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Value

from seizures.models import Assistance, ExternalReference, Seizure


@dataclass(slots=True)
class TookPart:
    """The assisting agencies of one seizure, and its numbers elsewhere as (system, number, agency)."""

    agencies: list[UUID] = field(default_factory=list)
    numbers: list[tuple[str, str, UUID]] = field(default_factory=list)


NOBODY = TookPart()


def took_part(seizures: Iterable[Seizure]) -> Mapping[UUID, TookPart]:
    """Return who took part in each seizure beside its lead agency, and its numbers elsewhere. One query."""
    ids = [seizure.pk for seizure in seizures]
    helped = Assistance.objects.filter(seizure_id__among=ids, ended_at__isnull=True)
    known = ExternalReference.objects.filter(seizure_id__among=ids, ended_at__isnull=True)
    rows = helped.values_list("seizure_id", "agency_id", Value(""), Value("")).union(
        known.values_list("seizure_id", "agency_id", "system", "number"), all=True
    )
    found: dict[UUID, TookPart] = {}
    for seizure_id, agency_id, system, number in rows:
        part = found.setdefault(seizure_id, TookPart())
        if system:
            part.numbers.append((system, number, agency_id))
        else:
            part.agencies.append(agency_id)
    for part in found.values():
        part.agencies.sort()
        part.numbers.sort()
    return found
