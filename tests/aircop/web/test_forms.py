"""Fields take what people write, and say what to do about the rest."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from aircop.web.forms import CodeInput, CodeOption, CodeSelect, Moment, MomentField, Quantity, QuantityField

UNITS = [("kg", "kg"), ("g", "g")]


class Entry(forms.Form):
    """One field of each kind."""

    seen = MomentField(label="When", zones=[("Africa/Abidjan", "Abidjan")], default_zone="Africa/Abidjan")
    amount = QuantityField(label="How much", units=UNITS, default_unit="kg", required=False)


def seen(day: str = "2026-03-14", clock: str = "03:10", zone: str = "Africa/Abidjan") -> Any:
    """Clean one moment."""
    return MomentField().clean([day, clock, zone])


def amount(text: str, unit: str = "kg", language: str = "en") -> Any:
    """Clean one quantity."""
    with translation.override(language):
        return QuantityField(units=UNITS).clean([text, unit])


def test_a_moment_keeps_instant_and_zone() -> None:
    moment = seen(zone="Asia/Tokyo", clock="03:10")
    assert moment == Moment(datetime(2026, 3, 13, 18, 10, tzinfo=UTC), "Asia/Tokyo")
    assert moment.local_date == date(2026, 3, 14)
    assert moment.local.hour == 3


@pytest.mark.parametrize(
    ("day", "clock"), [("14/03/2026", "3.10"), ("14.03.2026", "03h10"), ("2026-03-14", "03:10:00")]
)
def test_a_moment_typed_by_hand_is_read(day: str, clock: str) -> None:
    assert seen(day, clock).at == datetime(2026, 3, 14, 3, 10, tzinfo=UTC)


def test_a_time_that_clocks_skipped_is_refused() -> None:
    with pytest.raises(ValidationError, match="Clocks in Paris skipped this time"):
        seen("2026-03-29", "02:30", "Europe/Paris")


@pytest.mark.parametrize(
    ("day", "clock", "zone", "said"),
    [
        ("2026-03-14", "", "UTC", "Enter both"),
        ("", "03:10", "UTC", "Enter both"),
        ("", "", "UTC", "Enter the date and the time"),
        ("soon", "03:10", "UTC", "Enter the date as"),
        ("2026-03-14", "25:10", "UTC", "Enter the time in 24 hours"),
        ("2026-03-14", "03:10", "Mars/Base", "Select a valid choice"),
        ("0001-01-01", "00:00", "Asia/Tokyo", "Enter the date as"),
    ],
)
def test_a_moment_that_cannot_be_read_says_what_to_do(day: str, clock: str, zone: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        seen(day, clock, zone)


def test_an_empty_moment_that_is_not_needed_is_none() -> None:
    assert MomentField(required=False).clean(["", "", "UTC"]) is None


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("2.786", "en", "2.786"),
        ("2,5", "en", "2.5"),
        ("2,786", "fr", "2.786"),
        ("1 250", "fr", "1250"),
        ("1\u202f250,5", "fr", "1250.5"),
        (".5", "en", "0.5"),
    ],
)
def test_a_quantity_is_read_as_it_is_written(text: str, language: str, value: str) -> None:
    assert amount(text, language=language) == Quantity(Decimal(value), "kg")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2,786", "without a thousands separator"),
        ("1,250.5", "without a thousands separator"),
        ("two", "Enter a number"),
        ("1e5", "Enter a number"),
        ("NaN", "Enter a number"),
        ("٢", "Enter a number"),
        ("9" * 40, "Enter a number"),
        ("1.2.3", "Enter a number"),
        ("0", "above zero"),
        ("-1", "above zero"),
        ("1000000000", "below a thousand million"),
        ("0.1234567", "at most 6 decimals"),
        ("\x00", "Enter a number"),
        ("", "Enter how much"),
    ],
)
def test_a_quantity_that_cannot_be_taken_says_what_to_do(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        amount(text)


def test_a_unit_alone_is_nothing() -> None:
    assert QuantityField(units=UNITS, required=False).clean(["  ", "kg"]) is None


def test_units_may_be_asked_late() -> None:
    assert QuantityField(units=lambda: UNITS).clean(["1", "g"]) == Quantity(Decimal(1), "g")


def test_a_form_is_drawn_with_summary_labels_help_and_errors() -> None:
    html = str(Entry({"seen_0": "2026-03-14", "seen_1": "", "seen_2": "Africa/Abidjan", "amount_0": "x"}))
    assert 'href="#id_seen_0"' in html
    assert 'id="id_seen_error"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert '<label for="id_amount_0">' in html
    assert html.count("(optional)") == 1


def test_a_form_shows_the_values_it_starts_with() -> None:
    moment = Moment(datetime(2026, 3, 14, 0, 10, tzinfo=UTC), "Africa/Nairobi")
    html = str(Entry(initial={"seen": moment, "amount": Quantity(Decimal("2.5"), "g")}))
    assert 'value="2026-03-14"' in html
    assert 'value="03:10"' in html
    assert '<option value="Africa/Nairobi" selected>Nairobi</option>' in html
    assert 'value="2.5"' in html
    assert '<option value="g" selected>g</option>' in html


def test_errors_of_no_field_have_no_link() -> None:
    form = Entry({})
    form.add_error(None, "The unit is closed.")
    assert "<li>The unit is closed.</li>" in str(form)


def test_a_code_select_carries_codes_hints_and_other_names() -> None:
    codes = {"cocaine": CodeOption("COC", "base, crack", ("coke", "crack"))}
    field = forms.ChoiceField(
        choices=[("", "Choose"), ("cocaine", "Cocaine"), ("khat", "Khat")], widget=CodeSelect(codes=codes)
    )
    html = field.widget.render("what", "cocaine", {"id": "what"})
    assert 'data-aliases="coke|crack" data-code="COC" data-hint="base, crack"' in html
    assert 'data-code="khat"' in html
    assert 'data-combobox="list"' in html


def test_a_code_input_works_with_and_without_script() -> None:
    html = CodeInput(source="/airports/", suggestions=[("ABJ", "Abidjan")]).render("to", "AC", {"id": "to"})
    assert 'data-source="/airports/"' in html
    assert 'list="to_usual"' in html
    assert '<datalist id="to_usual"><option value="ABJ">Abidjan</option></datalist>' in html
    assert "datalist" not in CodeInput().render("to", None, {"id": "to"})


def test_options_stand_in_their_groups_and_are_escaped() -> None:
    choices = [("", "Choose"), ("Goods & more", [("<a>", "A < B"), (7, "Seven")])]
    html = forms.ChoiceField(choices=choices).widget.render("what", "7", {"id": "what"})
    assert '<optgroup label="Goods &amp; more">\n<option value="&lt;a&gt;">A &lt; B</option>' in html
    assert '<option value="7" selected>Seven</option>\n</optgroup>' in html
    assert html.index('<option value="">Choose</option>') < html.index("<optgroup")
