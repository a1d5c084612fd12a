"""Every page of the URL map, by each role that sees it: for all eyes, thumbs and themes, and light to load."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect

from tests.architecture.routes import routes
from tests.cast import Member
from tests.journeys import looking
from tests.journeys.conftest import Opener
from tests.journeys.places import NO_PAGES, NOBODY, PLACES, SECURED, Place
from tests.journeys.world import World

pytestmark = pytest.mark.django_db(transaction=True)

READERS = sorted({reader for place in PLACES for reader in place.readers})
AT_ONCE = 40  # pages of one test, so that several workers share those of one reader
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1440, "height": 900}
FIRST_VISIT, LATER_VISIT = 200_000, 40_000


def test_every_address_is_walked_or_said_to_be_no_page(world: World) -> None:
    """A new route must be added to the places, or to what is no page: and then it answers none."""
    known = {route.name: route for route in routes() if not route.pattern.startswith("api/")}
    walked = {place.name for place in PLACES} - {"page not found", "page not allowed"}
    assert set(known) == walked | set(NO_PAGES)
    assert walked.isdisjoint(NO_PAGES)
    client = Client()
    client.force_login(world.cast.officer.user)
    for name in NO_PAGES:
        answer = client.get(known[name].path())
        kind = answer.headers.get("Content-Type", "")
        assert not (answer.status_code == 200 and kind.startswith("text/html")), name


@pytest.fixture
def secured(world: World) -> Member:
    """Return somebody with a second factor, seated in the world."""
    member = world.cast.colleague
    with transaction.atomic():
        TOTP.activate(member.user, generate_totp_secret())
        RecoveryCodes.activate(member.user)
    return member


def shares() -> Iterator[tuple[str, int]]:
    """Yield each reader with the numbers of the shares into which the pages that it sees are cut."""
    for reader in READERS:
        seen = sum(reader in place.readers for place in PLACES)
        yield from ((reader, number) for number in range(-(-seen // AT_ONCE)))


@pytest.mark.parametrize(("reader", "share"), list(shares()))
def test_pages(
    opened: Opener, world: World, secured: Member, reader: str, share: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert SECURED == "colleague"
    assert secured
    faults, heaviest = [], (0, 0, "")
    page = opened(None if reader == NOBODY else getattr(world.cast, reader))
    watch = looking.Watch(page)
    for place in [each for each in PLACES if reader in each.readers][share * AT_ONCE : (share + 1) * AT_ONCE]:
        watch.forget()
        open_place(page, place, world)
        first, later = watch.weights()
        heaviest = max(heaviest, (later, first, str(place)))
        faults += [(str(place), fault) for fault in _judged(page, place, watch, first=reader == place.readers[0])]
        faults += [(str(place), f"{first} bytes at first")] if first > FIRST_VISIT else []
        faults += [(str(place), f"{later} bytes later")] if later > LATER_VISIT else []
    with capsys.disabled():
        print(f"\n{reader}: heaviest {heaviest[2]}, {heaviest[1]} bytes packed at first, {heaviest[0]} later")  # noqa: T201
    assert not faults, "\n".join(f"{place}: {fault}" for place, fault in faults)


def open_place(page: Page, place: Place, world: World) -> None:
    """Open the page on a fresh phone and do what brings it into its state."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    if NOBODY in place.readers:
        page.context.clear_cookies()
    answer = page.goto(place.address(world))
    assert answer
    assert (str(place), answer.status) == (str(place), place.status)
    if place.does:
        place.does(page)
    page.wait_for_load_state()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")  # for what it asks
    _settled(page)


def _settled(page: Page) -> None:
    """Wait until nothing is on its way: what is asked anew is dimmed meanwhile."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def _judged(page: Page, place: Place, watch: looking.Watch, *, first: bool) -> Iterator[Any]:
    """Judge a page as it stands: light at a desk, and for its first reader dark on a phone."""
    yield from looking.frame_faults(page, place.language)
    yield from looking.too_small(page) if place.touch else []
    line = looking.engine(page)
    for viewport, theme in ((DESK, "light"), (PHONE, "dark")):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = false)")
        yield from looking.too_wide(page)
        page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((each) => each.open = true)")
        yield from looking.too_wide(page)
        _settled(page)
        yield from looking.violations(line) if first or viewport == DESK else []
    line.detach()
    yield from watch.complaints(place.status)
