"""Airports are found as people type them, and days are counted on their clock."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from aircop.errors import Missing
from aircop.reference import queries
from aircop.reference.models import Airport

pytestmark = pytest.mark.django_db


def found(text: str, limit: int = 10) -> list[str]:
    return [airport.iata for airport in queries.airport_search(text, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("abj", "ABJ"),
        ("DIAP", "ABJ"),
        ("abidj", "ABJ"),
        ("félix houph", "ABJ"),
        ("Félix-Houphouët", "ABJ"),
        ("lisb", "LIS"),
        ("dakar", "DSS"),
        ("sao paulo", "GRU"),
        ("guarulhos", "GRU"),
        ("paris charles", "CDG"),
        ("istanbul", "IST"),
        ("ory", "ORY"),
        ("lagos", "LOS"),
    ],
)
def test_search(text, first):
    assert found(text)[0] == first


def test_an_airport_that_closed_comes_last():
    assert found("dakar")[-1] == "DKR"


@pytest.mark.parametrize("text", ["", " ", "%", "\0", "_", "'; --", "(((", "zzzzzz", "a" * 10_000])
def test_odd_texts_find_nothing(text):
    assert found(text) == []


def test_search_is_limited():
    assert len(found("int", 5)) == 5


def test_search_uses_its_index():
    query = Airport.objects.filter(search_text__contains=" abidj")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "airport_search" in query.explain()


def test_one_airport():
    assert queries.airport(" abj ").timezone == "Africa/Abidjan"
    for code in ("ZZ0", "", "\0", "ABIDJAN"):
        with pytest.raises(Missing):
            queries.airport(code)


def test_names_and_regions_come_from_memory(django_assert_num_queries, settings):
    settings.REFERENCE_CHECK_SECONDS = 3600
    queries.warm()
    with django_assert_num_queries(0):
        assert queries.airport_name("ABJ") == "Abidjan (ABJ)"
        assert queries.airport_name("ZZ0") == "ZZ0"
        assert queries.country_name("CI", "fr") == "Côte d'Ivoire"
        assert queries.sub_region("CI") == "WCA"
        assert queries.sub_region("??") == ""


def test_the_day_is_the_airports():
    instant = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert queries.local_date("ABJ", instant) == date(2026, 3, 1)
    assert queries.local_date("NBO", instant) == date(2026, 3, 2)
    assert queries.local_date(Airport.objects.get(pk="NBO"), instant) == date(2026, 3, 2)
    assert queries.local_time("BOG", instant).hour == 18
    with pytest.raises(ValueError, match="without a zone"):
        queries.local_date("ABJ", datetime(2026, 3, 1))  # noqa: DTZ001
    with pytest.raises(Missing):
        queries.local_date("ZZ0", instant)
