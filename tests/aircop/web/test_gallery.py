"""The gallery, in a real browser: usable by keyboard and without script. The walk of every page judges its looks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
GALLERY = "/styleguide/"

type Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Opener]:
    """Return a function that opens a page for a supervisor, in a context with the options given."""
    client = Client()
    client.force_login(cast.supervisor.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    contexts = []

    def open_page(width: int = 360, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 640}, **options)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_a_code_is_picked_by_another_name_with_the_keyboard_alone(opened: Opener) -> None:
    page = opened()
    page.goto(GALLERY)
    what = page.get_by_role("combobox", name="What").first
    value = page.locator("select[name=substance]").first
    what.focus()
    page.keyboard.type("ice")
    page.keyboard.press("Enter")
    assert (what.input_value(), value.input_value()) == ("Methamphetamine", "methamphetamine")
    what.fill("no such thing")
    assert page.locator(".combobox__none:visible").inner_text() == "Nothing found"
    page.keyboard.press("Tab")
    assert (what.input_value(), value.input_value()) == ("Methamphetamine", "methamphetamine")
    what.fill("")
    page.keyboard.press("Tab")
    assert value.input_value() == ""


def test_an_airport_is_found_by_its_town(opened: Opener) -> None:
    page = opened()
    page.goto(GALLERY)
    airport = page.get_by_role("combobox", name="Airport").first
    airport.press_sequentially("accra")
    page.get_by_role("option", name="ACC").click()
    assert airport.input_value() == "ACC"
    assert page.locator(".combobox__said").first.inner_text() == "Accra, Kotoka"


def test_keys_menus_dialog_and_theme(opened: Opener) -> None:
    page = opened(1440)
    page.goto(GALLERY)
    page.get_by_text("End the share…").click()
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.locator("summary", has_text="Your menu").click()
    with page.expect_response("**/preferences/"):
        page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_everything_works_without_script(opened: Opener) -> None:
    page = opened(java_script_enabled=False)
    page.goto(GALLERY)
    assert page.locator("select[name=substance]").first.is_visible()
    page.locator("summary", has_text="Your menu").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_text("End the share…").click()
    assert page.url.endswith("/styleguide/dialog/")


def test_the_arabic_page_runs_from_right_to_left(opened: Opener) -> None:
    page = opened(1440)
    page.goto(f"{GALLERY}?lang=ar")
    assert (page.locator("html").get_attribute("dir"), page.locator("html").get_attribute("lang")) == ("rtl", "ar")
    mark, title = page.locator(".page-head .handling").bounding_box(), page.locator("h1").bounding_box()
    assert mark
    assert title
    assert mark["x"] < 100 < title["x"] + title["width"]
