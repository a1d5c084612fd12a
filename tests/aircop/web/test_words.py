"""Times and quantities read as people of the trade write them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from aircop.web import words

SEEN = datetime(2026, 11, 21, 22, 10, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def draw(source: str, **context: object) -> str:
    """Render a snippet, with plain spaces."""
    return Template("{% load web %}" + source).render(Context(context)).replace(words.NBSP, " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("2.786", "kg", "2.8 kg"),
        ("99.96", "kg", "100.0 kg"),
        ("412.5", "kg", "413 kg"),
        ("1250", "kg", "1.25 t"),
        ("0.3416", "kg", "342 g"),
        ("341.61", "g", "342 g"),
        ("1500", "g", "1.5 kg"),
        ("850", "mg", "0.9 g"),
        ("18600", "tablet", "18,600 tablet"),
        ("2.50", "l", "2.5 l"),
    ],
)
def test_quantities_are_rounded_as_the_trade_reads_them(value: str, unit: str, shown: str) -> None:
    assert words.quantity(Decimal(value), unit).replace(words.NBSP, " ") == shown


def test_an_exact_quantity_is_what_was_recorded() -> None:
    assert words.quantity(Decimal("2.7860"), "kg", exact=True).replace(words.NBSP, " ") == "2.786 kg"


def test_a_rounded_quantity_carries_what_was_recorded() -> None:
    assert draw('{% quantity "2.786" "kg" %}') == '<bdi class="quantity" title="2.786 kg">2.8 kg</bdi>'
    assert draw('{% quantity "600" "tablet" label="tablets" %}') == '<bdi class="quantity">600 tablets</bdi>'
    assert draw('{% quantity "much" "kg" %}') == ""


def test_french_numbers_have_a_comma() -> None:
    with translation.override("fr"):
        assert words.quantity(Decimal("2.786"), "kg").replace(words.NBSP, " ") == "2,8 kg"


def test_a_moment_shows_the_airports_time_where_it_differs() -> None:
    assert "GMT" in draw("{% moment at zone='Africa/Abidjan' %}", at=SEEN)
    assert "Abidjan" not in draw("{% moment at zone='Africa/Abidjan' %}", at=SEEN)
    text = draw("{% moment at zone='Africa/Nairobi' %}", at=SEEN)
    assert ">21 Nov 2026 22:10<" in text
    assert "22 Nov 01:10 Nairobi" in text


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("hour", "21 Nov 2026 about 22:00"), ("day", "22 Nov 2026"), ("month", "November 2026")],
)
def test_a_moment_is_no_finer_than_it_is_known(precision: str, shown: str) -> None:
    assert f">{shown}<" in draw(
        "{% moment at zone='Africa/Nairobi' precision=precision %}", at=SEEN, precision=precision
    )


def test_nothing_is_drawn_for_a_time_that_is_not_there() -> None:
    assert draw("{% moment at %}{% ago at %}{% clock at %}", at=None).strip() == ""


@pytest.mark.parametrize(
    ("due", "done", "said", "tone"),
    [
        (timedelta(days=3, hours=1), None, "Due in 3 days", "neutral"),
        (timedelta(hours=7), None, "Due in 7 h", "neutral"),
        (timedelta(minutes=40), None, "Due in 40 min", "warn"),
        (timedelta(hours=-3), None, "Overdue by 3 h", "bad"),
        (timedelta(0), timedelta(hours=-1), "Done in time", "good"),
        (timedelta(days=-4), timedelta(days=-1), "Done 3 days late", "warn"),
    ],
)
def test_a_clock_says_whether_the_term_is_met(due: timedelta, done: timedelta | None, said: str, tone: str) -> None:
    clock = words.clock(NOW + due, NOW + done if done is not None else None, NOW)
    assert (clock.words, clock.tone) == (said, tone)


def test_ago_names_the_largest_unit() -> None:
    assert words.ago(NOW - timedelta(seconds=20), NOW) == "just now"
    assert words.ago(NOW - timedelta(hours=3, minutes=20), NOW).replace(words.NBSP, " ") == "3 hours ago"
