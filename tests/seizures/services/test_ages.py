"""Ages follow the day of the seizure, whoever changes it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from seizures.models import Person
from seizures.models.person import age_of
from seizures.services.seizure import change_seizure
from tests.cast import WHEN, Cast
from tests.seizures.people import courier, named
from tests.traces import events, values

pytestmark = pytest.mark.django_db


def test_the_band_is_put_right_when_the_day_changes(cast: Cast) -> None:
    """Who was 18 by a day was still a minor a day before; others, and those without a date of birth, stay."""
    seizure = cast.seizure()
    young = named(cast, courier(cast, seizure), birth_date=date(WHEN.year - 18, WHEN.month, WHEN.day))
    old, unknown = named(cast, courier(cast, seizure)), courier(cast, seizure, age_band="50-64")
    assert (young.age_band, young.minor) == ("18-24", False)
    seizure.refresh_from_db()
    facts = {"occurred_at": seizure.occurred_at - timedelta(days=2)}
    change_seizure(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, facts=facts)
    now = {row.pk: row for row in Person.objects.visible_to(cast.officer.actor)}
    assert (now[young.pk].age_band, now[young.pk].minor) == ("12-17", True)
    assert now[young.pk].version == young.version + 1
    assert [(now[each.pk].age_band, now[each.pk].version) for each in (old, unknown)] == [
        ("35-49", old.version), ("50-64", unknown.version),
    ]  # fmt: skip
    told = values("seizure.change")[0]["values"]
    assert told["persons.1.age_band"] == ["18-24", "12-17"]
    assert told["persons.1.minor"] == [False, True]
    assert "persons.2.age_band" not in told
    assert "persons.1.age_band" in str(events("seizure_changed")[0]["payload"])


def test_another_hour_of_the_day_moves_nobody(cast: Cast) -> None:
    seizure = cast.seizure()
    person = named(cast, courier(cast, seizure))
    seizure.refresh_from_db()
    facts = {"occurred_at": seizure.occurred_at + timedelta(minutes=5)}
    change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=facts)
    assert Person.objects.visible_to(cast.officer.actor).get(pk=person.pk).version == person.version


class TestBands(TestCase):
    """The database and the code agree on every birthday."""

    @given(st.dates(date(1930, 1, 1), date(2026, 12, 31)), st.integers(0, 95 * 366))
    def test_bands(self, birth: date, days: int) -> None:
        day = birth + timedelta(days=days)
        with connection.cursor() as cursor:
            cursor.execute("SELECT seizures_age_band(%s, %s)", [birth, day])
            (band,) = cursor.fetchone()
        assert band == age_of(birth, day)[0]


def test_a_birthday_among_grown_ups_changes_the_band_alone(cast: Cast) -> None:
    seizure = cast.seizure()
    person = named(cast, courier(cast, seizure), birth_date=date(WHEN.year - 25, WHEN.month, WHEN.day))
    seizure.refresh_from_db()
    facts = {"occurred_at": seizure.occurred_at - timedelta(days=2)}
    change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=facts)
    assert Person.objects.visible_to(cast.officer.actor).get(pk=person.pk).age_band == "18-24"
    told = values("seizure.change")[0]["values"]
    assert told["persons.1.age_band"] == ["25-34", "18-24"]
    assert "persons.1.minor" not in told
