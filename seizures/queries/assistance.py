"""Reads of who took part, of arrests and of numbers elsewhere, for many seizures at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from seizures.models import Arrest, Assistance, ExternalReference, Outcome, Seizure


class Arrested(NamedTuple):
    """An arrest as an answer about its seizure shows it; `outcome` is the last one, or ""."""

    arrested_at: datetime
    person_id: UUID
    agency_id: UUID
    outcome: str


@dataclass(slots=True)
class TookPart:
    """The assisting agencies of one seizure, its arrests, and its numbers elsewhere as (system, number, agency)."""

    agencies: list[UUID] = field(default_factory=list)
    arrests: list[Arrested] = field(default_factory=list)
    numbers: list[tuple[str, str, UUID]] = field(default_factory=list)


NOBODY = TookPart()


def took_part(seizures: Iterable[Seizure]) -> Mapping[UUID, TookPart]:
    """Return who took part in each seizure beside its lead agency, its arrests, its numbers elsewhere. One query.

    Without the arrests of persons who were taken out again.
    """
    ids = [seizure.pk for seizure in seizures]
    nobody, never = Value(None, output_field=UUIDField()), Value(None, output_field=DateTimeField())
    last = Outcome.objects.filter(seizure_id=OuterRef("seizure_id"), arrest_id=OuterRef("pk")).order_by("-sequence")
    outcome = Coalesce(Subquery(last.values("outcome")[:1]), Value(""))
    arrests = Arrest.objects.filter(seizure_id__among=ids, person__withdrawn_at__isnull=True)
    helped = Assistance.objects.filter(seizure_id__among=ids, ended_at__isnull=True)
    known = ExternalReference.objects.filter(seizure_id__among=ids, ended_at__isnull=True)
    # Arrests stand first: the types of the columns are theirs.
    rows = arrests.values_list("seizure_id", "agency_id", outcome, Value(""), "person_id", "arrested_at").union(
        helped.values_list("seizure_id", "agency_id", Value(""), Value(""), nobody, never),
        known.values_list("seizure_id", "agency_id", "system", "number", nobody, never),
        all=True,
    )
    found: dict[UUID, TookPart] = {}
    for seizure_id, agency_id, word, number, person_id, arrested_at in rows:
        part = found.setdefault(seizure_id, TookPart())
        if person_id is not None:
            part.arrests.append(Arrested(arrested_at, person_id, agency_id, word))
        elif word:
            part.numbers.append((word, number, agency_id))
        else:
            part.agencies.append(agency_id)
    for part in found.values():
        part.agencies.sort()
        part.arrests.sort()
        part.numbers.sort()
    return found
