"""The main story: logged by an officer, verified, shared with one agency, taken back, and all of it on record."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone
from playwright.sync_api import APIResponse, Page, expect
from uuid6 import uuid7

from aircop.events.sequencer import sequence_now
from tests.cast import Cast
from tests.journeys.conftest import DESK, Opener
from tests.journeys.hands import PASSWORD, Hands, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TAPS, MOST_KEYS = 14, 40
SECRET_WORDS = "Asked for the window seat twice"
CHANGING = re.compile(rb'[0-9a-f]{8}-[0-9a-f-]{27}|"csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')


def test_logged_verified_shared_taken_back_and_proven(
    opened: Opener, people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    phone = opened()
    sign_in(phone, people.officer.user)
    hands = _log(phone)
    with capsys.disabled():
        print(f"\nquick entry: {hands.taps} taps, {hands.keys} keystrokes")  # noqa: T201  the figures of the journey
    assert hands.taps <= MOST_TAPS
    assert hands.keys <= MOST_KEYS
    _add_narrative(phone)
    path = phone.url.removeprefix(_origin(phone))

    desk = opened(viewport=DESK)
    sign_in(desk, people.supervisor.user)
    _verify(desk)
    _share(desk, people)

    partner = opened(viewport=DESK)
    sign_in(partner, people.partner_officer.user)
    _sees_without_narrative(partner, path)

    outsider = opened()
    sign_in(outsider, people.outsider.user)
    _sees_nothing(outsider, path)
    _end_share(desk, path)
    _sees_nothing(partner, path)
    _audit_is_sound_until_somebody_writes_in_it()


def _origin(page: Page) -> str:
    return str(page.evaluate("location.origin"))


def _log(page: Page) -> Hands:
    """Log from the first page of the day, by thumb: airport, time, commodity and agency stand there already."""
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="Log", exact=True))
    hands.choose(page.get_by_label("Direction"), "Outbound")
    hands.choose(page.get_by_label("Carried by"), "Passenger flight")
    hands.tap(page.get_by_role("combobox", name="Substance"))
    hands.type("coc")
    hands.tap(page.get_by_role("option", name="Cocaine").first)
    hands.tap(page.get_by_label("Quantity"))
    hands.type("2.5")
    hands.tap(page.get_by_label("Persons arrested"))
    hands.type("1")
    hands.tap(page.get_by_role("button", name="Submit"))
    expect(page.get_by_role("status")).to_contain_text("is submitted")
    expect(page.locator("h1")).to_contain_text("Cocaine, 2.5 kg")
    expect(page.locator(".page-head__kicker")).to_contain_text(re.compile(r"ABJ1-S-\d{4}-000001"))
    return hands


def _add_narrative(page: Page) -> None:
    """Add what only people of the unit may read."""
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Narrative").fill(SECRET_WORDS)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text(SECRET_WORDS)


def _verify(page: Page) -> None:
    """Find it on the first page, look at it, verify it."""
    waiting = page.locator("#verify")
    expect(waiting.get_by_role("heading")).to_have_text("Waiting for your verification")
    waiting.get_by_role("link").first.click()
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("status")).to_contain_text("is verified")


def _share(page: Page, people: Cast) -> None:
    """Share it for a month, without names and free text."""
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("Agency").select_option(label=str(people.foreign.name))
    page.get_by_label("Until the end of").fill(f"{timezone.now() + timedelta(days=30):%Y-%m-%d}")
    page.get_by_label("Why").fill("The same courier flew through Accra")
    page.get_by_role("button", name="Show what they will see").click()
    expect(page.locator("#preview")).not_to_contain_text(SECRET_WORDS)
    expect(page.get_by_label("Why")).to_have_value("The same courier flew through Accra")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Shared with")


def _sees_without_narrative(page: Page, path: str) -> None:
    """The other country finds it on its first page, and reads neither the narrative nor that there is one."""
    page.locator("#received").get_by_role("link").first.click()
    assert page.url.endswith(path)
    expect(page.locator("h1")).to_contain_text("Cocaine, 2.5 kg")
    expect(page.locator("main")).not_to_contain_text(SECRET_WORDS)
    expect(page.locator("#facts")).not_to_contain_text("Narrative")


def _end_share(page: Page, path: str) -> None:
    """End the share from the table of who can see it."""
    page.goto(path)
    page.locator("#sight").get_by_text("End", exact=True).click()
    if page.url.endswith("/end/"):
        page.get_by_role("button", name="End the share").click()
    expect(page.get_by_role("status")).to_contain_text("no longer sees it")


def _sees_nothing(page: Page, path: str) -> None:
    """What is hidden answers, byte for byte, as what never was."""
    hidden, never = page.request.get(path), page.request.get(f"/seizures/{uuid7()}/")
    assert (hidden.status, never.status) == (404, 404)
    assert _masked(hidden) == _masked(never)
    kept = [set(answer.headers) for answer in (hidden, never)]
    assert kept[0] == kept[1]
    page.goto("/seizures/")
    assert page.locator(f"a[href='{path}']").count() == 0


def _masked(answer: APIResponse) -> bytes:
    return CHANGING.sub(b"*", answer.body())


def _verified() -> tuple[int, str]:
    """Run the check of the audit; return its exit code and words."""
    words = StringIO()
    try:
        call_command("audit_verify", stdout=words, stderr=words)
    except SystemExit as end:
        return int(end.code or 0), words.getvalue()
    return 0, words.getvalue()


def _audit_is_sound_until_somebody_writes_in_it() -> None:
    """The owner of the tables switches the guard off and changes one word: the check names the entry."""
    sequence_now()
    code, words = _verified()
    assert (code, words.startswith("The audit is sound")) == (0, True), words
    entry = _alter_one_entry()
    code, words = _verified()
    assert code == 1
    assert str(entry) in words


def _alter_one_entry() -> Any:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE audit_auditentry SET actor_name = 'Nobody' WHERE id = "
            "(SELECT id FROM audit_auditentry WHERE verb = 'seizure.verify') RETURNING id"
        )
        (entry,) = cursor.fetchone()
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")
    return entry


def test_the_outsider_and_the_stranger_read_the_same_words(opened: Opener, people: Cast) -> None:
    """An officer of no unit and one of another unit get one and the same page."""
    with transaction.atomic():
        seizure = people.seizure()
    answers = []
    for member in (people.outsider, people.partner_officer):
        page = opened(member)
        answers.append(_masked(page.request.get(f"/seizures/{seizure.pk}/")))
    assert answers[0] == answers[1]


def test_one_address_given_to_a_colleague_asks_for_sign_in_and_leads_on(opened: Opener, people: Cast) -> None:
    """A link sent to somebody who is not signed in opens after the sign-in."""
    with transaction.atomic():
        seizure = people.seizure()
    page = opened()
    page.goto(f"/seizures/{seizure.pk}/")
    assert "/account/sign-in/" in page.url
    page.get_by_label("E-mail").fill(people.colleague.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Cocaine, 2.5 kg")
    assert page.url.endswith(f"/seizures/{seizure.pk}/")
