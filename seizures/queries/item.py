"""Reads of what was found, for many seizures at once."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from seizures.models import Item, Seizure

SHOWN = (
    "seizure_id", "sequence", "commodity", "substance", "form", "concealment", "concealment_detail", "quantity", "unit",
    "basis", "kg_equivalent", "factor_text", "factor_version", "gross_weight", "net_weight", "weight_unit", "packages",
    "packaging", "markings", "sampling_note", "exhibit_note", "value", "currency", "value_kind", "value_source",
    "valued_on", "details", "confirmed_finding", "confirmed_substance", "figure_basis", "figure_substance", "figure_kg",
    "source_grade", "information_grade",
)  # fmt: skip


def items_of(seizures: Iterable[Seizure]) -> Mapping[UUID, list[Any]]:
    """Return the items of each seizure in their order, as named tuples of what answers show. One query.

    A hundred models cost as much as the page they are on.
    """
    ids = [seizure.pk for seizure in seizures]
    rows = Item.objects.filter(seizure_id__among=ids).order_by("seizure_id", "sequence")
    found: dict[UUID, list[Any]] = {}
    for row in rows.values_list(*SHOWN, named=True):
        found.setdefault(row.seizure_id, []).append(row)
    return found
