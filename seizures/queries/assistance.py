"""Reads of who took part, of arrests and of numbers elsewhere, for many seizures at once.

What a record got by a merge is told to who sees the duplicate too: otherwise it would tell of a hidden record which
agency wrote it and under which number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from seizures.models import Assistance, ExternalReference, Merge, Seizure

KEPT = "="  # no register of numbers is called so


class Arrested(NamedTuple):
    """An arrest as an answer about its seizure shows it; `outcome` is the last one, or ""."""

    arrested_at: datetime
    person_id: UUID
    agency_id: UUID
    outcome: str


@dataclass(slots=True)
class TookPart:
    """The assisting agencies of one seizure, its arrests, and its numbers elsewhere as (system, number, agency).

    `kept` is the record that counts where this one is a duplicate; `joined` is what came by merges, as text.
    """

    agencies: list[UUID] = field(default_factory=list)
    arrests: list[Arrested] = field(default_factory=list)
    numbers: list[tuple[str, str, UUID]] = field(default_factory=list)
    kept: UUID | None = None
    joined: list[str] = field(default_factory=list)


NOBODY = TookPart()


def _told() -> Q:
    """Return the condition on rows that came by a merge: the wall shows a merge to who sees both records."""
    return Q(merge__isnull=True) | Q(
        Exists(Merge.objects.filter(pk=OuterRef("merge_id"), kept_id=OuterRef("seizure_id")))
    )


def assistances_of(seizure: Seizure) -> QuerySet[Assistance]:
    """Return the agencies that took part in one seizure, as far as this connection is told."""
    rows = seizure.assistances.filter(_told(), ended_at__isnull=True)
    return rows.select_related("agency").order_by("id")


def numbers_of(seizure: Seizure) -> QuerySet[ExternalReference]:
    """Return the numbers of one seizure elsewhere, as far as this connection is told."""
    rows = seizure.external_references.filter(_told(), ended_at__isnull=True)
    return rows.select_related("agency").order_by("id")


def took_part(seizures: Iterable[Seizure]) -> Mapping[UUID, TookPart]:
    """Return who took part in each seizure beside its lead agency, its arrests, its numbers elsewhere. One query.

    And the record into which it was merged. Without the arrests of persons who were taken out again.
    """
    found: dict[UUID, TookPart] = {}
    for seizure_id, *told in _rows([seizure.pk for seizure in seizures]):
        _put(found.setdefault(seizure_id, TookPart()), *told)
    for part in found.values():
        part.agencies.sort()
        part.arrests.sort()
        part.numbers.sort()
        part.joined.sort()
    return found


def _rows(ids: list[UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seizures_took_part(%s, %s)", [ids, KEPT])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _put(part: TookPart, other_id: UUID, word: str, number: str, *told: Any) -> None:
    person_id, arrested_at, merge_id = told
    if person_id is not None:
        part.arrests.append(Arrested(arrested_at, person_id, other_id, word))
    elif word == KEPT:
        part.kept = other_id
    elif word:
        part.numbers.append((word, number, other_id))
    else:
        part.agencies.append(other_id)
    if merge_id is not None:
        part.joined.append(f"{other_id} {word} {number}")
