"""Reads of the audit for those who may read it: the entries of their agencies, page by page, and the chain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, UUIDField

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.audit.models import AuditEntry, Change, PublishedHead, Seal
from aircop.paging import Mark, Page

SIZE = 50
FILTERS = {
    "person": lambda value: Q(actor_name__icontains=value),
    "act": lambda value: Q(verb=value),
    "reference": lambda value: Q(reference__iexact=value),
    "outcome": lambda value: Q(outcome=value),
    "since": lambda value: Q(at__gte=value),
    "until": lambda value: Q(at__lt=value),
}


def entries(
    actor: Actor, wanted: Mapping[str, Any], *, after: Mark | None = None, before: Mark | None = None
) -> Page[AuditEntry]:
    """Return a page of what was done to the records of the reader's agencies, and by people acting for them.

    Only agencies in which the actor holds the right to read the audit count. One ordered read per side, so that each
    follows its index; an entry that is on several sides shows once.
    """
    agencies = sorted(actor.agencies_with(Permission.READ_AUDIT))
    rows = AuditEntry.objects.filter(*(FILTERS[name](value) for name, value in wanted.items()))
    forwards = before is None
    if mark := after or before:
        rows = rows.filter(_beyond(mark, older=forwards))
    order = ("-at", "-id") if forwards else ("at", "id")
    sides = [
        rows.filter(owner_agency__in=agencies),
        rows.filter(acting_agency__in=agencies),
        rows.filter(owner_agencies__overlap=agencies),  # lists that showed records of several agencies
    ]
    found = {row.pk: row for side in sides for row in side.order_by(*order)[: SIZE + 1]}
    ordered = sorted(found.values(), key=lambda row: (row.at, row.pk), reverse=forwards)
    more, ordered = len(ordered) > SIZE, ordered[:SIZE]
    if not ordered:
        return Page([], None, None)
    ordered = ordered if forwards else ordered[::-1]
    first, last = (Mark(row.at, row.pk) for row in (ordered[0], ordered[-1]))
    has_next, has_previous = (more, after is not None) if forwards else (True, more)
    return Page(ordered, last if has_next else None, first if has_previous else None)


def _beyond(mark: Mark, *, older: bool) -> Q:
    word = "lt" if older else "gt"
    return Q(**{f"at__{word}": mark.value}) | Q(**{"at": mark.value, f"id__{word}": mark.id})


def uses_of(record: Any, *, since: Any, agency: Any, unit: Any, person: Any) -> QuerySet[AuditEntry]:
    """Return the entries since a time in which an agency, a unit or a person read a record; for a subquery."""
    named = Func(record, template="ARRAY[%(expressions)s]", output_field=ArrayField(UUIDField()))
    reader = Q(acting_agency=agency) | Q(acting_unit=unit) | Q(actor_id=person)
    return AuditEntry.objects.filter(Q(object_id=record) | Q(object_ids__contains=named), reader, at__gt=since)


def changes_of(entry_ids: Iterable[UUID]) -> QuerySet[Change]:
    """Return the values behind entries, as far as the wall shows them to the reader."""
    return Change.objects.filter(entry_id__in=list(entry_ids))


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the log is sealed, by which hash, and when its head was last told to the world."""

    sealed: int
    head: str
    sealed_at: datetime | None
    published: int
    published_at: datetime | None


def chain_state() -> ChainState:
    """Return the state of the chain."""
    seal = Seal.objects.order_by("-sequence").first()
    head = PublishedHead.objects.order_by(F("sequence").desc()).first()
    return ChainState(
        sealed=seal.sequence if seal else 0,
        head=seal.digest if seal else "",
        sealed_at=seal.sealed_at if seal else None,
        published=head.sequence if head else 0,
        published_at=head.published_at if head else None,
    )
