"""Arithmetic of quantities: from what was counted, weighed or measured to kilograms, exactly or not at all.

Pure: a `FactorTable` is made from rows by its caller and never asks the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, Inexact

EXACT = Context(prec=200, traps=[Inexact])
"""Products of a quantity and a factor are never rounded; `MAGNITUDE` keeps them far below this precision."""

MAGNITUDE = 30
"""Powers of ten a quantity may reach or go down to: beyond it is a slip of the keyboard, not a quantity."""


@dataclass(frozen=True, slots=True)
class Factor:
    """Grams in one unit; empty substance and group mean anything, an empty sub-region everywhere."""

    unit: str
    substance: str
    group: str
    sub_region: str
    grams: Decimal
    version: str
    valid_from: date
    valid_to: date | None

    def counts_on(self, day: date) -> bool:
        """Say whether the factor is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A quantity in kilograms, and how it came about.

    `kg` and `factor` (grams per unit) are None where the quantity is not convertible: no factor, no kilograms;
    `version` then tells which table had none.
    """

    kg: Decimal | None
    factor: Decimal | None
    factor_text: str
    version: str


class FactorTable:
    """Conversion factors, the drug group of each substance and the names of the sub-regions."""

    def __init__(self, factors: Iterable[Factor], groups: Mapping[str, str], sub_regions: Mapping[str, str]) -> None:
        self._rows: dict[tuple[str, str, str, str], list[Factor]] = defaultdict(list)
        self._all = tuple(factors)
        for factor in self._all:
            self._rows[factor.unit, factor.substance, factor.group, factor.sub_region].append(factor)
        self._groups = groups
        self._sub_regions = sub_regions

    def find(self, unit: str, substance: str, sub_region: str, on: date) -> Factor | None:
        """Return the narrowest factor in force: the substance's before its group's, the sub-region's before all."""
        group = self._groups.get(substance, "")
        scopes = [(substance, "")] * bool(substance) + [("", group)] * bool(group) + [("", "")]
        regions = [sub_region] * bool(sub_region) + [""]
        for named, grouped in scopes:
            for region in regions:
                for factor in self._rows.get((unit, named, grouped, region), ()):
                    if factor.counts_on(on):
                        return factor
        return None

    def normalise(self, quantity: Decimal, unit: str, substance: str, sub_region: str, on: date) -> Normalised:
        """Return the quantity in kilograms; raise TypeError or ValueError for what is no quantity."""
        check_quantity(quantity)
        factor = self.find(unit, substance, sub_region, on)
        if factor is None:
            return Normalised(None, None, "", self.version(on))
        return Normalised(kilograms(quantity, factor.grams), factor.grams, self._describe(factor), factor.version)

    def version(self, on: date) -> str:
        """Return the version of the table on a day: that of the factor which came in last."""
        in_force = [(factor.valid_from, factor.version) for factor in self._all if factor.counts_on(on)]
        return max(in_force, default=(on, ""))[1]

    def _describe(self, factor: Factor) -> str:
        where = f", {self._sub_regions.get(factor.sub_region, factor.sub_region)}" if factor.sub_region else ""
        return f"{factor.grams:f} g per {factor.unit}{where}"


def check_quantity(quantity: object) -> None:
    """Refuse floats, which cannot hold a tenth, and numbers that measure nothing."""
    if not isinstance(quantity, Decimal):
        message = f"A quantity is a Decimal, not a {type(quantity).__name__}."
        raise TypeError(message)
    if not quantity.is_finite() or quantity < 0:
        message = f"{quantity} is not a quantity."
        raise ValueError(message)
    digits = len(quantity.as_tuple().digits)
    if quantity and (abs(quantity.adjusted()) > MAGNITUDE or digits > 2 * MAGNITUDE):
        message = "The quantity is beyond anything that can be weighed."
        raise ValueError(message)


def kilograms(quantity: Decimal, grams: Decimal) -> Decimal:
    """Return quantity x grams in kilograms, exactly, without trailing zeros."""
    kg = EXACT.scaleb(EXACT.multiply(quantity, grams), -3).normalize(EXACT)
    return kg.quantize(Decimal(1), context=EXACT) if kg.as_tuple().exponent > 0 else kg  # type: ignore[operator]
