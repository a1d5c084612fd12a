"""Logging by the keyboard alone on a phone's width: with script, and on a device that runs none."""

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Opener
from tests.journeys.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)

MOST_KEYS = 100  # every Tab counts, those through day, month, year, hour and minute too


def test_with_the_keyboard_alone(opened: Opener, people: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    page = opened(people.officer)
    page.goto("/")
    hands = Hands(page)
    hands.press("n")
    expect(page.locator("h1")).to_have_text("Log a seizure")
    _lists(hands)
    hands.tab_to(page.get_by_role("combobox", name="Substance"))
    hands.type("coc")
    hands.press("Enter")
    expect(page.locator("select[name=substance]")).to_have_value("cocaine")
    _numbers(hands)
    expect(page.get_by_role("status")).to_contain_text("is submitted")
    expect(page.locator("h1")).to_contain_text("Cocaine, 2.5 kg")
    expect(page.locator("#told")).to_be_attached()
    assert page.title().startswith("ABJ1-S-"), "a part that is loaded later does not rename the page"
    with capsys.disabled():
        print(f"\nquick entry by keyboard: {hands.keys} keystrokes, {hands.taps} taps")  # noqa: T201  the figures
    assert hands.taps == 0
    assert hands.keys <= MOST_KEYS


def test_with_the_keyboard_alone_and_without_script(opened: Opener, people: Cast) -> None:
    page = opened(people.officer, java_script_enabled=False)
    page.goto("/")
    hands = Hands(page)
    hands.tab_to(page.get_by_role("link", name="Log", exact=True))
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("Log a seizure")
    _lists(hands)
    hands.pick(page.locator("select[name=substance]"), "Cocaine")
    _numbers(hands)
    expect(page.get_by_role("status")).to_contain_text("is submitted")
    expect(page.locator("h1")).to_contain_text("Cocaine, 2.5 kg")


def test_what_is_missing_is_said_and_what_was_typed_stays(opened: Opener, people: Cast) -> None:
    """Sent too early, with a mistake: the summary leads to the first field, and all else stands as it was."""
    page = opened(people.officer)
    page.goto("/seizures/new/")
    page.get_by_label("Quantity").fill("two")
    page.get_by_label("Persons arrested").fill("3")
    page.get_by_role("button", name="Submit").click()
    summary = page.locator(".errors-box")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error:")
    assert summary.get_by_role("link").count() >= 4
    expect(page.get_by_label("Quantity")).to_have_value("two")
    expect(page.get_by_label("Persons arrested")).to_have_value("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Direction")).to_be_focused()


def test_one_form_sent_twice_makes_one_record(opened: Opener, people: Cast) -> None:
    """An impatient thumb taps Submit twice."""
    page = opened(people.officer)
    page.goto("/seizures/new/")
    _fill(page)
    page.get_by_role("button", name="Submit").dblclick()
    expect(page.locator("h1")).to_contain_text("Cocaine, 1 kg")
    page.goto("/seizures/")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".filter__words b")).to_have_text("1")


def _lists(hands: Hands) -> None:
    hands.pick(hands.page.locator("select[name=direction]"), "Out")
    hands.pick(hands.page.locator("select[name=conveyance]"), "Passenger f")


def _numbers(hands: Hands) -> None:
    """Type how much and how many; Enter sends the form."""
    hands.tab_to(hands.page.get_by_label("Quantity"))
    hands.type("2.5")
    hands.tab_to(hands.page.get_by_label("Persons arrested"))
    hands.type("1")
    hands.press("Enter")


def _fill(page: Page) -> None:
    page.get_by_label("Direction").select_option(label="Outbound")
    page.get_by_label("Carried by").select_option(label="Passenger flight")
    page.get_by_role("combobox", name="Substance").fill("coc")
    page.get_by_role("option", name="Cocaine").first.click()
    page.get_by_label("Quantity").fill("1")
    page.get_by_label("Persons arrested").fill("0")
