"""Feed tokens: a place in the log that a restore makes void."""

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from aircop.events import tokens
from aircop.events.tokens import BadToken, LostPlace
from tests.aircop.events.conftest import find_bags


@pytest.mark.django_db(transaction=True)
def test_a_place_comes_back() -> None:
    assert tokens.head() == 0
    assert tokens.decode(tokens.encode(0)) == 0
    find_bags(1, 2)
    assert tokens.head() == 2
    assert tokens.decode(tokens.encode(2)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_place_that_the_log_does_not_reach_is_lost() -> None:
    with pytest.raises(LostPlace):
        tokens.decode(tokens.encode(1))


@pytest.mark.django_db(transaction=True)
def test_a_restored_log_is_another_era() -> None:
    before = tokens.encode(0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE events_position RENAME TO old")
        cursor.execute("CREATE TABLE events_position (LIKE old)")
        cursor.execute("GRANT SELECT ON events_position TO aircop_app")
    with pytest.raises(LostPlace):
        tokens.decode(before)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "x", "a" * 23, "!" * 22, "é", "a" * 400, "=" * 22])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(BadToken):
        tokens.decode(text)


@pytest.mark.django_db
@given(st.text(max_size=40))
def test_no_text_does_harm(text: str) -> None:
    with pytest.raises((BadToken, LostPlace)):
        tokens.decode(text)
