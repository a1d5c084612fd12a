"""Seizures as rows of a table, here and on other pages."""

from collections.abc import Iterable
from typing import Any

from aircop.web.words import beside, differs, place_of, quantity
from seizures.forms.wording import amount, what_now
from seizures.models import Item, Seizure
from seizures.queries.completeness import completeness


def rows_of(seizures: Iterable[Seizure]) -> list[dict[str, Any]]:
    """Return, per seizure, the record with what a row says about it; fetched by `with_rows`."""
    return [_row(seizure) for seizure in seizures]


def _row(seizure: Seizure) -> dict[str, Any]:
    zone, found = seizure.airport.timezone, list(seizure.items.all())
    local = ""
    if differs(seizure.occurred_at, zone) and seizure.occurred_precision != "day":
        local = f"{beside(seizure.occurred_at, zone, seizure.occurred_precision)} {place_of(zone)}"
    return {
        "record": seizure,
        "what": ", ".join(what_now(item) for item in found),
        "score": completeness(seizure, found).score,
        "amounts": [_amount(item) for item in found],
        "local": local,
    }


def _amount(item: Item) -> dict[str, str]:
    converted = item.figure_kg is not None and item.unit not in {"kg", "g"}
    return {
        "native": amount(item.quantity, item.unit),
        "kg": quantity(item.figure_kg, "kg") if converted else "",
    }
