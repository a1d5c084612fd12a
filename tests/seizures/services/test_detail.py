"""Details are kept in one spelling, exactly, and reading them again changes nothing. No database."""

from decimal import Decimal

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


@given(st.one_of(st.floats(), st.integers(), st.text(max_size=5).filter(lambda text: not text.strip().isdigit())))
def test_what_is_no_decimal_text_is_refused_or_is_a_number(told: object) -> None:
    """Never a float: it cannot hold a tenth."""
    try:
        kept = canonical(GOLD, {"fineness": told}, {})
    except Invalid as refused:
        assert refused.field == "details.fineness"
    else:
        assert kept == {} or (isinstance(told, str) and Decimal(kept["fineness"]) == Decimal(told))


@given(st.text())
def test_a_text_is_kept_trimmed_or_refused(told: str) -> None:
    try:
        kept = canonical(GOLD, {"hallmark": told}, {})
    except Invalid as refused:
        assert refused.field == "details.hallmark"
    else:
        assert kept == ({"hallmark": told.strip()} if told.strip() else {})


@given(st.integers())
def test_a_whole_number_is_kept_or_refused(told: int) -> None:
    try:
        assert canonical(GOLD, {"pieces": told}, {}) == {"pieces": told}
    except Invalid:
        assert told < 0 or told > 100_000_000


def test_no_and_nought_are_told_and_nothing_is_not() -> None:
    told = {"declared": False, "pieces": 0, "hallmark": "", "fineness": None}
    assert canonical(GOLD, told, {}) == {"declared": False, "pieces": 0}


def test_control_characters_are_no_text() -> None:
    with pytest.raises(Invalid):
        canonical(GOLD, {"hallmark": "a\x7f"}, {})
