"""Saved views above the list: tabs, the one that opens by itself, a form for the name; without script."""

from typing import Any

import pytest
from uuid6 import uuid7

from seizures.models import SavedView
from seizures.queries.saved_view import own_views
from seizures.services.saved_view import save_view
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn
from tests.seizures.views.test_seizure_list import LIST, references

pytestmark = pytest.mark.django_db
ADD = "/seizures/views/add/"


def tabs(page: Any) -> list[tuple[str, bool]]:
    """Return the tabs above the list, and which of them is shown."""
    return [(tab["label"], tab["current"]) for tab in page.context["views"]["tabs"]]


def saved(cast: Cast, name: str = "Heroin", *, chosen: bool = False, **filters: str) -> SavedView:
    """Let the officer save a view."""
    asked = filters or {"substance": "heroin"}
    return save_view(actor=cast.officer.actor, name=name, filters=asked, chosen=chosen)


def test_from_filters_to_a_tab(cast: Cast, signed_in: SignIn) -> None:
    """What the list shows is saved under a name, and is a tab from then on."""
    cast.seizure()
    browser = signed_in(cast.officer)
    page = browser.get(f"{LIST}?direction=OUT&substance=cocaine&nonsense=1")
    assert tabs(page) == []
    save = page.context["views"]["save"]
    assert save == f"{ADD}?direction=OUT&substance=cocaine"
    assert "Save this view" in page.content.decode()
    answer = browser.post(save, {"name": "Leaving", "chosen": ""}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}?direction=OUT&substance=cocaine", 302)]
    assert tabs(answer) == [("All", False), ("Leaving", True)]
    assert answer.context["views"]["save"] == ""
    other_order = browser.get(f"{LIST}?substance=cocaine&direction=OUT&page=2")
    assert tabs(other_order) == [("All", False), ("Leaving", True)]


def test_the_list_opens_with_the_view_that_was_chosen(cast: Cast, signed_in: SignIn) -> None:
    """All that one may see stays one tab away, also when the filters are taken off."""
    seizure, browser = cast.seizure(), signed_in(cast.officer)
    saved(cast, chosen=True)
    opened = browser.get(LIST, follow=True)
    assert opened.redirect_chain == [(f"{LIST}?substance=heroin", 302)]
    assert references(opened) == []
    everything = opened.context["views"]["tabs"][0]["href"]
    assert opened.context["bar"]["clear"] == LIST + everything
    whole = browser.get(LIST + everything)
    assert references(whole) == [seizure.reference]
    assert tabs(whole) == [("All", True), ("Heroin", False)]
    assert whole.context["views"]["save"] == ""


def test_another_name_and_the_end(cast: Cast, signed_in: SignIn) -> None:
    """The form carries what stands; removing leaves the records alone."""
    view, browser = saved(cast), signed_in(cast.officer)
    change = browser.get(f"{LIST}?substance=heroin").context["views"]["change"]
    page = browser.get(change)
    assert page.context["form"].initial == {"name": "Heroin", "chosen": False}
    assert browser.post(change, {"name": "H", "chosen": "on"})["Location"] == f"{LIST}?substance=heroin"
    assert [(each.name, each.chosen) for each in own_views(cast.officer.actor)] == [("H", True)]
    assert browser.post(f"/seizures/views/{view.pk}/remove/")["Location"] == f"{LIST}?substance=heroin"
    assert browser.get(LIST).status_code == 200
    assert own_views(cast.officer.actor) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?substance=cocaine", {}),
        ("?substance=cocaine", {"name": "x" * 41}),
        ("?substance=cocaine", {"name": "heroin"}),
        ("?substance=cocaine", {"name": "a\x00b"}),
        ("?substance=nothing", {"name": "A"}),
        ("?id=1&view=2", {"name": "A"}),
        ("", {"name": "A"}),
    ],
)
def test_what_is_wrong_is_said_in_the_form(cast: Cast, signed_in: SignIn, query: str, told: dict[str, str]) -> None:
    """And nothing is saved."""
    saved(cast)
    page = signed_in(cast.officer).post(ADD + query, told)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert len(own_views(cast.officer.actor)) == 1


def test_a_view_of_somebody_else_is_as_one_that_never_was(cast: Cast, signed_in: SignIn) -> None:
    """Down to the length of the answer."""
    view, browser = saved(cast), signed_in(cast.supervisor)
    assert tabs(browser.get(f"{LIST}?substance=heroin")) == []
    for act in ("", "remove/"):
        theirs = browser.post(f"/seizures/views/{view.pk}/{act}", {"name": "Mine"})
        never = browser.post(f"/seizures/views/{uuid7()}/{act}", {"name": "Mine"})
        assert (theirs.status_code, never.status_code) == (404, 404)
        assert len(theirs.content) == len(never.content)
    assert own_views(cast.officer.actor)[0].name == "Heroin"


def test_a_view_whose_filter_is_gone_still_opens(cast: Cast, signed_in: SignIn) -> None:
    """Read anew each time: what cannot be read is left out."""
    view = saved(cast, "Unit", unit="NO1", substance="cocaine")
    page = signed_in(cast.officer).get(f"{LIST}?{view.query}")
    assert page.status_code == 200
    assert page.context["form"].errors
