"""Lists: pages, orders, counts, filters."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from aircop.paging import Mark
from aircop.rest import pagination
from aircop.rest.cursors import BACKWARD, FORWARD, decode, encode
from aircop.rest.models import IdempotencyKey
from tests.aircop.rest.world import HIDDEN, NOON, NOTES_PATH, NoteView, call, faults, make_note, told

pytestmark = pytest.mark.django_db


def names(page: Any) -> list[str]:
    """Return the names on a page."""
    return [row["name"] for row in page["results"]]


def listed(**query: Any) -> Any:
    """Return a page."""
    response = call("GET", f"{NOTES_PATH}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200, response.content
    return told(response)


def follow(address: str) -> Any:
    """Return the page that a link names."""
    parts = urlsplit(address)
    return told(call("GET", f"{parts.path}?{parts.query}"))


def refused(**query: Any) -> list[tuple[str, str]]:
    """Return what is wrong with the parameters."""
    response = call("GET", f"{NOTES_PATH}?{urlencode(query, doseq=True)}")
    assert response.status_code == 400, response.content
    return faults(response)


@pytest.fixture
def seven() -> list[str]:
    """Write seven notes, three of them at the same instant, and a hidden one."""
    for number, minutes in enumerate([0, 1, 2, 2, 2, 3, 4]):
        make_note(f"n{number}", at=NOON + timedelta(minutes=minutes))
    make_note("hidden", subject=HIDDEN)
    return [f"n{number}" for number in range(7)]


@pytest.mark.parametrize("order", ["created_at", "-created_at", "key", "-key"])
def test_walk_there_and_back(seven: list[str], order: str) -> None:
    """Every row once, in order, across equal values; and the same pages backwards."""
    expected = seven[::-1] if order.startswith("-") else seven
    page = listed(ordering=order, page_size=2)
    assert page["previous"] is None
    pages = [names(page)]
    while page["next"]:
        page = follow(page["next"])
        pages.append(names(page))
    assert [name for names_of_page in pages for name in names_of_page] == expected
    back = [names(page)]
    while page["previous"]:
        page = follow(page["previous"])
        back.append(names(page))
    assert back[::-1] == pages


def test_stable_while_others_write(seven: list[str]) -> None:
    """Rows that come or go before the place move nothing."""
    page = listed(ordering="created_at", page_size=3)
    make_note("early", at=NOON - timedelta(minutes=1))
    IdempotencyKey.objects.filter(key="n2").delete()
    assert names(follow(page["next"])) == seven[3:6]


def test_links_keep_the_filters(seven: list[str]) -> None:
    """The next page is of the same list."""
    page = listed(ordering="created_at", page_size=1, name="n", since="2026-03-01T12:03:00+00:00")
    assert names(page) == [seven[5]]
    assert names(follow(page["next"])) == [seven[6]]


def test_count_only_when_asked(seven: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """And no further than the cap."""
    assert "count" not in listed()
    assert listed(count="true", page_size=1)["count"] == len(seven)
    assert not listed(count="true")["count_capped"]
    monkeypatch.setattr(pagination, "COUNT_CAP", 3)
    capped = listed(count="true")
    assert (capped["count"], capped["count_capped"]) == (3, True)


def test_one_query_whatever_the_size(seven: list[str], django_assert_num_queries: Any) -> None:
    """The page costs one query."""
    with django_assert_num_queries(1 + 2):  # and the savepoint of `call`
        listed(page_size=1)
    with django_assert_num_queries(1 + 2):
        listed(page_size=7)


def test_what_is_shown_is_noted(seven: list[str]) -> None:
    """The layer that audits is told the ids of the page."""
    page = listed(page_size=2)
    assert NoteView.shown == [[row["id"] for row in page["results"]]]


def test_reads_and_repeats_are_noted_writes_note_themselves() -> None:
    """One entry for each thing that was shown or done."""
    key = {"Idempotency-Key": "k"}
    made = told(call("POST", NOTES_PATH, {"name": "a"}, headers=key))["id"]
    assert NoteView.shown == []
    call("POST", NOTES_PATH, {"name": "a"}, headers=key)
    call("GET", f"{NOTES_PATH}{made}/")
    assert NoteView.shown == [[made], [made]]


def test_filters(seven: list[str]) -> None:
    """Each filter narrows."""
    ids = list(IdempotencyKey.objects.filter(key__in=["n1", "n3"]).values_list("pk", flat=True))
    hidden = IdempotencyKey.objects.get(key="hidden").pk
    assert sorted(names(listed(id=",".join(map(str, [*ids, hidden]))))) == ["n1", "n3"]
    assert sorted(names(listed(id=ids))) == ["n1", "n3"]
    assert names(listed(name="n4")) == ["n4"]
    assert names(listed(state="1")) == []
    assert len(names(listed(state="0,1"))) == len(seven)
    assert names(listed(long="true")) == []
    assert len(names(listed(long="false"))) == len(seven)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"colour": "red"}, [("colour", "unknown_parameter")]),
        (
            {"colour": "red", "key__contains": "n"},
            [("colour", "unknown_parameter"), ("key__contains", "unknown_parameter")],
        ),
        ({"subject": "hidden"}, [("subject", "unknown_parameter")]),
        ({"format": "xml"}, [("format", "unknown_parameter")]),
        ({"page_size": 0}, [("page_size", "invalid")]),
        ({"page_size": 501}, [("page_size", "invalid")]),
        ({"page_size": "٣"}, [("page_size", "invalid")]),
        ({"page_size": "-1"}, [("page_size", "invalid")]),
        ({"page_size": "9" * 99}, [("page_size", "invalid")]),
        ({"page_size": ["1", "2"]}, [("page_size", "invalid")]),
        ({"ordering": "status"}, [("ordering", "not_allowed")]),
        ({"ordering": "--key"}, [("ordering", "not_allowed")]),
        ({"ordering": ""}, [("ordering", "not_allowed")]),
        ({"count": "1"}, [("count", "invalid")]),
        ({"cursor": ""}, [("cursor", "invalid")]),
        ({"id": "x"}, [("id", "invalid")]),
        ({"id": ","}, [("id", "invalid")]),
        ({"id": ",".join(["1"] * 501)}, [("id", "invalid")]),
        ({"name": "\x00"}, [("name", "invalid")]),
        ({"name": ""}, [("name", "invalid")]),
        ({"name": "x" * 201}, [("name", "invalid")]),
        ({"name": ["a", "b"]}, [("name", "invalid")]),
        ({"state": "9", "since": "yesterday"}, [("state", "invalid"), ("since", "invalid")]),
        ({"since": "2026-03-01T12:00:00"}, [("since", "invalid")]),
        ({"since": "0001-01-01T00:00:00+14:00"}, [("since", "invalid")]),
        ({"long": "yes"}, [("long", "invalid")]),
    ],
)
def test_parameters_that_cannot_be_taken(query: Any, named: list[tuple[str, str]]) -> None:
    """400 naming each of them."""
    assert refused(**query) == named


def test_bytes_that_are_not_text() -> None:
    """Bad UTF-8 in the address is a 400."""
    assert call("GET", NOTES_PATH + "?name=%ff%fe").status_code == 400


def test_too_many_parameters() -> None:
    """More of them than Django reads is a 400 as well."""
    assert call("GET", NOTES_PATH + "?" + "&".join("id=1" for _number in range(501))).status_code == 400


def test_detail_and_acts_know_no_parameters(seven: list[str]) -> None:
    """Unknown is unknown everywhere."""
    pk = IdempotencyKey.objects.get(key="n1").pk
    assert call("GET", f"{NOTES_PATH}{pk}/?page_size=1").status_code == 400
    assert call("POST", f"{NOTES_PATH}{pk}/close/?x=1").status_code == 400


@pytest.mark.parametrize("order", ["created_at", "-key"])
@pytest.mark.parametrize("direction", [FORWARD, BACKWARD])
def test_token_round_trip(order: str, direction: str) -> None:
    """A token names its mark and its direction."""
    mark = Mark("wörd" if order == "-key" else NOON, 7)
    token = encode(order, mark, direction)
    assert token.isascii()
    assert decode(token, order=order, model=IdempotencyKey) == (mark, direction)


def test_token_of_another_order() -> None:
    """A token is only good for the order it was given out for."""
    token = encode("key", Mark("a", 1), FORWARD)
    assert refused(cursor=token, ordering="-key") == [("cursor", "invalid")]


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("2026-03-01", 1),
        ("2026-03-01T12:00:00", 1),
        ("0001-01-01T00:00:00+14:00", 1),
        ("9999-12-31T23:59:59-14:00", 1),
        ("NaN", 1),
        ("", 1),
        ("2026-03-01T12:00:00+00:00", "x"),
        ("2026-03-01T12:00:00+00:00", ""),
    ],
)
def test_made_up_tokens(value: str, key: Any) -> None:
    """A mark that no row could have left is a 400."""
    assert refused(cursor=encode("-created_at", Mark(value, key), FORWARD)) == [("cursor", "invalid")]


@pytest.mark.parametrize("token", ["a", "aaaaa", "W10", "bnVsbA", "e30", "WzEsMiwzLDRd", "é", "=", "x" * 1001])
def test_tokens_that_are_none(token: str) -> None:
    """Not base64, not JSON, not four texts."""
    assert refused(cursor=token) == [("cursor", "invalid")]


def test_a_key_out_of_range_is_no_error() -> None:
    """It is a place like any other, at the end."""
    token = encode("-created_at", Mark(NOON, 10**30), FORWARD)
    assert listed(cursor=token)["results"] == []
