"""Details are kept in one spelling, exactly, and reading them again changes nothing. No database."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.errors import Invalid
from seizures.models.commodity import CLASSES
from seizures.services.detail import canonical

GOLD = CLASSES["GLD"]
per_mille = st.decimals(min_value=0, max_value=1000, places=6, allow_nan=False)


@given(per_mille)
def test_a_decimal_is_kept_exactly_and_reading_it_again_changes_nothing(number: Decimal) -> None:
    """The same number told as text or as a Decimal, with or without zeros behind it, is one text."""
    kept = canonical(GOLD, {"fineness": number}, {})
    assert Decimal(kept["fineness"]) == number
    assert "E" not in kept["fineness"]
    assert canonical(GOLD, kept, {}) == kept == canonical(GOLD, {"fineness": f"{number:f}"}, {})


def told_of(told: object, name: str) -> dict[str, Any]:
    """Return what is kept of a told value, or the field at which it was refused."""
    try:
        return canonical(GOLD, {name: told}, {})
    except Invalid as refused:
        return {"refused": refused.field}


@given(st.one_of(st.floats(), st.integers(), st.text(max_size=5).filter(lambda text: not text.strip().isdigit())))
def test_what_is_no_decimal_text_is_refused_or_is_a_number(told: object) -> None:
    """Never a float: it cannot hold a tenth."""
    kept = told_of(told, "fineness")
    if isinstance(told, str) and "fineness" in kept:
        assert Decimal(kept["fineness"]) == Decimal(told)
    else:
        assert kept in ({}, {"refused": "details.fineness"})


@given(st.text())
def test_a_text_is_kept_trimmed_or_refused(told: str) -> None:
    stripped = {"hallmark": told.strip()} if told.strip() else {}
    assert told_of(told, "hallmark") in (stripped, {"refused": "details.hallmark"})


@given(st.integers())
def test_a_whole_number_is_kept_or_refused(told: int) -> None:
    within = 0 <= told <= 100_000_000
    assert told_of(told, "pieces") == ({"pieces": told} if within else {"refused": "details.pieces"})


def test_no_and_nought_are_told_and_nothing_is_not() -> None:
    told = {"declared": False, "pieces": 0, "hallmark": "", "fineness": None}
    assert canonical(GOLD, told, {}) == {"declared": False, "pieces": 0}


def test_control_characters_are_no_text() -> None:
    with pytest.raises(Invalid):
        canonical(GOLD, {"hallmark": "a\x7f"}, {})
