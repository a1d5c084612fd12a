"""Tokens of pages go round, and what is not ours is refused in words."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from aircop.errors import Invalid
from aircop.paging import Mark
from aircop.web.pagination import address_without, count_words, pager, place_asked, read_token, write_token

MARK = Mark(value=datetime(2026, 3, 14, 3, 10, tzinfo=UTC), id=UUID(int=7))


def coded(text: str) -> str:
    """Return text as a token is written."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_token_goes_round() -> None:
    assert read_token(write_token(MARK)) == (MARK.value, MARK.id)


@pytest.mark.parametrize(
    "token",
    ["", "x", "%%%", "é", coded("[]"), coded("{}"), coded('["2026-03-14T03:10:00", "x"]'), coded("[1, 2]"),
     coded(f'["2026-03-14T03:10:00", "{MARK.id}"]'), coded(f'["9999-12-31T23:59:59-12:00", "{MARK.id}"]'),
     coded("[" * 5000)],
)  # fmt: skip
def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(Invalid, match="Start from the first page"):
        read_token(token)


def test_links_keep_the_filters_and_drop_the_old_place() -> None:
    request = RequestFactory().get("/seizures/", {"airport": "ABJ", "after": write_token(MARK)})
    links = pager(request, next_mark=MARK, previous_mark=None, words="1 to 50")
    assert links.previous is None
    assert links.next is not None
    query = QueryDict(links.next.removeprefix("?"))
    assert query["airport"] == "ABJ"
    assert query.getlist("after") == [write_token(MARK)]
    assert place_asked(request) == {"after": (MARK.value, MARK.id)}
    assert place_asked(RequestFactory().get("/", {"before": write_token(MARK)})) == {"before": (MARK.value, MARK.id)}
    assert place_asked(RequestFactory().get("/")) == {}


def test_a_filter_is_taken_off_and_the_list_begins_anew() -> None:
    request = RequestFactory().get("/alerts/?status=draft&kind=warning&after=x")
    assert address_without(request, "status") == "?kind=warning"
    assert address_without(request, kind="notice") == "?status=draft&kind=notice"


@pytest.mark.parametrize(("count", "said"), [(41, "41"), (1204, "1,204"), (10_000, "10,000+"), (11_000, "10,000+")])
def test_a_count_is_capped(count: int, said: str) -> None:
    assert count_words(count) == said
