"""Reads of seizures for pages: one of them, lists narrowed by filters, counts and sums of the same lists."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from aircop.access.actor import Actor
from aircop.access.models import ProtectedQuerySet
from aircop.errors import Missing
from aircop.reference.queries import substances_of
from seizures.enums import Handling
from seizures.models import Item, Seizure, SeizureQuerySet
from seizures.queries.search import CAP, SEARCHED, count_upto, ids_found, looked_for, search_of


def visible_seizure(actor: Actor, pk: UUID) -> Seizure:
    """Return one seizure with what its page shows; Missing when it is not there or not for this reader."""
    rows = (
        Seizure.objects.visible_to(actor)
        .with_rows()
        .select_related("access_list", "verified_by", "task_force__airport", "conveyance_details")
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def own_by_id(actor: Actor, pk: UUID) -> Seizure | None:
    """Return the seizure that the actor itself logged under an id that a form had chosen, if there is one."""
    return Seizure.objects.visible_to(actor).filter(pk=pk, recorded_by_id=actor.subject_id).first()


def narrowed(rows: SeizureQuerySet, wanted: Mapping[str, Any]) -> SeizureQuerySet:
    """Return the rows that pass every filter that has a value; names outside the list are a fault of the caller."""
    for name, value in wanted.items():
        if value not in (None, "", ()):
            rows = looked_for(rows, name, value)
    return rows


def cap_of(rows: SeizureQuerySet) -> int:
    """Return how far a page counts the rows: what words and filters find is dearer to count than a whole list."""
    return SEARCHED if search_of(rows).needed else CAP


def capped_count(rows: SeizureQuerySet) -> int:
    """Count the rows, no further than `cap_of` them."""
    return count_upto(rows, cap_of(rows))


def conditions_in(rows: SeizureQuerySet) -> list[str]:
    """Return the conditions under which rows that fit are handled (H3): whoever takes them along confirms them."""
    asked = search_of(rows).coded.get("handling")
    if asked and Handling.H3 not in asked:
        return []
    return conditions_of(rows, ids_found(looked_for(rows, "handling", Handling.H3), CAP))


def conditions_of(rows: ProtectedQuerySet[Any], ids: Sequence[UUID], limit: int = 10) -> list[str]:
    """Return the words of the conditions of some of the rows, each once."""
    told = rows.filter(pk__in=ids).order_by("handling_words").values_list("handling_words", flat=True)
    return list(told.distinct()[:limit])


def kilograms(rows: SeizureQuerySet, wanted: Mapping[str, Any]) -> Decimal | None:
    """Add up what was found in the rows, of the kind of goods asked for, in kilograms.

    By what figures use: confirmed where a laboratory spoke, else as it was logged.
    """
    kinds = {name: wanted[name] for name in ("commodity", "form", "concealment") if wanted.get(name)}
    if wanted.get("substance"):
        kinds["figure_substance"] = wanted["substance"]
    if wanted.get("drug_group"):
        kinds["figure_substance__in"] = substances_of(wanted["drug_group"])
    items = Item.objects.filter(seizure__among=ids_found(rows, CAP), **kinds)
    total: Decimal | None = items.aggregate(total=Sum("figure_kg"))["total"]
    return total
