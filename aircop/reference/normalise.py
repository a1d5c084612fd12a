"""Kilogram equivalents by the factors that the database holds."""

from datetime import date
from decimal import Decimal

from aircop.reference.factors import Normalised
from aircop.reference.queries.snapshot import current, today

__all__ = ["Normalised", "normalise"]


def normalise(
    quantity: Decimal, unit: str, substance: str = "", sub_region: str = "", on: date | None = None
) -> Normalised:
    """Return a quantity in kilograms, with the factor used, its words and its version.

    Pieces become kilograms only by an explicit factor for that substance: tablets of tramadol, blotters and money
    stay what they are (`kg` None). Litres count as kilograms; purity is not considered. `unit`, `substance` and
    `sub_region` are codes of the lists of these names, the sub-region that of the airport's country.

    Raises TypeError or ValueError for what is no quantity (a float, a negative number, NaN).
    """
    return current().factors.normalise(quantity, unit, substance, sub_region, on or today())
