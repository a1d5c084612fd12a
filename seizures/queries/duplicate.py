"""Candidates for one and the same seizure, and what people still have to decide."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Q, QuerySet

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY
from aircop.errors import Missing
from seizures.enums import HintStatus
from seizures.models import DuplicateHint, Merge, Seizure
from seizures.queries.likeness import ENOUGH, HIDDEN, POINTS, Likeness, Stuff, Traits, likeness

MOST = 200  # candidates that are compared: far above a day of any airport

# One statement: a row for each seizure, its items and outside numbers as JSON. Under the wall, that of the reader.
TRAITS = """
SELECT s.id, s.owner_unit, s.airport_id, s.occurred_on, s.direction, s.lead_agency_id, s.flight_number, s.air_waybill,
  (SELECT json_agg(json_build_array(i.commodity, i.substance, i.quantity::text, i.unit, i.kg_equivalent::text))
     FROM seizures_item i WHERE i.seizure_id = s.id),
  (SELECT json_agg(json_build_array(r.system, r.number))
     FROM seizures_externalreference r WHERE r.seizure_id = s.id AND r.ended_at IS NULL),
  {people}
  FROM seizures_seizure s WHERE {where} LIMIT {most}
"""
# Behind the wall of identities: read where there is somebody to compare with.
PEOPLE, NOBODY = (
    """(SELECT json_agg(i.found_by) FROM seizures_person p JOIN seizures_identity i ON i.person_id = p.id
     WHERE p.seizure_id = s.id AND p.withdrawn_at IS NULL)""",
    "NULL",
)
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
    return next(iter(_read(counts, {"id": seizure_id}, using, people=True)), None)


def alike(one: Traits, *, using: str = "default") -> list[tuple[Traits, Likeness]]:
    """Return what looks like the same seizure, the likest first: what this connection may see, and no more."""
    asked: dict[str, Any] = {"id": one.id, "airport": one.airport, "day": one.occurred_on}
    people = bool(one.people)
    found = {each.id: each for each in _read(NEAR, asked, using, people=people)}
    if one.numbers:
        asked |= {"numbers": [number for _system, number in one.numbers]}
        found |= {each.id: each for each in _read(NUMBERED, asked, using, people=people)}
    scored = [(other, likeness(one, other)) for other in found.values()]
    return sorted((pair for pair in scored if pair[1]), key=lambda pair: (-pair[1].score, str(pair[0].id)))


def _read(where: str, asked: dict[str, Any], using: str, *, people: bool) -> Iterable[Traits]:
    with connections[using].cursor() as cursor:
        cursor.execute(TRAITS.format(where=where, most=MOST, people=PEOPLE if people else NOBODY), asked)
        return [_traits(row) for row in cursor.fetchall()]


def _traits(row: tuple[Any, ...]) -> Traits:
    stuff = tuple(
        Stuff(commodity, substance, Decimal(quantity), unit, None if kg is None else Decimal(kg))
        for commodity, substance, quantity, unit, kg in row[8] or ()
    )
    numbers = frozenset((system, number) for system, number in row[9] or ())
    people = tuple(frozenset(keys) for keys in row[10] or ())
    pk, unit, airport, occurred_on, direction, agency, flight, waybill = row[:8]
    return Traits(pk, unit, airport, occurred_on, direction, agency, flight, waybill, stuff, numbers, people)


# What people decide -------------------------------------------------------------------------------------------------


def _seen(actor: Actor) -> QuerySet[DuplicateHint]:
    """Return the hints of which the actor sees both records, and that hold by what it sees of them.

    Who does not see the identities of both is not told that their waybills are the same, or their persons, nor of a
    pair that looks alike by nothing else: else a guess at a hidden field could be tried out.
    """
    rows = Seizure.objects.visible_to(actor)
    both = DuplicateHint.objects.filter(first__in=rows, second__in=rows).select_related(
        "first__lead_agency", "second__lead_agency"
    )
    lists = grants.lists_with_identities(actor)
    return both.filter(_by_open_reasons() | (_on("first", lists) & _on("second", lists)))


def _by_open_reasons() -> Q:
    """Return the condition that a hint holds without its reasons that tell of identities, whichever it has of them."""
    holds = Q()
    for size in range(1, len(HIDDEN) + 1):
        for some in combinations(HIDDEN, size):
            points = sum(POINTS[each] for each in some)
            holds &= ~Q(reasons__contains=list(some)) | Q(score__gte=ENOUGH + points)
    return holds


def _on(record: str, lists: list[UUID]) -> Q:
    return Q(**{f"{record}__access_list__among": lists}) | Q(**{f"{record}__root_list__among": lists})


def as_seen(actor: Actor, found: Iterable[DuplicateHint]) -> list[DuplicateHint]:
    """Return the hints with the reasons and the score that the actor may know."""
    every = list(found)
    held = grants.held_on(actor, {row for hint in every for row in (hint.first, hint.second)})
    for hint in every:
        whole = all(SEE_IDENTITY in held[pk] for pk in (hint.first_id, hint.second_id))
        if not whole:
            hint.score -= sum(POINTS[each] for each in hint.reasons if each in HIDDEN)
            hint.reasons = [each for each in hint.reasons if each not in HIDDEN]
    return every


def hints(actor: Actor) -> QuerySet[DuplicateHint]:
    """Return the open hints of the actor's units, of which it sees both records; the newest have the greatest ids.

    Show them by `as_seen`.
    """
    units = [each.unit_id for each in actor.memberships if each.unit_id is not None]
    return _seen(actor).filter(Q(first_unit__in=units) | Q(second_unit__in=units), status=HintStatus.OPEN)


def hints_of(actor: Actor, seizure: Seizure) -> list[DuplicateHint]:
    """Return the open hints about one record whose other record the actor sees too."""
    found = _seen(actor).filter(Q(first=seizure) | Q(second=seizure), status=HintStatus.OPEN)
    return sorted(as_seen(actor, found), key=lambda hint: (hint.score, hint.pk), reverse=True)


def hint_of(actor: Actor, pk: UUID) -> DuplicateHint:
    """Return one hint, decided or not; Missing unless the actor sees both records."""
    found = _seen(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return as_seen(actor, [found])[0]


def hint_between(actor: Actor, one: UUID, other: UUID) -> DuplicateHint:
    """Return the hint about two records, decided or not; Missing unless the actor sees both."""
    first, second = sorted((one, other))
    found = _seen(actor).filter(first=first, second=second).first()
    if found is None:
        raise Missing
    return found


def merges_into(seizure: Seizure) -> list[Merge]:
    """Return what was merged into a record and stands, as far as the connection sees the duplicates."""
    rows = Merge.objects.filter(kept=seizure, undone_at__isnull=True)
    return list(rows.select_related("duplicate__lead_agency").order_by("merged_at"))
