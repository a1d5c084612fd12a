"""The search of the house, on its page and by the interface."""

import pytest
from django.test import Client

from aircop.access.roles import Level
from seizures.services.share import share_seizure
from tests.cast import Cast, Member
from tests.seizures.api.test_seizure import client_of

pytestmark = pytest.mark.django_db
PAGE, API = "/search/", "/api/v1/search/"


def page_of(member: Member, query: str) -> str:
    """Return the page as a member reads it."""
    client = Client()
    client.force_login(member.user)
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_marks_what_was_looked_for(cast: Cast) -> None:
    """Whatever the accents; markup in a text stays text."""
    seizure = cast.seizure(summary="Cocaïne <b>dans</b> une valise")
    shown = page_of(cast.colleague, "q=cocaine")
    assert str(seizure.reference) in shown
    assert "<mark>Cocaïne</mark> &lt;b&gt;dans&lt;/b&gt; une valise" in shown


def test_words_of_a_narrative_are_shown_to_who_may_read_it(cast: Cast) -> None:
    """To others neither the record nor a word of it, and a record found by another word shows none of it."""
    seizure = cast.seizure(narrative="Passenger KONE at gate 4")
    share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None
    )
    assert "<mark>KONE</mark>" in page_of(cast.colleague, "q=kone")
    hidden = page_of(cast.partner_officer, "q=kone")
    assert str(seizure.reference) not in hidden
    assert "Nothing that you may see" in hidden
    shown = page_of(cast.partner_officer, "q=kilograms")
    assert (str(seizure.reference) in shown, "KONE" in shown) == (True, False)


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", "q=" + "x" * 400, "q=a&after=nonsense", "period=9", "kind=x&q=%F0"]
)
def test_rubbish_is_no_fault_of_the_house(cast: Cast, query: str) -> None:
    """The page answers, with what can be looked for."""
    assert page_of(cast.officer, query)


def test_the_interface_answers_alike(cast: Cast) -> None:
    """The same rows; without words a 400; nothing of a hidden record."""
    seizure = cast.seizure(narrative="Passenger KONE")
    found = client_of(cast.colleague).get(f"{API}?q=kone&count=true").json()
    assert [(hit["kind"], hit["id"], found["count"]) for hit in found["results"]] == [("seizure", str(seizure.pk), 1)]
    assert client_of(cast.partner_officer).get(f"{API}?q=kone&count=true").json() == {
        "next": None, "previous": None, "count": 0, "count_capped": False, "results": [],
    }  # fmt: skip
    for wrong in (API, f"{API}?q=", f"{API}?q=a&id=1", f"{API}?q=a&occurred_from=never"):
        assert client_of(cast.colleague).get(wrong).status_code == 400, wrong
