"""The tab dies, the line goes, the session ends, somebody signs out: nothing is lost, and nothing is left."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import BrowserContext, Error, Page, expect

from seizures.models import EntryDraft, Seizure
from tests.cast import Cast, Member
from tests.journeys.conftest import Opener
from tests.journeys.hands import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("KILLS", "10"))  # as many with a line as without
LONGEST = 5.0  # seconds of typing that may be lost
LETTERS = "0123456789 .,abcdefgh"
AMOUNT = "input[name=amount_0]"
# What the browser holds of the site, in every store that a page or a worker can write to.
TRACES = """async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: localStorage.length, session: sessionStorage.length,
})"""
# The form arrives, and its answer is lost.
LOSE_THE_ANSWER = """
const real = window.fetch;
window.fetch = async (to, how) => {
  const answer = await real(to, how);
  if (how?.method === "POST") throw new TypeError("lost");
  return answer;
};
"""
NO_TRACE = {"databases": [], "caches": [], "workers": 0, "local": 0, "session": 0}


@pytest.fixture
def dice() -> random.Random:
    """Return dice that fall the same way in each run."""
    return random.Random(20261122)


def entries(member: Member) -> list[EntryDraft]:
    """Return what the server holds that was not sent."""
    with transaction.atomic():
        return list(EntryDraft.objects.visible_to(member.actor).begun().order_by("begun_at"))


def records(member: Member) -> list[Seizure]:
    """Return what the server holds that was sent."""
    with transaction.atomic():
        return list(Seizure.objects.visible_to(member.actor))


def die(page: Page) -> None:
    """Let the renderer crash, as when the device runs out of memory."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=2000)
    page.close()


def type_and_die(page: Page, dice: random.Random) -> tuple[str, list[float], float]:
    """Type for some seconds into the form, then die: no handler of the page runs any more."""
    page.locator(AMOUNT).click()
    typed, times, until = "", list[float](), time.monotonic() + dice.uniform(0.3, 6)
    while time.monotonic() < until:
        letter = dice.choice(LETTERS)
        times.append(time.monotonic())
        page.keyboard.type(letter)
        typed += letter
        if (pause := dice.choice((0, 0.02, 0.1, 0.3))) > 0:
            time.sleep(pause)
    died = time.monotonic()
    die(page)
    return typed, times, died


def lost(typed: str, kept: str, times: list[float], died: float) -> float:
    """Return how long before the death the first key that is not kept was typed."""
    assert typed.startswith(kept)
    return died - times[len(kept)] if len(kept) < len(typed) else 0.0


@contextmanager
def no_line(context: BrowserContext) -> Iterator[None]:
    """Take the line away for a while."""
    context.set_offline(True)
    yield
    context.set_offline(False)


def ready(page: Page) -> None:
    """Wait until the device can open the form without a line."""
    page.goto("/seizures/new/")
    page.evaluate(
        "async () => { while (!(await caches.match('/seizures/new/offline/')))"
        " await new Promise((wait) => setTimeout(wait, 50)) }"
    )


def fill(page: Page, amount: str = "2.5") -> None:
    """Fill in the quick entry."""
    page.get_by_label("Direction").select_option("OUT")
    page.get_by_label("Carried by").select_option("PAX")
    page.get_by_role("combobox", name="Substance").fill("coc")
    page.get_by_role("option", name="Cocaine").first.click()
    page.locator(AMOUNT).fill(amount)
    page.get_by_label("Persons arrested").fill("1")


def test_the_tab_dies_with_a_line(opened: Opener, people: Cast, dice: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """At any key: the entry opens again with all but the last seconds, and stands on the server once."""
    context = opened(people.officer).context
    losses = []
    for _kill in range(KILLS):
        page = context.new_page()
        page.goto("/seizures/new/")
        record = page.locator("input[name=record]").input_value()
        typed, times, died = type_and_die(page, dice)
        kept = [each for each in entries(people.officer) if str(each.record) == record]
        losses.append(lost(typed, kept[0].typed["amount_0"][0] if kept else "", times, died))
        if kept and len(losses) == 1:
            again = context.new_page()
            again.goto("/")
            again.get_by_role("link", name="Go on").first.click()
            expect(again.locator(AMOUNT)).to_have_value(kept[0].typed["amount_0"][0])
            again.close()
    _report(capsys, "with a line", losses)
    assert max(losses) <= LONGEST
    assert len({each.record for each in entries(people.officer)}) == len(entries(people.officer)) <= KILLS


def test_the_tab_dies_without_a_line(
    opened: Opener, people: Cast, dice: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """It opens again on the device as it was; back on the line each stands on the server once."""
    page = opened(people.officer)
    context = page.context
    ready(page)
    page.close()
    losses, whole = [], 0
    with no_line(context):
        for _kill in range(KILLS):
            page = context.new_page()
            page.goto("/seizures/new/")
            record = page.locator("input[name=record]").input_value()
            typed, times, died = type_and_die(page, dice)
            again = context.new_page()
            again.goto(f"/seizures/new/{record}/")
            with suppress(AssertionError):
                expect(again.locator(AMOUNT)).not_to_have_value("", timeout=1500)
            kept = again.locator(AMOUNT).input_value()
            whole += bool(kept)
            losses.append(lost(typed, kept, times, died))
            again.close()
    _report(capsys, "without a line", losses)
    assert max(losses) <= LONGEST
    back = context.new_page()
    back.goto("/")
    expect(back.locator("[data-waiting] li")).to_have_count(whole, timeout=30_000)
    back.reload()
    expect(back.locator("#begun li")).to_have_count(whole)
    assert len(entries(people.officer)) == whole
    assert back.evaluate("() => new Promise((done) => { const open = indexedDB.open('aircop'); open.onsuccess = () => {"
                         "const all = open.result.transaction('entries').objectStore('entries').count();"
                         "all.onsuccess = () => done(all.result) } })") == 0  # fmt: skip


PARTS = {
    "items/1/change/": "markings",
    "items/add/": "concealment_detail",
    "conveyance/": "seat",
    "route/": "legs-0-flight_number",
    "people/add/": "mrz",
}


@pytest.mark.parametrize("part", PARTS)
def test_the_tab_dies_over_a_part_of_a_record(opened: Opener, people: Cast, part: str) -> None:
    """It is put back, with the words that stand in a picker, and can be thrown away."""
    with transaction.atomic():
        seizure = people.seizure()
    page = opened(people.officer)
    page.goto(f"/seizures/{seizure.pk}/{part}")
    field = page.locator(f"[name={PARTS[part]}]")
    if part == "people/add/":
        page.get_by_text("Scan the passport").click()
    field.click()
    page.keyboard.type("AB12")
    expect(page.locator(".entry-state")).to_contain_text("Saved at", timeout=10_000)
    die(page)
    again = page.context.new_page()
    again.goto("/")
    again.get_by_role("link", name="Go on").first.click()
    expect(again.locator(f"[name={PARTS[part]}]")).to_have_value("AB12")
    again.get_by_role("button", name="Throw it away").click()
    expect(again.locator("#begun")).to_have_count(0)


def test_another_commodity_and_another_leg_come_in_place(opened: Opener, people: Cast) -> None:
    """With all that was typed; and what was typed since is saved with it."""
    with transaction.atomic():
        seizure = people.seizure()
    page = opened(people.officer)
    page.goto(f"/seizures/{seizure.pk}/items/add/")
    page.get_by_label("Quantity").fill("3")
    page.get_by_label("Markings").fill("Star")
    page.get_by_label("Commodity").focus()
    page.get_by_label("Commodity").select_option("FIR")
    expect(page.get_by_label("Calibre")).to_be_visible()
    expect(page.get_by_label("Commodity")).to_be_focused()
    expect(page.get_by_label("Quantity")).to_have_value("3")
    expect(page.get_by_label("Markings")).to_have_value("Star")
    page.get_by_label("Calibre").fill("9x19 mm")
    page.get_by_role("button", name="Add item").click()
    expect(page.get_by_role("status").first).to_contain_text("Added")
    expect(page.locator("#found")).to_contain_text("9x19 mm")
    page.goto(f"/seizures/{seizure.pk}/route/")
    page.get_by_label("Flight").first.fill("AF 703")
    page.get_by_role("button", name="Add a leg").click()
    expect(page.get_by_role("heading", name="Leg 4")).to_be_focused()
    expect(page.get_by_label("Flight").first).to_have_value("AF 703")
    expect(page.locator(".entry-state")).to_contain_text("Saved at", timeout=10_000)
    assert entries(people.officer)[0].typed["legs-0-flight_number"] == ["AF 703"]


def _report(capsys: pytest.CaptureFixture[str], where: str, losses: list[float]) -> None:
    worst, mean = max(losses), sum(losses) / len(losses)
    with capsys.disabled():
        print(f"\n{len(losses)} kills {where}: {worst:.2f} s of typing lost at most, {mean:.2f} s on average")  # noqa: T201


def test_sent_without_a_line_it_arrives_once(opened: Opener, people: Cast) -> None:
    """The tab dies while it waits, and the answer to the first sending is lost too."""
    page = opened(people.officer)
    context = page.context
    ready(page)
    with no_line(context):
        page.goto("/seizures/new/")
        fill(page)
        page.get_by_role("button", name="Submit").click()
        expect(page.locator("[data-waiting]")).to_contain_text("Waits for a line")
        page.close()
    assert records(people.officer) == []
    for lost_on_the_way in (LOSE_THE_ANSWER, ""):
        back = context.new_page()
        back.add_init_script(lost_on_the_way)
        with back.expect_response(lambda answer: answer.request.method == "POST", timeout=20_000):
            back.goto("/")
        back.wait_for_timeout(500)
        back.close()
    (made,) = records(people.officer)
    assert made.status == "submitted"
    assert entries(people.officer) == []
    last = context.new_page()
    last.goto("/")
    assert last.locator("[data-waiting] li").count() == 0


def test_a_form_without_a_word_is_no_entry(opened: Opener, people: Cast) -> None:
    """Also when it was opened without a line, and the line comes back; the first word makes it one."""
    page = opened(people.officer)
    ready(page)
    with no_line(page.context):
        page.goto("/seizures/new/")
        expect(page.get_by_role("combobox", name="Substance")).to_be_visible()
    saves: list[str] = []
    page.on("request", lambda asked: saves.append(asked.url) if asked.method == "POST" else None)
    page.wait_for_timeout(1500)
    assert saves == []
    page.locator(AMOUNT).fill("2.")
    expect(page.locator(".entry-state")).to_contain_text("Saved at", timeout=10_000)
    assert [each.typed["amount_0"] for each in entries(people.officer)] == [["2."]]


def test_a_session_that_ended_is_asked_for_in_place(opened: Opener, people: Cast) -> None:
    """While typing, and while sending: one password, and the page goes on where it was."""
    page = opened(people.officer)
    page.goto("/seizures/new/")
    fill(page, amount="2.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator(AMOUNT).fill("2.5")
    dialog = page.get_by_role("dialog", name="Is it still you?")
    expect(dialog).to_be_visible(timeout=10_000)
    expect(dialog.get_by_label("Password")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    page.keyboard.type("not this one")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("not right")
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".entry-state")).to_contain_text("Saved at", timeout=10_000)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Submit").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Cocaine, 2.5 kg")
    assert len(records(people.officer)) == 1


def test_a_screen_left_alone_is_covered(opened: Opener, people: Cast, settings: Any) -> None:
    """Nothing is read over a shoulder, the reload button shows nothing, and the same page goes on."""
    settings.SESSION_COVER_SECONDS = 2
    page = opened(people.officer)
    page.goto("/seizures/new/")
    page.locator(AMOUNT).fill("2.5")
    dialog = page.get_by_role("dialog", name="Is it still you?")
    expect(dialog).to_be_visible(timeout=15_000)
    assert page.title() == "AIRCOP"
    expect(page.locator("h1")).to_be_hidden()
    other = page.context.new_page()
    other.goto("/")
    expect(other.get_by_label("E-mail")).to_be_visible()
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(AMOUNT)).to_have_value("2.5")
    expect(page.locator("h1")).to_be_visible()


def test_a_page_that_is_left_saves_what_was_typed_last(opened: Opener, people: Cast) -> None:
    """In silence: the words that the next page has for its reader are not taken away by it."""
    page = opened(people.officer)
    page.goto("/seizures/new/")
    page.locator(AMOUNT).fill("2.")
    page.goto("/account/")
    page.wait_for_timeout(1500)
    assert [each.typed["amount_0"] for each in entries(people.officer)] == [["2."]]
    page.goto("/")
    expect(page.locator("#begun li")).to_have_count(1)
    assert not page.get_by_text("Kept as you left it").is_visible()


def test_two_windows_are_shown_both_texts(opened: Opener, people: Cast) -> None:
    """And the writer chooses."""
    first = opened(people.officer)
    first.goto("/seizures/new/")
    first.locator(AMOUNT).fill("1")
    expect(first.locator(".entry-state")).to_contain_text("Saved at", timeout=10_000)
    second = first.context.new_page()
    second.goto(first.url)
    second.locator(AMOUNT).fill("22")
    expect(second.locator(".entry-state")).to_contain_text("Saved at", timeout=10_000)
    first.locator(AMOUNT).fill("333")
    clash = first.locator(".conflict")
    expect(clash).to_contain_text("333 Kilogram", timeout=10_000)
    expect(clash).to_contain_text("22 Kilogram")
    with first.expect_response("**/entries/keep/"):
        first.get_by_role("button", name="Go on with what stands here").click()
    expect(clash).to_have_count(0)
    (entry,) = entries(people.officer)
    assert entry.typed["amount_0"] == ["333"]


def test_signing_out_leaves_no_trace(opened: Opener, people: Cast) -> None:
    """In no store of the browser; and another page of the same device is left too."""
    page = opened(people.officer)
    ready(page)
    with no_line(page.context):
        page.goto("/seizures/new/")
        page.locator(AMOUNT).fill("2.5")
        expect(page.locator(".entry-state")).to_contain_text("Kept on this device", timeout=10_000)
        held = page.evaluate(TRACES)
        assert held["databases"] == ["aircop"]
        assert held["caches"]
        assert held["workers"] == 1
    page.goto("/account/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out")).to_be_visible()
    assert page.evaluate(TRACES) == NO_TRACE


def test_the_server_alone_leaves_no_trace_either(opened: Opener, people: Cast) -> None:
    """Where no script of the page runs any more: the answer to signing out tells the browser."""
    page = opened(people.officer)
    ready(page)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    page.evaluate("(token) => { const form = document.createElement('form'); form.method = 'post';"
                  "form.action = '/account/sign-out/'; const one = document.createElement('input');"
                  "one.name = 'csrfmiddlewaretoken'; one.value = token; form.append(one);"
                  "document.body.append(form); form.submit() }", token)  # fmt: skip
    expect(page.get_by_text("You are signed out")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate(TRACES) == NO_TRACE
