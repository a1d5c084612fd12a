"""What a seizure still lacks before it can go into the reports that UNODC and WCO ask for."""

from seizures.models import Item, Seizure
from seizures.models.commodity import commodity

WANTED = ("place", "detection", "summary")
WITH_FLIGHT = frozenset({"PAX", "CRW", "UNB"})


def missing_fields(seizure: Seizure, items: list[Item]) -> list[str]:
    """Return the names of the fields that are wanted and empty; those of items as `items.<number>.<name>`."""
    wanted = [*WANTED, *(["flight_number"] if seizure.conveyance in WITH_FLIGHT else [])]
    missing = [name for name in wanted if not getattr(seizure, name)]
    return missing + [f"items.{item.sequence}.{name}" for item in items for name in missing_of(item)]


def missing_of(item: Item) -> list[str]:
    """Return what the class of an item asks for and the item does not tell."""
    kind = commodity(item.commodity)
    columns = [name for name in kind.wanted if not getattr(item, name)]
    return columns + [
        f"details.{detail.name}" for detail in kind.details if detail.wanted and detail.name not in item.details
    ]
