"""Kilograms: the worked examples, and what must hold for every quantity. No database."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.reference import seed
from aircop.reference.factors import Factor, FactorTable, Normalised

DAY = date(2026, 6, 1)
LISTS = {shipped.name: shipped for shipped in seed.read_lists()}
REGIONS = {code.code: code.labels["en"] for code in seed.read_codes(LISTS["sub_region"])}
REGION_CODES = {code.ids_value: code.code for code in seed.read_codes(LISTS["sub_region"])}
GROUPS = {code.code: code.facts["group"] for code in seed.read_codes(LISTS["substance"])}
UNITS = {code.code: code.facts["dimension"] for code in seed.read_codes(LISTS["unit"])}
MASS = [unit for unit, dimension in UNITS.items() if dimension == "mass"]


def shipped() -> FactorTable:
    fields = ("unit", "substance", "group", "sub_region", "grams", "version", "valid_from", "valid_to")
    factors = [Factor(*(getattr(row, name) for name in fields)) for row in seed.read_factors()]
    return FactorTable(factors, GROUPS, REGIONS)


TABLE = shipped()
with Path(__file__).with_name("normalisation.csv").open(encoding="utf-8") as file:
    EXAMPLES = list(csv.DictReader(file))

quantities = st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False)


def kg(quantity: Decimal, unit: str, substance: str = "cocaine", region: str = "WCA") -> Decimal | None:
    return TABLE.normalise(quantity, unit, substance, region, DAY).kg


@pytest.mark.parametrize("row", EXAMPLES, ids=[f"{row['example']}-{row['substance']}" for row in EXAMPLES])
def test_worked_examples(row):
    region = REGION_CODES[row["sub_region"]]
    result = TABLE.normalise(Decimal(row["quantity"]), row["unit"], row["substance"].lower(), region, DAY)
    if row["kg_equivalent"] == "not convertible":
        assert result == Normalised(None, None, "", "2026-1")
    else:
        assert result.kg == Decimal(row["kg_equivalent"])
        assert str(result.kg) == row["kg_equivalent"]
        assert result.factor_text == row["factor"]
        assert result.version == "2026-1"


def test_there_are_as_many_examples_as_we_were_given():
    assert len(EXAMPLES) == 26


@given(quantities, quantities, st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(GROUPS)))
def test_twice_as_much_weighs_twice_as_much(one, other, unit, substance):
    parts = kg(one, unit, substance), kg(other, unit, substance)
    whole = kg(one + other, unit, substance)
    if whole is None:
        assert parts == (None, None)
    else:
        assert whole == sum(part for part in parts if part is not None)


@given(quantities, st.sampled_from(MASS), st.sampled_from(sorted(GROUPS)), st.sampled_from([*REGIONS, ""]))
def test_a_weight_is_a_weight_whatever_and_wherever(quantity, unit, substance, region):
    result = TABLE.normalise(quantity, unit, substance, region, DAY)
    assert result.kg == quantity * result.factor / 1000
    assert result.kg == TABLE.normalise(quantity, unit, "", "", DAY).kg


@given(quantities)
def test_units_of_mass_agree_exactly(quantity):
    assert kg(quantity, "kg") == quantity
    assert kg(quantity * 1000, "g") == kg(quantity * 10**6, "mg") == kg(quantity * 10**9, "ug") == quantity
    assert kg(quantity / 1000, "t") == quantity
    assert kg(quantity * 16, "oz") == kg(quantity, "lb")


@given(quantities, st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(GROUPS)), st.sampled_from([*REGIONS, ""]))
def test_never_a_float_and_never_a_loose_piece(quantity, unit, substance, region):
    result = TABLE.normalise(quantity, unit, substance, region, DAY)
    assert (result.kg is None) == (result.factor is None) == (not result.factor_text)
    if result.kg is not None:
        assert isinstance(result.kg, Decimal)
        assert "E" not in str(result.kg) or result.kg < Decimal("0.00001")
        if UNITS[unit] in {"count", "area"}:
            assert (unit, substance) in EXPLICIT


EXPLICIT = {(factor.unit, factor.substance) for factor in seed.read_factors() if factor.substance}


@pytest.mark.parametrize("bad", [Decimal(-1), Decimal("NaN"), Decimal("Infinity"), Decimal("1E+400"), Decimal("1E-90")])
def test_what_is_no_quantity_is_refused(bad):
    with pytest.raises(ValueError, match="quantity"):
        kg(bad, "kg")


@pytest.mark.parametrize("bad", [1.5, 1, "1", None])
def test_only_decimals_are_quantities(bad):
    with pytest.raises(TypeError):
        kg(bad, "kg")


def factor(grams: str, version: str = "1", **more: Any) -> Factor:
    scope: dict[str, Any] = {
        "unit": "tablet",
        "substance": "",
        "group": "",
        "sub_region": "",
        "valid_from": date(2020, 1, 1),
    }
    return Factor(**{"valid_to": None, **scope, **more, "grams": Decimal(grams), "version": version})


def test_the_narrowest_factor_counts():
    table = FactorTable(
        [
            factor("1"),
            factor("2", sub_region="WCA"),
            factor("3", group="ATS"),
            factor("4", group="ATS", sub_region="WCA"),
            factor("5", substance="mdma"),
            factor("6", substance="mdma", sub_region="WCA"),
        ],
        {"mdma": "ATS", "mda": "ATS"},
        {},
    )

    def grams(substance: str, region: str) -> Decimal | None:
        return table.normalise(Decimal(1), "tablet", substance, region, DAY).factor

    assert [grams("mdma", "WCA"), grams("mdma", "CAR")] == [6, 5]
    assert [grams("mda", "WCA"), grams("mda", "CAR")] == [4, 3]
    assert [grams("khat", "WCA"), grams("", "")] == [2, 1]


def test_the_factor_of_the_day_counts_and_says_its_version():
    table = FactorTable(
        [factor("1", "old", valid_to=date(2025, 12, 31)), factor("2", "new", valid_from=date(2026, 1, 1))], {}, {}
    )

    def on(day: date) -> tuple[Decimal | None, str]:
        result = table.normalise(Decimal(1), "tablet", "", "", day)
        return result.factor, result.version

    assert table.normalise(Decimal(1), "blotter", "", "", date(2026, 1, 1)) == Normalised(None, None, "", "new")
    assert on(date(2025, 12, 31)) == (1, "old")
    assert on(date(2026, 1, 1)) == (2, "new")
    assert on(date(2019, 12, 31)) == (None, "")
