"""Where a second factor is required, a person is led to it, and signs in with it from then on."""

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Opener
from tests.journeys.hands import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Return a clock that codes are made from; `now` is turned by hand."""
    held = SimpleNamespace(now=1_900_000_020)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: held.now))
    return held


def test_led_to_set_it_up_and_then_asked_for_it(
    opened: Opener, people: Cast, settings: Any, clock: SimpleNamespace
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    page = opened()
    _password(page, people)
    expect(page.locator("h1")).to_have_text("Set up a second factor")
    page.goto("/seizures/")
    expect(page.locator("h1")).to_have_text("Set up a second factor")
    secret = page.locator(".ref").first.inner_text()
    page.get_by_label("Code that the app shows now").fill(_code(secret, clock))
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator("li.ref")).to_have_count(10)
    page.goto("/account/sign-out/")
    page.get_by_role("button", name="Sign out").click()

    clock.now += 30
    _password(page, people)
    expect(page.locator("h1")).to_have_text("Second factor")
    page.goto("/seizures/")
    expect(page.locator("h1")).to_have_text("Second factor")
    page.get_by_label("Code from your authenticator app").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("The code is not right")
    page.get_by_label("Code from your authenticator app").fill(_code(secret, clock))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("My work")


def _password(page: Page, people: Cast) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("E-mail").fill(people.officer.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text("Sign in")


def _code(secret: str, clock: SimpleNamespace) -> str:
    return str(auth.format_hotp_value(auth.hotp_value(secret, clock.now // 30)))
