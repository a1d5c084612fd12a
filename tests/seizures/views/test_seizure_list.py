"""The list of seizures: only what the reader may see, in every count, sum and page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aircop.access.roles import Level
from seizures.services.seizure import log_seizure
from seizures.services.share import share_seizure
from seizures.views import seizure_list
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
LIST = "/seizures/"


def references(page: Any) -> list[str]:
    """Return the references on a page, in its order."""
    return [row["record"].reference for row in page.context["rows"]]


def test_a_reader_finds_its_own_unit_and_what_is_shared_with_it(cast: Cast, signed_in: SignIn) -> None:
    """And the number above the list counts the same rows."""
    ours, shared = cast.seizure(), cast.seizure()
    share_seizure(
        actor=cast.supervisor.actor, seizure=shared, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None
    )
    inside, partner = signed_in(cast.officer).get(LIST), signed_in(cast.partner_officer).get(LIST)
    assert set(references(inside)) == {ours.reference, shared.reference}
    assert references(partner) == [shared.reference]
    assert (inside.context["bar"]["count"], partner.context["bar"]["count"]) == ("2", "1")
    outside = signed_in(cast.outsider).get(LIST)
    assert references(outside) == []
    assert outside.context["bar"]["count"] == "0"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("unit=ABJ1", True),
        ("unit=ACC1", False),
        ("airport=abj", True),
        ("airport=ACC", False),
        ("commodity=DRG", True),
        ("commodity=CUR", False),
        ("substance=cocaine", True),
        ("substance=heroin", False),
        ("status=submitted", True),
        ("status=verified", False),
        ("direction=OUT", True),
        ("direction=IN", False),
        ("conveyance=PAX", True),
        ("conveyance=CRG", False),
        ("since=2026-03-14", True),
        ("since=2026-03-15", False),
        ("until=2026-03-14", True),
        ("until=2026-03-13", False),
        ("since=2026-03-14&until=2026-03-14&substance=cocaine&unit=ABJ1", True),
    ],
)
def test_each_filter_narrows_and_says_so(cast: Cast, signed_in: SignIn, query: str, *, found: bool) -> None:
    """One chip for each filter; the words stand beside the number."""
    assert cast.acc
    seizure = cast.seizure()
    page = signed_in(cast.officer).get(f"{LIST}?{query}")
    assert (seizure.reference in references(page)) is found
    assert len(page.context["bar"]["chips"]) == query.count("=")
    assert page.context["bar"]["count"] == ("1" if found else "0")


def test_the_words_say_what_is_shown_and_how_much_it_was(cast: Cast, signed_in: SignIn) -> None:
    """Kilograms are added up of the same rows."""
    cast.seizure()
    cast.seizure()
    words = signed_in(cast.officer).get(f"{LIST}?substance=cocaine&direction=OUT").context["bar"]["words"]
    assert words.replace("\xa0", " ") == "seizures: Cocaine, Outbound; together 5.0 kg"


def test_what_is_no_filter_is_left_out_with_a_note(cast: Cast, signed_in: SignIn) -> None:
    """A page is forgiving where the interface is not; a value that cannot be read is named in the form."""
    seizure = cast.seizure()
    page = signed_in(cast.officer).get(f"{LIST}?colour=red&status=lost&since=yesterday&after=%00&recorded_by__email=x")
    assert references(page) == [seizure.reference]
    assert len(page.context["notes"]) == 3
    assert "“colour” is not a filter" in page.content.decode()
    assert set(page.context["form"].errors) == {"status", "since"}


@pytest.mark.parametrize(
    ("order", "backwards"), [("-occurred", True), ("occurred", False), ("recorded", False), ("x", True)]
)
def test_pages_by_key_hold_every_row_once_in_order(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, order: str, *, backwards: bool
) -> None:
    """Down to the end and back again; filters and order stay in the address."""
    monkeypatch.setattr(seizure_list, "SIZE", 2)
    made = [cast.seizure(occurred_at=cast.facts().occurred_at.replace(hour=hour)).reference for hour in range(5)]
    officer, seen = signed_in(cast.officer), []
    page = officer.get(f"{LIST}?order={order}&direction=OUT")
    first = references(page)
    while True:
        seen += references(page)
        if page.context["pager"].next is None:
            break
        page = officer.get(LIST + page.context["pager"].next)
        assert page.context["form"].wanted() == {"direction": "OUT"}
    assert seen == (made[::-1] if backwards else made)
    while page.context["pager"].previous:
        page = officer.get(LIST + page.context["pager"].previous)
    assert references(page) == first


def test_a_list_costs_the_same_for_one_row_and_for_many(cast: Cast, signed_in: SignIn) -> None:
    """At most twelve reads besides those of the session."""
    officer = signed_in(cast.officer)
    cast.seizure()
    officer.get(LIST)
    one = _queries(lambda: officer.get(LIST))
    for _ in range(6):
        cast.seizure()
    many = _queries(lambda: officer.get(LIST))
    assert len(many) == len(one)
    assert len(one) <= 12, "\n".join(one)


def _queries(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        act()
    return [query["sql"] for query in caught if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_a_hidden_draft_is_in_no_list(cast: Cast, signed_in: SignIn) -> None:
    """A draft is its author's."""
    log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=cast.found(), submit=False)
    assert references(signed_in(cast.officer).get(LIST)) == [None]
    assert references(signed_in(cast.supervisor).get(LIST)) == []


def test_what_is_searched_is_counted_less_far_than_a_whole_list(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says that there are more."""
    monkeypatch.setattr("seizures.queries.seizure.SEARCHED", 2)
    for _ in range(3):
        cast.seizure()
    browser = signed_in(cast.officer)
    assert browser.get(LIST).context["bar"]["count"] == "3"
    found = browser.get(f"{LIST}?substance=cocaine")
    assert (found.context["bar"]["count"], len(references(found))) == ("2+", 3)
    assert browser.get("/search/?q=cocaine").context["count"] == "2+"
