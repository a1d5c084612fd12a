"""Waybills, postal items, containers, tags, flights, seats, tickets: specimens, round trips, slips, rubbish."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.identifiers import Fault, Suspect, recognise
from aircop.identifiers import container as containers
from aircop.identifiers import postal_item as postal
from aircop.identifiers.air_waybill import read_air_waybill
from aircop.identifiers.bag_tag import read_bag_tag
from aircop.identifiers.container import read_container
from aircop.identifiers.eticket import read_eticket
from aircop.identifiers.flight import read_flight
from aircop.identifiers.postal_item import read_postal_item
from aircop.identifiers.seat import read_seat

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
READERS: list[Callable[[str], Any]] = [
    read_air_waybill, read_postal_item, read_container, read_bag_tag, read_eticket, read_flight, read_seat, recognise,
]  # fmt: skip

digits = st.text(DIGITS, min_size=1)


def number(length: int) -> st.SearchStrategy[str]:
    """Return numbers of so many digits."""
    return st.text(DIGITS, min_size=length, max_size=length)


def word(length: int) -> st.SearchStrategy[str]:
    """Return so many capitals."""
    return st.text(LETTERS, min_size=length, max_size=length)


@st.composite
def waybills(draw: Any) -> str:
    """Return right waybills."""
    serial = draw(number(7))
    return f"{draw(number(3))}-{serial}{int(serial) % 7}"


@st.composite
def postal_items(draw: Any) -> str:
    """Return right postal items."""
    serial = draw(number(8))
    return f"{draw(word(2))}{serial}{postal.check_digit(serial)}{draw(word(2))}"


@st.composite
def freight_containers(draw: Any) -> str:
    """Return right containers."""
    body = f"{draw(word(3))}{draw(st.sampled_from('UJZ'))}{draw(number(6))}"
    return f"{body}{containers.check_digit(body)}"


@st.composite
def flights(draw: Any) -> str:
    """Return right flights, unpadded."""
    carrier = draw(
        st.one_of(
            word(3), word(2), st.builds(str.__add__, word(1), number(1)), st.builds(str.__add__, number(1), word(1))
        )
    )
    return f"{carrier}{draw(st.integers(1, 9999))}{draw(st.sampled_from(['', 'A', 'D', 'Z']))}"


@pytest.mark.parametrize("text", ["176-12345675", "020-81140743", "020 8114 0743", "17612345675"])
def test_waybills_that_are_right(text: str) -> None:
    """They come back with their dash."""
    assert str(read_air_waybill(text)) in {"176-12345675", "020-81140743"}


def test_the_barcode_of_a_cargo_label_holds_its_waybill() -> None:
    """Five more digits count the pieces."""
    assert str(read_air_waybill("1761234567500012")) == "176-12345675"


@pytest.mark.parametrize("last", "789")
def test_a_waybill_never_ends_in_seven_to_nine(last: str) -> None:
    """Its check digit is a remainder of seven."""
    with pytest.raises(Fault) as caught:
        read_air_waybill(f"176-1234567{last}")
    assert (caught.value.key, caught.value.position) == ("check_digit", 10)


def test_swapped_neighbours_are_named() -> None:
    """The commonest slip of typing."""
    with pytest.raises(Fault) as caught:
        read_air_waybill("176-12354675")
    assert Suspect(6, "4") in caught.value.suspects


def test_a_letter_among_digits_is_pointed_to_with_the_digit_it_may_be() -> None:
    """Readers of print take O for 0."""
    with pytest.raises(Fault) as caught:
        read_air_waybill("O20-81140743")
    assert (caught.value.key, caught.value.position, caught.value.suspects) == ("digit", 0, (Suspect(0, "0"),))


def test_postal_items_that_are_right() -> None:
    """The specimens of the standard."""
    assert str(read_postal_item("rr 123 456 785 gb")) == "RR123456785GB"
    assert postal.check_digit("47312482") == 9


def test_containers_that_are_right() -> None:
    """The specimen of the standard."""
    assert str(read_container("CSQU 305438 3")) == "CSQU3054383"
    with pytest.raises(Fault) as caught:
        read_container("CSQX3054383")
    assert (caught.value.key, caught.value.position) == ("container_category", 3)


def test_an_owner_misread_is_named() -> None:
    """O for Q is a letter for a letter: the check digit tells."""
    with pytest.raises(Fault) as caught:
        read_container("CSOU3054383")
    assert Suspect(2, "Q") in caught.value.suspects


@given(waybills())
def test_waybills_come_back(text: str) -> None:
    """As they were written."""
    assert str(read_air_waybill(text)) == text
    assert recognise(text).kind == "air_waybill"


@given(waybills(), st.integers(3, 10), st.sampled_from(DIGITS))
def test_slips_in_a_waybill_are_refused(text: str, place: int, other: str) -> None:
    """Every one that changes the remainder; 0 and 7, 1 and 8, 2 and 9 look the same to it."""
    plain = text.replace("-", "")
    changed = f"{plain[:place]}{other}{plain[place + 1 :]}"
    if place == 10 or (int(plain[place]) - int(other)) % 7:
        if other != plain[place]:
            with pytest.raises(Fault):
                read_air_waybill(changed)
    else:
        read_air_waybill(changed)


@given(postal_items())
def test_postal_items_come_back(text: str) -> None:
    """As they were written."""
    assert str(read_postal_item(text)) == text
    assert recognise(text).kind == "postal_item"


@given(postal_items(), st.integers(2, 10), st.sampled_from(DIGITS))
def test_slips_in_a_postal_item_are_refused(text: str, place: int, other: str) -> None:
    """Every single one that the check digit tells: where it is 0 or 5, two remainders look the same."""
    changed = f"{text[:place]}{other}{text[place + 1 :]}"
    if postal.check_digit(changed[2:10]) != int(changed[10]):
        with pytest.raises(Fault):
            read_postal_item(changed)
    if place < 10 and other != text[place] and text[10] not in "05":
        assert postal.check_digit(changed[2:10]) != int(text[10])


@given(freight_containers())
def test_containers_come_back(text: str) -> None:
    """As they were written."""
    assert str(read_container(text)) == text
    assert recognise(text).kind == "container"


@given(flights())
def test_flights_come_back(text: str) -> None:
    """Unpadded."""
    flight = read_flight(text)
    assert str(flight) == text
    assert str(read_flight(f"{flight.carrier} {flight.number:04d}{flight.suffix}")) == text


@pytest.mark.parametrize(
    ("text", "key", "position"),
    [
        ("AF12345", "flight_digits", 6),
        ("AF7O2", "digit", 3),
        ("1234", "flight_carrier", 0),
        ("AF0000", "flight_zero", 2),
        ("AFRO702", "digit", 2),
        ("AF", "short", None),
        ("", "empty", None),
        ("A_702", "character", 1),
        ("AF70AB", "digit", 4),
    ],
)
def test_flights_that_are_wrong(text: str, key: str, position: int | None) -> None:
    """The character at fault is pointed to."""
    with pytest.raises(Fault) as caught:
        read_flight(text)
    assert (caught.value.key, caught.value.position) == (key, position)


@pytest.mark.parametrize(("text", "right"), [("12A", "12A"), ("012a", "12A"), ("1L", "1L"), ("121 K", "121K")])
def test_seats(text: str, right: str) -> None:
    """Leading zeros go."""
    assert str(read_seat(text)) == right


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("12I", "seat_letter"),
        ("12M", "seat_letter"),
        ("A", "short"),
        ("1O2A", "digit"),
        ("0A", "seat_row"),
        ("", "empty"),
        ("1234A", "seat_row"),
        ("128", "seat_letter"),
    ],
)
def test_seats_that_are_wrong(text: str, key: str) -> None:
    """There is no row 0 and no seat I."""
    with pytest.raises(Fault) as caught:
        read_seat(text)
    assert caught.value.key == key


def test_bag_tags() -> None:
    """Ten digits, or as printed; a rush tag says so."""
    assert str(read_bag_tag("0074 123456")) == "0074123456"
    assert read_bag_tag("2074123456").rush
    assert not read_bag_tag("0074123456").rush
    assert str(read_bag_tag("KL 123456")) == "KL123456"
    with pytest.raises(Fault) as caught:
        read_bag_tag("007412345")
    assert caught.value.key == "short"


def test_tickets() -> None:
    """Thirteen digits; a fourteenth is not kept."""
    assert str(read_eticket("057-2312345678")) == "057-2312345678"
    assert str(read_eticket("05723123456781")) == "057-2312345678"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("176-12345675", "air_waybill"),
        ("RR123456785GB", "postal_item"),
        ("CSQU3054383", "container"),
        ("0074123456", "bag_tag"),
        ("KL123456", "bag_tag"),
        ("057-2312345678", "eticket"),
        ("AF 702", "flight"),
        ("12A", "seat"),
        ("hello", ""),
        ("", ""),
    ],
)
def test_what_a_text_is(text: str, kind: str) -> None:
    """By its shape."""
    assert recognise(text).kind == kind


def test_what_looks_like_one_but_is_wrong_comes_with_its_fault() -> None:
    """So that the page can say which character."""
    found = recognise("RR123456784GB")
    assert (found.kind, bool(found)) == ("postal_item", False)
    assert found.fault is not None
    assert found.fault.key == "check_digit"
    assert "RR1" not in str(found.fault), "the text itself stays out of logs"


@given(st.one_of(st.text(), st.text("0123456789OISZB<- AFM\u0663\u00b2"), digits))
def test_rubbish_is_a_fault_and_nothing_else(text: str) -> None:
    """Whatever is typed."""
    for read in READERS:
        with suppress(Fault):
            read(text)
    found = recognise(text)
    assert found.fault is None or (found.fault.position or 0) <= len(found.fault.text)
