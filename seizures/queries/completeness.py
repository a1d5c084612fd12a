"""What a seizure still lacks before it can go into the reports that UNODC and WCO ask for."""

from seizures.models import Item, Seizure

WANTED = ("place", "detection", "summary")
WANTED_OF_ITEM = ("form", "concealment")
WITH_FLIGHT = frozenset({"PAX", "CRW", "UNB"})


def missing_fields(seizure: Seizure, items: list[Item]) -> list[str]:
    """Return the names of the fields that are wanted and empty; those of the first item as `items.<name>`."""
    wanted = [*WANTED, *(["flight_number"] if seizure.conveyance in WITH_FLIGHT else [])]
    missing = [name for name in wanted if not getattr(seizure, name)]
    return missing + [f"items.{name}" for item in items[:1] for name in WANTED_OF_ITEM if not getattr(item, name)]
