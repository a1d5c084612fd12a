"""Reads of the audit for those who may read it: the entries of their agencies, page by page, and the chain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Min, Q, QuerySet, UUIDField
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.audit.kinds import OTHERS, ActKind, Side, condition_of, verbs_of
from aircop.audit.models import FOREIGN, AuditEntry, PublishedHead, Seal, Unsealed
from aircop.paging import Mark, Page

SIZE = 50
MOST_BRANCHES = 40
MOST_PEOPLE = 500
FILTERS: Mapping[str, Callable[[Any], Q]] = {
    "act": lambda value: Q(verb=value),
    "kind": condition_of,
    "outcome": lambda value: Q(outcome=value),
    "since": lambda value: Q(at__gte=value),
    "until": lambda value: Q(at__lt=value),
}
NAMED = ("person", "reference", "side", "agency")


def entries(
    actor: Actor,
    wanted: Mapping[str, Any],
    *,
    after: Mark | None = None,
    before: Mark | None = None,
    size: int = SIZE,
) -> Page[AuditEntry]:
    """Return a page of what was done to the records of the reader's agencies, and by people acting for them.

    Only agencies in which the actor holds the right to read the audit count. One ordered read per side, agency, person
    and rare act, so that each follows its index and stops after a page; an entry that is on several sides shows once.
    """
    forwards = before is None
    rows = AuditEntry.objects.filter(*(FILTERS[name](value) for name, value in wanted.items() if name not in NAMED))
    if mark := after or before:
        rows = rows.filter(_beyond(mark, older=forwards))
    order = ("-at", "-id") if forwards else ("at", "id")
    branches = _branches(sorted(actor.agencies_with(Permission.READ_AUDIT)), wanted)
    parts = [rows.filter(branch).order_by(*order)[: size + 1] for branch in branches]
    found = {row.pk: row for row in _together(parts)}
    ordered = sorted(found.values(), key=lambda row: (row.at, row.pk), reverse=forwards)
    more, ordered = len(ordered) > size, ordered[:size]
    if not ordered:
        return Page([], None, None)
    ordered = ordered if forwards else ordered[::-1]
    first, last = (Mark(row.at, row.pk) for row in (ordered[0], ordered[-1]))
    has_next, has_previous = (more, after is not None) if forwards else (True, more)
    return Page(ordered, last if has_next else None, first if has_previous else None)


def _together(parts: Sequence[QuerySet[AuditEntry]]) -> Iterable[AuditEntry]:
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else (parts[0] if parts else ())


def sides_of(agencies: Sequence[UUID], side: str = "", reader: str = "") -> list[Q]:
    """Return the conditions by which an entry is one of these agencies': done to their records, or by their people.

    `reader` asks who did it to their records: another agency's id, or any other than the owner's.
    """
    if not agencies:
        return []
    records = [Q(owner_agency=each) & _read_by(reader, each) for each in agencies]
    lists = Q(owner_agencies__overlap=list(agencies))  # answers that showed records of several agencies
    records.append(lists & (~Q(acting_agency__in=agencies) if reader == OTHERS else _read_by(reader)))
    if side == Side.RECORDS or reader:
        return records
    people = [Q(acting_agency=each) for each in agencies]
    return people if side == Side.PEOPLE else records + people


def _read_by(reader: str, owner: UUID | None = None) -> Q:
    """Return the condition on who acted. It is said as the index says it, so that the plan may use it."""
    if not reader:
        return Q()
    if reader == OTHERS:
        return FOREIGN
    return Q(acting_agency=reader) & (Q() if str(owner or reader) == reader else FOREIGN)


def _branches(agencies: Sequence[UUID], wanted: Mapping[str, Any]) -> list[Q]:
    """Return the ordered reads that a page is put together from: each fixes what the index begins with."""
    sides = sides_of(agencies, wanted.get("side", ""), wanted.get("agency", ""))
    if reference := wanted.get("reference"):
        by_reference = Q(reference__iexact=reference) & ~Q(reference="")
        return [by_reference & reduce(or_, sides)] if sides else []
    branches = sides
    if person := wanted.get("person"):
        branches = _split(branches, "actor_id", people_named(person))
    if kind := wanted.get("kind"):
        branches = _split(branches, "verb", verbs_of(kind)) if kind != ActKind.OPENED else branches
    return branches


def _split(branches: Sequence[Q], field: str, values: Sequence[Any]) -> list[Q]:
    """Return one branch per value, as long as that is few; else each branch with all values."""
    if len(branches) * len(values) <= MOST_BRANCHES:
        return [branch & Q(**{field: value}) for branch in branches for value in values]
    return [branch & Q(**{f"{field}__in": list(values)}) for branch in branches]


def people_named(words: str) -> list[UUID]:
    """Return the accounts whose name holds the words: entries are found by the account, by an index."""
    people = get_user_model()._default_manager.filter(name__icontains=words)
    return list(people.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])


def _beyond(mark: Mark, *, older: bool) -> Q:
    word = "lt" if older else "gt"
    return Q(**{f"at__{word}": mark.value}) | Q(**{"at": mark.value, f"id__{word}": mark.id})


def uses_of(record: Any, *, since: Any, agency: Any, unit: Any, person: Any) -> QuerySet[AuditEntry]:
    """Return the entries since a time in which an agency, a unit or a person read a record; for a subquery."""
    named = Func(record, template="ARRAY[%(expressions)s]", output_field=ArrayField(UUIDField()))
    reader = Q(acting_agency=agency) | Q(acting_unit=unit) | Q(actor_id=person)
    return AuditEntry.objects.filter(Q(object_id=record) | Q(object_ids__contains=named), reader, at__gt=since)


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


def unsealed(using: str) -> tuple[int, timedelta]:
    """Return how many entries wait for their seal, and how long the oldest of them has; figures alone."""
    waiting = Unsealed.objects.using(using)
    entries = AuditEntry.objects.using(using).filter(pk__in=waiting.values("entry_id"))
    return waiting.count(), entries.aggregate(age=Now() - Min("at"))["age"] or timedelta(0)


def last_sealed(using: str) -> timedelta | None:
    """Return how long ago the last seal was set, or nothing before the first."""
    seal = Seal.objects.using(using).order_by("-sequence").annotate(age=Now() - F("sealed_at")).first()
    return seal.age if seal else None
