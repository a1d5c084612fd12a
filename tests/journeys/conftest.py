"""Who sits before the browser, and what they find there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from aircop.accounts.services.person import set_password
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.journeys.hands import PASSWORD
from tests.journeys.world import World, make_world

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1440, "height": 900}

type Opener = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark all that stands in this folder; draw pictures only when they are asked for."""
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.journey)
    if not config.getoption("--screenshots"):
        items[:] = [item for item in items if "test_pictures.py" not in item.nodeid]


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Opener]:
    """Return a function that opens a page of a new device: nobody's, or one where a member is signed in already."""
    with ExitStack() as stack:

        def open_page(member: Member | None = None, **options: Any) -> Page:
            usual = {"base_url": live_server.url, "viewport": PHONE, "locale": "en", "reduced_motion": "reduce"}
            context = stack.enter_context(browser.new_context(**usual | options))
            if member:
                carry_session(context, member, live_server.url)
            return context.new_page()

        yield open_page


def carry_session(context: BrowserContext, member: Member, url: str) -> None:
    """Put a session of the member onto a device."""
    client = Client()
    client.force_login(member.user)
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


@pytest.fixture
def people(cast: Cast) -> Cast:
    """Return the cast with those on stage who sign in by the form."""
    with transaction.atomic():
        stage = (cast.officer, cast.colleague, cast.supervisor, cast.partner_officer, cast.outsider)
        for member in stage:
            set_password(actor=founder(), person=member.user, password=PASSWORD)
            member.user.refresh_from_db()
    return cast


@pytest.fixture
def world(cast: Cast, file_store: Path) -> World:
    """Return a small world in which every page has something to show."""
    return make_world(cast)
