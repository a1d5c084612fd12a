"""Reads of who took part and of numbers elsewhere, for many seizures at once.

What a record got by a merge is told to who sees the duplicate too: otherwise it would tell of a hidden record which
agency wrote it and under which number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from seizures.models import Assistance, ExternalReference, Merge, Seizure

STANDS, KEPT = "", "="  # no register of numbers is called so


@dataclass(slots=True)
class TookPart:
    """The assisting agencies of one seizure, and its numbers elsewhere as (system, number, agency).

    `kept` is the record that counts where this one is a duplicate; `joined` is what came by merges, as text.
    """

    agencies: list[UUID] = field(default_factory=list)
    numbers: list[tuple[str, str, UUID]] = field(default_factory=list)
    kept: UUID | None = None
    joined: list[str] = field(default_factory=list)


NOBODY = TookPart()


def _told() -> Q:
    """Return the condition on rows that came by a merge: the wall shows a merge to who sees both records."""
    return Q(merge__isnull=True) | Q(Exists(Merge.objects.filter(pk=OuterRef("merge_id"))))


def assistances_of(seizure: Seizure) -> QuerySet[Assistance]:
    """Return the agencies that took part in one seizure, as far as this connection is told."""
    rows = seizure.assistances.filter(_told(), ended_at__isnull=True)
    return rows.select_related("agency").order_by("id")


def numbers_of(seizure: Seizure) -> QuerySet[ExternalReference]:
    """Return the numbers of one seizure elsewhere, as far as this connection is told."""
    rows = seizure.external_references.filter(_told(), ended_at__isnull=True)
    return rows.select_related("agency").order_by("id")


def took_part(seizures: Iterable[Seizure]) -> Mapping[UUID, TookPart]:
    """Return who took part in each seizure beside its lead agency, its numbers elsewhere, what it was merged into.

    One query.
    """
    ids = [seizure.pk for seizure in seizures]
    helped = Assistance.objects.filter(_told(), seizure_id__among=ids, ended_at__isnull=True)
    known = ExternalReference.objects.filter(_told(), seizure_id__among=ids, ended_at__isnull=True)
    merged = Merge.objects.filter(duplicate_id__among=ids, undone_at__isnull=True, kept__withdrawn_at__isnull=True)
    by = Cast("merge_id", CharField())
    rows = helped.values_list("seizure_id", "agency_id", Value(STANDS), Value(""), by).union(
        known.values_list("seizure_id", "agency_id", "system", "number", by),
        merged.values_list("duplicate_id", "kept_id", Value(KEPT), Value(""), Value("")),
        all=True,
    )
    found: dict[UUID, TookPart] = {}
    for seizure_id, other_id, system, number, merge in rows:
        _put(found.setdefault(seizure_id, TookPart()), other_id, system, number, merge)
    for part in found.values():
        part.agencies.sort()
        part.numbers.sort()
        part.joined.sort()
    return found


def _put(part: TookPart, other_id: UUID, system: str, number: str, merge: str | None) -> None:
    if system == KEPT:
        part.kept = other_id
    elif system:
        part.numbers.append((system, number, other_id))
    else:
        part.agencies.append(other_id)
    if merge or system == KEPT:
        part.joined.append(f"{other_id} {system} {number}")
