"""What stands around every page: language, colours, the way out."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, Opener
from tests.journeys.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("viewport", [None, DESK], ids=["phone", "desk"])
def test_another_language_keeps_the_page(opened: Opener, world: World, viewport: Any) -> None:
    page = opened(world.cast.officer, **({"viewport": viewport} if viewport else {}))
    page.goto("/seizures/?status=submitted&order=recorded")
    page.locator("summary", has_text="Language").click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.endswith("/seizures/?status=submitted&order=recorded")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_dark_is_chosen_and_stays(opened: Opener, world: World) -> None:
    page = opened(world.cast.officer, viewport=DESK, color_scheme="light")
    page.goto("/seizures/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("summary", has_text="Your menu").click()
    with page.expect_response("**/preferences/"):
        page.get_by_role("button", name="Dark").click()
    page.goto("/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_after_signing_out_the_way_back_shows_nothing(opened: Opener, world: World) -> None:
    page = opened(world.cast.officer, viewport=DESK)
    answer = page.goto(f"/seizures/{world.verified.pk}/")
    assert answer
    assert "no-store" in answer.headers["cache-control"]
    page.locator("summary", has_text="Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.go_back()
    page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert str(world.verified) not in page.content()


def test_unsaved_words_are_guarded(opened: Opener, world: World) -> None:
    """Leaving a form with unsaved words asks first; staying keeps them."""
    page = opened(world.cast.supervisor)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))  # type: ignore[call-overload]
    page.goto(f"/seizures/{world.submitted.pk}/reject/")
    page.get_by_label("What has to be mended").press_sequentially("Half a sentence")
    page.get_by_role("link", name="My work").click()
    expect(page.get_by_label("What has to be mended")).to_have_value("Half a sentence")
    assert asked == ["beforeunload"]
