"""Reads of seizures for pages: one of them, lists narrowed by filters, counts and sums of the same lists."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.models import Item, Seizure, SeizureQuerySet

type Narrow = Callable[[SeizureQuerySet, Any], SeizureQuerySet]

CAP = 10_000


def visible_seizure(actor: Actor, pk: UUID) -> Seizure:
    """Return one seizure with what its page shows; Missing when it is not there or not for this reader."""
    rows = (
        Seizure.objects.visible_to(actor)
        .with_rows()
        .select_related("access_list", "verified_by", "task_force__airport")
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def own_by_id(actor: Actor, pk: UUID) -> Seizure | None:
    """Return the seizure that the actor itself logged under an id that a form had chosen, if there is one."""
    return Seizure.objects.visible_to(actor).filter(pk=pk, recorded_by_id=actor.subject_id).first()


def _by(lookup: str) -> Narrow:
    return lambda rows, value: rows.filter(**{lookup: value})


def _with_item(name: str) -> Narrow:
    def narrow(rows: SeizureQuerySet, value: str) -> SeizureQuerySet:
        return rows.filter(Exists(Item.objects.filter(seizure=OuterRef("pk"), **{name: value})))

    return narrow


FILTERS: Mapping[str, Narrow] = {
    "unit": _by("task_force__code"),
    "airport": _by("airport_id"),
    "commodity": _with_item("commodity"),
    "substance": _with_item("substance"),
    "status": _by("status"),
    "direction": _by("direction"),
    "conveyance": _by("conveyance"),
    "since": _by("occurred_on__gte"),
    "until": _by("occurred_on__lte"),
}


def narrowed(rows: SeizureQuerySet, wanted: Mapping[str, Any]) -> SeizureQuerySet:
    """Return the rows that pass every filter that has a value; names outside the list are a fault of the caller."""
    for name, value in wanted.items():
        if value not in (None, ""):
            rows = FILTERS[name](rows, value)
    return rows


def capped_count(rows: SeizureQuerySet) -> int:
    """Count the rows, no further than the cap."""
    return rows.order_by().values("pk")[:CAP].count()


def kilograms(rows: SeizureQuerySet, wanted: Mapping[str, Any]) -> Decimal | None:
    """Add up what was found in the rows, of the commodity and substance asked for, in kilograms."""
    kinds = {name: wanted[name] for name in ("commodity", "substance") if wanted.get(name)}
    items = Item.objects.filter(seizure__in=rows.order_by().values("pk"), **kinds)
    total: Decimal | None = items.aggregate(total=Sum("kg_equivalent"))["total"]
    return total
