"""Boarding pass text: one flight, several, with tags and ticket, at the turn of the year, broken, rubbish."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.identifiers import Fault, recognise
from aircop.identifiers.boarding_pass import read_boarding_pass

TODAY = date(2026, 3, 14)
ONE = "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 073J001A0025 100"


def test_one_flight() -> None:
    """The mandatory part alone."""
    found = read_boarding_pass(ONE, TODAY)
    (leg,) = found.legs
    assert (found.surname, found.given_names, found.electronic) == ("DESMARAIS", "LUC", True)
    assert (leg.booking, leg.origin, leg.destination, str(leg.flight)) == ("ABC123", "YUL", "FRA", "AC834")
    assert (leg.day, leg.cabin, leg.seat, leg.sequence) == (date(2026, 3, 14), "J", "1A", "25")
    assert recognise(ONE, TODAY).kind == "boarding_pass"


def told(tags: str = "", ticket: str = "") -> str:
    """Return the conditional part of the first flight."""
    unique = f"0WW6070B{'AC ':3}{tags}"
    repeated = f"{ticket:13}0    " if ticket else ""
    return f">6{len(unique):02X}{unique}{len(repeated):02X}{repeated}"


def test_tags_and_ticket() -> None:
    """A run of tags is told by its first one, and how many follow."""
    more = told("0014123456002", "0142312345678")
    found = read_boarding_pass(f"{ONE[:58]}{len(more):02X}{more}", TODAY)
    assert found.bag_tags == ("0014123456", "0014123457", "0014123458")
    assert found.legs[0].ticket == "0142312345678"


def test_two_flights() -> None:
    """The second one begins where the first one's field of any length ends."""
    more = told("", "0142312345678")
    second = "DEF456 FRAGVALH 3664 074C012C0002 100"
    found = read_boarding_pass(f"M2{ONE[2:58]}{len(more):02X}{more}{second}", TODAY)
    assert [(leg.origin, leg.destination, str(leg.flight)) for leg in found.legs] == [
        ("YUL", "FRA", "AC834"),
        ("FRA", "GVA", "LH3664"),
    ]
    assert found.legs[1].day == date(2026, 3, 15)
    assert found.legs[1].seat == "12C"


@pytest.mark.parametrize(
    ("number", "today", "day"),
    [
        ("365", date(2026, 1, 2), date(2025, 12, 31)),
        ("001", date(2025, 12, 31), date(2026, 1, 1)),
        ("366", date(2025, 3, 1), date(2024, 12, 31)),
        ("   ", TODAY, None),
    ],
)
def test_the_year_is_the_nearest(number: str, today: date, day: date | None) -> None:
    """The barcode tells the day of the year alone."""
    text = ONE.replace("073J", f"{number}J")
    assert read_boarding_pass(text, today).legs[0].day == day


@pytest.mark.parametrize("seat", ["INF ", "    ", "000 ", "GATE"])
def test_infants_have_no_seat(seat: str) -> None:
    """Nor has whoever gets one at the gate."""
    assert read_boarding_pass(ONE.replace("001A", seat), TODAY).legs[0].seat == ""


@pytest.mark.parametrize(
    ("text", "key", "position"),
    [
        (ONE[:59], "short", None),
        (ONE.replace("M1", "M0"), "bcbp_legs", 1),
        (ONE.replace("YUL", "Y0L"), "letter", 31),
        ("S" + ONE[1:], "bcbp_kind", 0),
        (ONE.replace("0834", "08X4"), "bcbp_flight", 36),
        (ONE.replace("073J", "400J"), "bcbp_day", 44),
        (ONE.replace("001A", "001I"), "bcbp_seat", 48),
        (ONE[:58] + "ZZ", "bcbp_size", 58),
        (ONE[:58] + "05", "short", None),
        (ONE.replace("073J", "367J"), "bcbp_day", 44),
    ],
)
def test_passes_that_are_wrong(text: str, key: str, position: int | None) -> None:
    """The character at fault is pointed to."""
    with pytest.raises(Fault) as caught:
        read_boarding_pass(text, TODAY)
    assert (caught.value.key, caught.value.position) == (key, position)


@given(st.one_of(st.text(), st.text("M12 /ABCYUL0349>6FE", max_size=300).map(lambda text: ONE[:58] + text)))
def test_rubbish_is_a_fault_and_nothing_else(text: str) -> None:
    """Whatever is scanned."""
    with suppress(Fault):
        read_boarding_pass(text, TODAY)
    found = recognise(text, TODAY)
    assert found.fault is None or (found.fault.position or 0) <= len(found.fault.text)
