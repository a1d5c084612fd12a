"""Passport lines: the specimens of ICAO Doc 9303, round trips of made ones, every slip that can be told, rubbish."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.identifiers import Fault, Suspect, recognise
from aircop.identifiers.mrz import LAYOUTS, VALUES, Layout, check_digit, read_mrz

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
VISA_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
VISA_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"
TODAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("text", "layout", "number"),
    [
        (TD3, "TD3", "L898902C3"),
        (TD1, "TD1", "D23145890"),
        (TD2, "TD2", "D23145890"),
        (VISA_A, "MRV-A", "L8988901C"),
        (VISA_B, "MRV-B", "L8988901C"),
    ],
)
def test_specimens(text: str, layout: str, number: str) -> None:
    """With line breaks, without them, in small letters."""
    for typed in (text, text.replace("\n", ""), text.lower(), text.replace("\n", "\r\n") + "\n"):
        found = read_mrz(typed)
        assert (found.layout, found.number, found.surname, found.given_names) == (
            layout,
            number,
            "ERIKSSON",
            "ANNA MARIA",
        )
    assert (found.issuer, found.sex) == ("UTO", "F")
    assert recognise(text).kind == "mrz"


def test_days_of_a_specimen() -> None:
    """The year of birth is past, the year of expiry is near."""
    found = read_mrz(TD3)
    assert (found.born_on(TODAY), found.expires_on(TODAY)) == (date(1974, 8, 12), date(2012, 4, 15))


def test_a_birth_year_to_come_lies_in_the_last_century() -> None:
    """`27` was 1927 for somebody who travels in 2026."""
    assert read_mrz(made("TD3", birth="270101")).born_on(TODAY) == date(1927, 1, 1)
    assert read_mrz(made("TD3", birth="240229")).born_on(TODAY) == date(2024, 2, 29)


def test_part_of_a_day_may_be_unknown() -> None:
    """Then there is no day, but the year stays readable."""
    found = read_mrz(made("TD3", birth="74<<<<"))
    assert (found.birth, found.born_on(TODAY)) == ("74<<<<", None)


def test_germany_writes_one_letter() -> None:
    """It reads as every other state."""
    found = read_mrz(made("TD3", issuer="D<<", nationality="D<<"))
    assert (found.issuer, found.nationality) == ("DEU", "DEU")


@pytest.mark.parametrize("state", ["XXA", "XXB", "XXC", "XPO", "UNO", "EUE", "UTO"])
def test_states_that_are_none_are_read(state: str) -> None:
    """The stateless, refugees, INTERPOL, the United Nations, the European Union, the specimen."""
    assert read_mrz(made("TD1", nationality=state)).nationality == state


@pytest.mark.parametrize("layout", ["TD1", "TD2"])
def test_a_long_number_goes_on_in_the_optional_data(layout: str) -> None:
    """Its check digit comes after its end."""
    long = "D23145890AB1"
    found = read_mrz(made(layout, number=long))
    assert found.number == long
    assert found.optional[0] == ""


def test_optional_data_of_a_passport_may_have_no_check_digit_when_empty() -> None:
    """A filler or a zero stands there."""
    for digit in "<0":
        assert read_mrz(made("TD3", optional="", optional_check=digit)).optional == ("",)


# Made ones ------------------------------------------------------------------------------------------------------------


def made(layout: str, **told: str) -> str:
    """Return right lines, in one."""
    shape = LAYOUTS[layout]
    field = {
        "number": "L898902C3",
        "nationality": "UTO",
        "birth": "740812",
        "sex": "F",
        "expiry": "280415",
        "issuer": "UTO",
    }
    field |= {"names": "ERIKSSON<<ANNA<MARIA", "optional": "ZE184226B", "optional_check": ""} | told
    cells = ["<"] * (shape.width * shape.lines)
    _put(cells, (0, 5), ("V" if layout.startswith("MRV") else "P") + "<" + field["issuer"])
    for name in ("nationality", "birth", "expiry", "names"):
        _put(cells, getattr(shape, name), field[name])
    _put(cells, shape.number, field["number"][:9])
    cells[shape.sex] = field["sex"]
    checks = list(shape.checks)
    if over := field["number"][9:]:
        _put(cells, shape.optional[0], over + str(check_digit(field["number"])))
        checks = checks[1:]
    else:
        _put(cells, shape.optional[0], field["optional"][: shape.optional[0][1] - shape.optional[0][0]])
    for place, spans in [*checks, *([shape.composite] if shape.composite else [])]:
        cells[place] = str(check_digit("".join("".join(cells[slice(*span)]) for span in spans)))
        if field["optional_check"] and place == shape.width * 2 - 2:
            cells[place] = field["optional_check"]
    return "".join(cells)


def _put(cells: list[str], span: tuple[int, int], text: str) -> None:
    cells[span[0] : span[0] + len(text[: span[1] - span[0]])] = text[: span[1] - span[0]]


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
layouts = st.sampled_from(sorted(LAYOUTS))
letters = st.text(ALPHABET[:26], min_size=1, max_size=12)
days = st.dates(date(1930, 1, 1), date(2025, 12, 31)).map(lambda day: f"{day:%y%m%d}")


@st.composite
def documents(draw: Any) -> tuple[str, dict[str, str], str]:
    """Return a layout, what its document tells, and its right lines."""
    layout = draw(layouts)
    told = {
        "number": draw(st.text(ALPHABET, min_size=9, max_size=9)),
        "nationality": draw(st.text(ALPHABET[:26], min_size=3, max_size=3)),
        "birth": draw(days),
        "expiry": draw(days),
        "sex": draw(st.sampled_from("MFX<")),
        "names": f"{draw(letters)}<<{draw(letters)}",
        "optional": draw(st.text(ALPHABET, max_size=7)),
    }
    return layout, told, made(layout, **told)


@given(documents())
def test_what_was_written_is_read(case: tuple[str, dict[str, str], str]) -> None:
    """Field by field."""
    layout, told, text = case
    found = read_mrz(text)
    assert found.layout == layout
    assert (found.number, found.nationality, found.birth) == (told["number"], told["nationality"], told["birth"])
    assert f"{found.surname}<<{found.given_names}" == told["names"]
    assert (found.optional[0], found.sex or "<") == (told["optional"], told["sex"])


def _covered(shape: Layout) -> list[int]:
    checks = [*shape.checks, *([shape.composite] if shape.composite else [])]
    return sorted({place for check, spans in checks for place in [check, *(n for s, e in spans for n in range(s, e))]})


@given(documents(), st.data())
def test_a_slip_that_can_be_told_is_refused(case: tuple[str, dict[str, str], str], data: st.DataObject) -> None:
    """Every change of one covered character whose value is not the same modulo ten."""
    layout, _told, text = case
    place = data.draw(st.sampled_from(_covered(LAYOUTS[layout])))
    other = data.draw(st.sampled_from(ALPHABET))
    if (VALUES[other] - VALUES[text[place]]) % 10:
        with pytest.raises(Fault):
            read_mrz(f"{text[:place]}{other}{text[place + 1 :]}")


@given(documents(), st.data())
def test_a_misread_character_is_among_the_suspects(case: tuple[str, dict[str, str], str], data: st.DataObject) -> None:
    """O for 0 and its like, where the check digit tells them apart."""
    layout, _told, text = case
    shape = LAYOUTS[layout]
    misread = {"2": "Z", "Z": "2", "0": "Q", "6": "G", "8": "B", "B": "8", "G": "6"}
    places = [n for n in range(*shape.number) if text[n] in misread]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    changed = f"{text[:place]}{misread[text[place]]}{text[place + 1 :]}"
    if (VALUES[changed[place]] - VALUES[text[place]]) % 10 == 0:
        return
    with pytest.raises(Fault) as caught:
        read_mrz(changed)
    assert Suspect(place, text[place]) in caught.value.suspects


def test_letters_in_a_day_are_pointed_to() -> None:
    """With the digit that was meant, and the line's width to count by."""
    line = TD3.replace("7408122F", "74O8122F")
    with pytest.raises(Fault) as caught:
        read_mrz(line)
    fault = caught.value
    assert (fault.key, fault.position, fault.width, fault.suspects) == ("digit", 59, 44, (Suspect(59, "0"),))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "empty"),
        (TD3[:-1], "mrz_length"),
        (TD3.replace("<<ANNA", "<1ANNA"), "letter"),
        (TD3.replace("2F1", "2Q1"), "mrz_sex"),
        (TD3.replace("ANNA", "AN\u00c4A"), "mrz_character"),
        (TD3.replace("C36UTO", "C37UTO"), "check_digit"),
    ],
)
def test_lines_that_are_wrong(text: str, key: str) -> None:
    """Each with its reason."""
    with pytest.raises(Fault) as caught:
        read_mrz(text)
    assert caught.value.key == key


def test_a_day_that_is_none_is_refused() -> None:
    """Though its check digit is right."""
    for day in ("741332", "740230", "7<0812"):
        with pytest.raises(Fault) as caught:
            read_mrz(made("TD3", birth=day))
        assert caught.value.key == "mrz_day"


@given(st.one_of(st.text(max_size=120), *(st.text(ALPHABET + "<", min_size=n, max_size=n) for n in (72, 88, 90))))
def test_rubbish_is_a_fault_and_nothing_else(text: str) -> None:
    """Whatever is pasted."""
    with suppress(Fault):
        read_mrz(text)
    found = recognise(text)
    assert found.fault is None or (found.fault.position or 0) <= len(found.fault.text)
