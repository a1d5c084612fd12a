"""Candidates for one and the same seizure, and what people still have to decide."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Q, QuerySet

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.enums import HintStatus
from seizures.models import DuplicateHint, Merge, Seizure
from seizures.queries.likeness import Likeness, Stuff, Traits, likeness

MOST = 200  # candidates that are compared: far above a day of any airport

# One statement: a row for each seizure, its items and outside numbers as JSON. Under the wall, that of the reader.
TRAITS = """
SELECT s.id, s.owner_unit, s.airport_id, s.occurred_on, s.direction, s.lead_agency_id, s.flight_number, s.air_waybill,
  (SELECT json_agg(json_build_array(i.commodity, i.substance, i.quantity::text, i.unit, i.kg_equivalent::text))
     FROM seizures_item i WHERE i.seizure_id = s.id),
  (SELECT json_agg(json_build_array(r.system, r.number))
     FROM seizures_externalreference r WHERE r.seizure_id = s.id AND r.ended_at IS NULL)
  FROM seizures_seizure s WHERE {where} LIMIT {most}
"""
NEAR = """
s.airport_id = %(airport)s AND s.occurred_at BETWEEN %(day)s::date - 2 AND %(day)s::date + 3
  AND s.occurred_on BETWEEN %(day)s::date - 1 AND %(day)s::date + 1
  AND s.withdrawn_at IS NULL AND s.status NOT IN ('draft', 'duplicate') AND s.id IS DISTINCT FROM %(id)s
"""
NUMBERED = """
s.id IN (SELECT r.seizure_id FROM seizures_externalreference r
          WHERE r.ended_at IS NULL AND r.number = ANY (%(numbers)s))
  AND s.withdrawn_at IS NULL AND s.status NOT IN ('draft', 'duplicate') AND s.id IS DISTINCT FROM %(id)s
"""


def traits_of(seizure_id: UUID, *, using: str = "default") -> Traits | None:
    """Return what of a seizure is compared, if it counts as one; None for drafts, duplicates and withdrawn ones."""
    counts = "s.id = %(id)s AND s.withdrawn_at IS NULL AND s.status NOT IN ('draft', 'duplicate')"
    return next(iter(_read(counts, {"id": seizure_id}, using)), None)


def alike(one: Traits, *, using: str = "default") -> list[tuple[Traits, Likeness]]:
    """Return what looks like the same seizure, the likest first: what this connection may see, and no more."""
    asked: dict[str, Any] = {"id": one.id, "airport": one.airport, "day": one.occurred_on}
    found = {each.id: each for each in _read(NEAR, asked, using)}
    if one.numbers:
        asked |= {"numbers": [number for _system, number in one.numbers]}
        found |= {each.id: each for each in _read(NUMBERED, asked, using)}
    scored = [(other, likeness(one, other)) for other in found.values()]
    return sorted((pair for pair in scored if pair[1]), key=lambda pair: (-pair[1].score, str(pair[0].id)))


def _read(where: str, asked: dict[str, Any], using: str) -> Iterable[Traits]:
    with connections[using].cursor() as cursor:
        cursor.execute(TRAITS.format(where=where, most=MOST), asked)
        return [_traits(row) for row in cursor.fetchall()]


def _traits(row: tuple[Any, ...]) -> Traits:
    stuff = tuple(
        Stuff(commodity, substance, Decimal(quantity), unit, None if kg is None else Decimal(kg))
        for commodity, substance, quantity, unit, kg in row[8] or ()
    )
    numbers = frozenset((system, number) for system, number in row[9] or ())
    pk, unit, airport, occurred_on, direction, agency, flight, waybill = row[:8]
    return Traits(pk, unit, airport, occurred_on, direction, agency, flight, waybill, stuff, numbers)


# What people decide -------------------------------------------------------------------------------------------------


def hints(actor: Actor) -> QuerySet[DuplicateHint]:
    """Return the open hints of the actor's units, of which it sees both records; the newest have the greatest ids."""
    units = [each.unit_id for each in actor.memberships if each.unit_id is not None]
    rows, ours = Seizure.objects.visible_to(actor), Q(first_unit__in=units) | Q(second_unit__in=units)
    found = DuplicateHint.objects.filter(ours, first__in=rows, second__in=rows, status=HintStatus.OPEN)
    return found.select_related("first__lead_agency", "second__lead_agency")


def hints_of(actor: Actor, seizure: Seizure) -> list[DuplicateHint]:
    """Return the open hints about one record whose other record the actor sees too."""
    rows, about = Seizure.objects.visible_to(actor), Q(first=seizure) | Q(second=seizure)
    found = DuplicateHint.objects.filter(about, first__in=rows, second__in=rows, status=HintStatus.OPEN)
    return list(found.select_related("first__lead_agency", "second__lead_agency").order_by("-score", "-id"))


def hint_of(actor: Actor, pk: UUID) -> DuplicateHint:
    """Return one hint, decided or not; Missing unless the actor sees both records."""
    rows = Seizure.objects.visible_to(actor)
    found = DuplicateHint.objects.filter(pk=pk, first__in=rows, second__in=rows).first()
    if found is None:
        raise Missing
    return found


def hint_between(actor: Actor, one: UUID, other: UUID) -> DuplicateHint:
    """Return the hint about two records, decided or not; Missing unless the actor sees both."""
    first, second = sorted((one, other))
    rows = Seizure.objects.visible_to(actor)
    found = DuplicateHint.objects.filter(first=first, second=second, first__in=rows, second__in=rows).first()
    if found is None:
        raise Missing
    return found


def merges_into(seizure: Seizure) -> list[Merge]:
    """Return what was merged into a record and stands, as far as the connection sees the duplicates."""
    rows = Merge.objects.filter(kept=seizure, undone_at__isnull=True)
    return list(rows.select_related("duplicate__lead_agency").order_by("merged_at"))
