"""How much two records look like one: the pairs of published data, and what must not be taken for a pair."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid6 import uuid7

from seizures.queries.likeness import ENOUGH, Stuff, Traits, digits, likeness

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 14)
CUSTOMS, POLICE = uuid7(), uuid7()


def stuff(quantity: str, unit: str, kg: str | None, substance: str = "tramadol", commodity: str = "DRG") -> Stuff:
    return Stuff(commodity, substance, Decimal(quantity), unit, None if kg is None else Decimal(kg))


def traits(*found: Stuff, **changed: Any) -> Traits:
    told = {
        "id": uuid7(), "unit": uuid7(), "airport": "ABJ", "occurred_on": DAY, "direction": "OUT", "agency": CUSTOMS,
        "flight": "", "waybill": "", "stuff": found,
    }  # fmt: skip
    return Traits(**{**told, **changed})


# One row per pair: what one agency wrote, what the other wrote, and whether a person should look at it.
PAIRS = [
    # The same parcel in tablets and by weight.
    (stuff("2786", "tablet", None), stuff("2.786", "kg", "2.786"), True),
    # Rounded by one of them.
    (stuff("341.61", "g", "0.34161", "heroin"), stuff("0.341", "kg", "0.341", "heroin"), True),
    (stuff("12.4", "kg", "12.4", "cocaine"), stuff("12.35", "kg", "12.35", "cocaine"), True),
    # Another quantity altogether.
    (stuff("12.4", "kg", "12.4", "cocaine"), stuff("3.1", "kg", "3.1", "cocaine"), False),
    # Another drug of another family, by chance of the same weight.
    (stuff("12.4", "kg", "12.4", "cocaine"), stuff("12.4", "kg", "12.4", "khat"), False),
    # One kilogram and one tablet share a digit and nothing else.
    (stuff("1", "kg", "1", "tramadol"), stuff("1", "tablet", None, "tramadol"), False),
    (stuff("10000", "EUR", None, "", "CUR"), stuff("10000", "EUR", None, "", "CUR"), False),
    (stuff("12350", "EUR", None, "", "CUR"), stuff("12350", "EUR", None, "", "CUR"), True),
]


@pytest.mark.parametrize(("mine", "its", "alike"), PAIRS)
def test_pairs_of_two_agencies(mine: Stuff, its: Stuff, alike: bool) -> None:
    found = likeness(traits(mine), traits(its, agency=POLICE))
    assert bool(found) is alike, found


def test_two_couriers_on_one_flight_are_two_seizures() -> None:
    """The same agency, the same flight, round weights near each other: related, and still two."""
    one = traits(stuff("1.2", "kg", "1.2", "cocaine"), flight="AF703")
    other = traits(stuff("1.3", "kg", "1.3", "cocaine"), flight="AF703")
    assert not likeness(one, other)


def test_a_number_elsewhere_is_enough_with_the_same_drug() -> None:
    numbers = frozenset({("CEN", "2026-77")})
    one = traits(stuff("1", "kg", "1", "cocaine"), numbers=numbers)
    other = traits(stuff("4", "kg", "4", "cocaine"), numbers=numbers, occurred_on=DAY + timedelta(1), direction="IN")
    assert likeness(one, other).reasons[:2] == ("same_number", "same_substance")
    assert likeness(one, other)


def test_each_reason_is_told_with_the_weightiest_first() -> None:
    one = traits(stuff("341.61", "g", "0.34161", "heroin"), flight="KQ508")
    other = traits(stuff("0.341", "kg", "0.341", "heroin"), flight="KQ508", agency=POLICE)
    found = likeness(one, other)
    assert found.reasons == (
        "same_quantity", "same_flight", "same_substance", "other_agency", "same_day", "same_way",
    )  # fmt: skip
    assert found.score == 110


QUANTITIES = st.decimals("0.001", "99999", places=3)


@given(QUANTITIES, QUANTITIES, st.sampled_from(["kg", "tablet"]), st.integers(0, 1))
def test_likeness_is_the_same_both_ways(one: Decimal, other: Decimal, unit: str, days: int) -> None:
    mine = traits(Stuff("DRG", "cocaine", one, "kg", one))
    its = traits(
        Stuff("DRG", "cocaine", other, unit, other if unit == "kg" else None), occurred_on=DAY + timedelta(days)
    )
    assert likeness(mine, its) == likeness(its, mine)
    assert likeness(mine, replace(mine, id=uuid7(), agency=POLICE)).score >= ENOUGH or len(digits(one)) < 3


@given(QUANTITIES, st.integers(-6, 6))
def test_digits_do_not_know_the_point(quantity: Decimal, shift: int) -> None:
    assert digits(quantity) == digits(quantity.scaleb(shift))
