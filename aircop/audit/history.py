"""The history of one record, as its reader may see it: field by field."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected
from aircop.access.roles import SEE_IDENTITY
from aircop.audit.models import Change


@dataclass(frozen=True, slots=True)
class Difference:
    """One field's old and new value; `hidden` when the reader may know only that it changed."""

    field: str
    old: Any
    new: Any
    hidden: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a record."""

    at: datetime
    verb: str
    by_name: str
    by_label: str
    reason: str
    differences: tuple[Difference, ...]


def _named(kind: type[Protected]) -> dict[str, type[Protected]]:
    """Return which fields of a history name other records, and of what kind these are."""
    others: dict[str, type[Protected]] = {field: apps.get_model(label) for field, label in kind.NAMES_KINDS.items()}
    return dict.fromkeys(kind.NAMES_OTHERS, kind) | others


def unseen_others(actor: Actor, kind: type[Protected], changes: Iterable[Change]) -> frozenset[str]:
    """Return the references of other records that the history names and that the reader does not see."""
    every, named = list(changes), defaultdict[type[Protected], set[str]](set)
    for field, other in _named(kind).items():
        named[other].update(value for change in every for value in change.values.get(field, ()) if value)
    unseen: set[str] = set()
    for other, references in named.items():
        if references:
            rows = other._default_manager.visible_to(actor).filter(reference__in=references)  # type: ignore[attr-defined]
            unseen |= references - set(rows.values_list("reference", flat=True))
    return frozenset(unseen)


def is_hidden(record: Protected, field: str, pair: Iterable[Any], *, identities: bool, unseen: Collection[str]) -> bool:
    """Whether a reader may know of a change only that there was one."""
    if field in _named(type(record)) and any(value in unseen for value in pair if value):
        return True
    return not identities and record.field_class(field.removesuffix("_id")) == FieldClass.IDENTITY


def _is_untold(record: Protected, change: Change, *, identities: bool, serves: bool, unseen: Collection[str]) -> bool:
    """Whether a reader is not told of an act at all.

    With whom a record is shared is told to those who serve with its owner; a link, to who sees both ends of it; what
    became of parts that are identity as a whole (files, notes), to who sees identities.
    """
    if not serves and (change.verb.endswith("share") or change.verb.startswith("consent.")):
        return True
    pairs = (change.values.get(field, ()) for field in record.NAMES_KINDS)
    if any(value in unseen for pair in pairs for value in pair if value):
        return True
    return not identities and bool(change.values) and all(_of_hidden_part(record, field) for field in change.values)


def _of_hidden_part(record: Protected, field: str) -> bool:
    """Whether a field belongs to parts of which the reader is not told that there are any."""
    part, _, path = field.partition(".")
    return bool(path) and record.FIELDS.get(part) == FieldClass.IDENTITY


def _differences(
    record: Protected, values: dict[str, list[Any]], *, identities: bool, unseen: Collection[str]
) -> Iterable[Difference]:
    for field, (old, new) in values.items():
        hidden = is_hidden(record, field, (old, new), identities=identities, unseen=unseen)
        yield Difference(field, None if hidden else old, None if hidden else new, hidden)


def history(record: Protected, actor: Actor, *, limit: int = 100) -> list[Step]:
    """Return the last acts on a record that came from `visible_to(actor)`, newest first.

    Without `see_identity` the text of such fields stays hidden; other records are named to who sees them, and a link to
    one that the reader does not see, like a file where files are not shown, is not told of at all. A reader from
    outside the owner's unit is told which unit acted, not which officer, and nothing of what was shared with others.
    """
    identities = SEE_IDENTITY in grants.held(actor, record)
    serves = actor.serves(record.owner_agency, record.owner_unit)
    rows = Change.objects.filter(object_id=record.pk).order_by("-at", "-entry_id")
    if not serves:
        rows = rows.exclude(verb__endswith="share").exclude(verb__startswith="consent.")
    found = list(rows[:limit])
    unseen = unseen_others(actor, type(record), found)
    terms = {"identities": identities, "serves": serves}
    told = (row for row in found if not _is_untold(record, row, unseen=unseen, **terms))
    return [_step(record, row, unseen=unseen, **terms) for row in told]


def histories[M: Protected](records: Sequence[M], actor: Actor, *, limit: int = 100) -> list[tuple[M, Step]]:
    """Return the last acts on several records of one kind, newest first, each as `history` tells it. Three queries."""
    by_id = {record.pk: record for record in records}
    found = list(Change.objects.filter(object_id__in=list(by_id)).order_by("-at", "-entry_id")[:limit])
    if not found:
        return []
    held = grants.held_on(actor, records)
    unseen = unseen_others(actor, type(records[0]), found)
    told = []
    for row in found:
        record = by_id[row.object_id]
        serves = actor.serves(record.owner_agency, record.owner_unit)
        terms = {"identities": SEE_IDENTITY in held[record.pk], "serves": serves}
        if not _is_untold(record, row, unseen=unseen, **terms):
            told.append((record, _step(record, row, unseen=unseen, **terms)))
    return told


def _step(record: Protected, row: Change, *, identities: bool, serves: bool, unseen: Collection[str]) -> Step:
    return Step(
        at=row.at,
        verb=row.verb,
        by_name=row.by_name if serves else "",
        by_label=row.by_label,
        reason=row.reason if identities else "",
        differences=tuple(_differences(record, row.values, identities=identities, unseen=unseen)),
    )


def changes_of(entry_ids: Iterable[UUID]) -> QuerySet[Change]:
    """Return the values behind entries, as far as the wall shows them to the reader."""
    return Change.objects.filter(entry_id__in=list(entry_ids))


def move_history(record: Protected) -> None:
    """Put the record's history on the record's access list, after the record moved."""
    lists = {"access_list_id": record.access_list_id, "root_list_id": record.root_list_id}
    Change.objects.filter(object_id=record.pk).update(**lists)


def erase_history(ids: Iterable[UUID]) -> None:
    """Empty the values and words of all acts on these records, by the owner's login: the chain stays sound."""
    Change.objects.using("owner").filter(object_id__in=list(ids)).update(values={}, reason="")
