"""Choices, labels, finding and checking codes, and the snapshot behind them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from aircop.errors import Invalid
from aircop.reference import queries
from aircop.reference.models import Code, CodeLabel, CodeList
from aircop.reference.normalise import normalise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_snapshot(settings):
    settings.REFERENCE_CHECK_SECONDS = 0.0
    queries.forget()
    yield
    queries.forget()


def found(code_list: str, text: str, language: str = "en") -> list[str]:
    return [entry.code for entry in queries.find(code_list, text, language)]


def dated(code: str, label: str, **period: date) -> None:
    row = Code.objects.create(code_list_id="place", code=code, source="s", **period)
    CodeLabel.objects.create(code=row, language="en", label=label)


def test_choices_are_in_the_order_of_the_list_and_the_readers_language():
    assert queries.codes("direction", "fr")[:2] == [("IN", "À l'arrivée"), ("OUT", "Au départ")]
    with translation.override("ar"):
        assert queries.codes("direction")[0] == ("IN", "وارد")
        assert queries.label("place", "CHK") == "Check-in"
    assert queries.label("direction", "IN", "fr-ca") == "À l'arrivée"
    with translation.override(None):
        assert queries.label("direction", "IN") == "Inbound"


def test_headings_group_and_are_never_picked():
    groups = dict(row for row in queries.grouped("concealment", "fr") if isinstance(row[1], list))
    assert list(groups) == ["Sur ou dans le corps", "Bagages", "Fret et courrier", "Aéronef"]
    assert ("ING", "Ingéré (in corpore)") in groups["Sur ou dans le corps"]
    assert ("UNK", "Inconnu") in queries.grouped("concealment", "fr")
    assert "BODY" not in dict(queries.codes("concealment"))


def test_ended_codes_keep_their_label_and_leave_the_choices():
    dated("OLD", "Old hall", valid_to=date(2020, 12, 31))
    dated("OLD", "Renamed hall", valid_from=date(2021, 1, 1), valid_to=date(2022, 12, 31))
    assert "OLD" not in dict(queries.codes("place"))
    assert dict(queries.codes("place", on=date(2020, 6, 1)))["OLD"] == "Old hall"
    assert dict(queries.codes("place", on=date(2022, 6, 1)))["OLD"] == "Renamed hall"
    assert queries.label("place", "OLD") == "Renamed hall"
    assert queries.entry("place", "OLD") is None


def test_unknown_codes_are_shown_as_they_are():
    assert queries.label("place", "???") == "???"
    with pytest.raises(LookupError, match="no code list 'plaice'"):
        queries.codes("plaice")


@pytest.mark.parametrize(
    ("code_list", "text", "first"),
    [
        ("substance", "coc", "cocaine"),
        ("substance", "COCAÏNE", "cocaine"),
        ("substance", "coke", "cocaine"),
        ("substance", "heroin", "heroin"),
        ("substance", "hash", "cannabis-resin"),
        ("substance", "herbe can", "cannabis-herb"),
        ("substance", "captagon", "captagon"),
        ("substance", "phentanyl", "fentanyl"),
        ("substance", "2c-b", "2c-b"),
        ("concealment", "rip", "RIP"),
        ("concealment", "mule", "ING"),
        ("concealment", "double fond", "FBT"),
        ("detection", "dog", "K9"),
        ("unit", "kilo", "kg"),
        ("country", "cote d", "CI"),
        ("country", "ivory", "CI"),
        ("conveyance", "fret", "CRG"),
    ],
)
def test_codes_are_found_by_code_word_and_alias(code_list, text, first):
    assert found(code_list, text)[0] == first


def test_the_readers_language_comes_first():
    assert found("place", "hôtel", "fr")[0] == "HTL"
    assert found("direction", "وارد", "ar") == ["IN"]


@pytest.mark.parametrize("text", ["", "   ", "-", "\0", "zzzz", "%", "x" * 5000])
def test_nothing_is_found_by_nothing(text):
    assert found("substance", text) == []


def test_finding_is_limited_and_skips_headings():
    assert len(queries.find("country", "s", limit=3)) == 3
    assert "AIRCRAFT" not in found("concealment", "aircraft")


def test_require_code():
    assert queries.require_code("substance", "cocaine").label("fr") == "Cocaïne"
    for code_list, code in (("substance", "flour"), ("concealment", "BODY"), ("substance", ""), ("place", "x" * 900)):
        with pytest.raises(Invalid) as caught:
            queries.require_code(code_list, code, field="items.0.substance")
        assert caught.value.field == "items.0.substance"
        assert caught.value.code == "unknown_code"
    with pytest.raises(Invalid, match="“flour” is not in the list “Substances”"):
        queries.require_code("substance", "flour")


def test_facts_of_substances():
    assert queries.substance_group("cocaine-hcl") == "COC"
    assert queries.substance_group("flour") == ""
    assert queries.schedules("heroin") == ("N61-I", "N61-IV")
    assert queries.schedules("cannabis-herb", on=date(2020, 12, 1)) == ("N61-I", "N61-IV")
    assert queries.schedules("cannabis-herb", on=date(2020, 12, 2)) == ("N61-I",)
    assert queries.schedules("4-piperidone", on=date(2024, 12, 2)) == ()
    assert queries.schedules("flour") == ()


def test_lists_have_titles():
    assert "substance" in queries.list_names()
    assert queries.list_title("concealment", "fr") == "Modes de dissimulation"
    assert [entry.code for entry in queries.entries("handling")] == ["H0", "H1", "H2", "H3"]


def test_normalise_reads_the_factors_of_the_database():
    result = normalise(Decimal(10000), "tablet", "methamphetamine", "ESE")
    assert (result.kg, result.factor) == (Decimal("0.9"), Decimal("0.090"))
    assert result.factor_text == "0.090 g per tablet, East and South-East Asia"
    assert normalise(Decimal("12.4"), "kg", on=date(2024, 1, 1)).kg == Decimal("12.4")
    assert normalise(Decimal(10000), "EUR").kg is None


def test_reading_costs_one_look_at_the_stamp(settings):
    queries.warm()
    with CaptureQueriesContext(connection) as look:
        queries.codes("substance")
    assert len(look) == 1
    settings.REFERENCE_CHECK_SECONDS = 3600
    with CaptureQueriesContext(connection) as none:
        for code, _label in queries.codes("country"):
            queries.label("country", code)
        queries.airport_name("ABJ")
    assert len(none) == 0


def test_a_change_is_seen_at_the_next_look(settings):
    before = queries.edition()
    settings.REFERENCE_CHECK_SECONDS = 3600
    dated("NEW", "New hall")
    assert "NEW" not in dict(queries.codes("place"))
    settings.REFERENCE_CHECK_SECONDS = 0
    assert "NEW" in dict(queries.codes("place"))
    assert queries.edition() != before


def test_a_list_without_codes_is_empty_not_unknown():
    CodeList.objects.create(name="empty", source="s").labels.create(language="en", label="Empty")
    assert queries.codes("empty") == []
