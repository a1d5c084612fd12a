"""Two people change the same record at the same time."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from seizures.models import Seizure
from tests.cast import Cast
from tests.journeys.conftest import DESK, Opener

pytestmark = pytest.mark.django_db(transaction=True)

MINE, THEIRS = "Three kilograms, weighed twice.", "Found by the dog at gate 4."
TOLD = "The dog sat down beside the second bag."


@pytest.fixture
def seizure(people: Cast) -> Seizure:
    """Return a record that waits for its verification."""
    with transaction.atomic():
        return people.seizure()


def test_the_slower_one_sees_both_texts_loses_nothing_and_saves(opened: Opener, people: Cast, seizure: Seizure) -> None:
    mine, theirs = opened(people.officer), opened(people.supervisor, viewport=DESK)
    for page in (mine, theirs):
        page.goto(f"/seizures/{seizure.pk}/change/")
    mine.get_by_label("Summary").fill(MINE)
    mine.get_by_label("Persons arrested").fill("2")
    _save(theirs, summary=THEIRS, narrative=TOLD)

    mine.get_by_role("button", name="Save").click()
    conflict = mine.get_by_role("alert")
    expect(conflict).to_contain_text("Somebody else changed this first")
    expect(conflict).to_contain_text(MINE)
    expect(conflict).to_contain_text(THEIRS)
    expect(conflict).to_contain_text("Jean Aka")
    expect(conflict.locator("h3")).to_have_text("Summary")  # the number was touched by one of the two alone
    expect(mine.get_by_label("Summary")).to_have_value(MINE)
    expect(mine.get_by_label("Persons arrested")).to_have_value("2")
    expect(mine.get_by_label("Narrative")).to_have_value(TOLD)

    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("status")).to_contain_text("Saved")
    expect(mine.locator("#facts")).to_contain_text(MINE)
    expect(mine.locator("#facts")).not_to_contain_text(THEIRS)
    expect(mine.get_by_role("main")).to_contain_text(TOLD)
    expect(mine.locator("#history")).to_contain_text(THEIRS)


def test_the_other_text_can_be_taken(opened: Opener, people: Cast, seizure: Seizure) -> None:
    """Theirs stands; what only I touched is saved too."""
    mine, theirs = opened(people.officer), opened(people.supervisor, viewport=DESK)
    for page in (mine, theirs):
        page.goto(f"/seizures/{seizure.pk}/change/")
    mine.get_by_label("Summary").fill(MINE)
    mine.get_by_label("Persons arrested").fill("2")
    _save(theirs, summary=THEIRS)
    mine.get_by_role("button", name="Save").click()
    mine.get_by_role("radio", name="What stands there now").check()
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("status")).to_contain_text("Saved")
    expect(mine.locator("#facts")).to_contain_text(THEIRS)
    expect(mine.locator("#facts")).to_contain_text("Persons arrested 2", use_inner_text=True)


def test_an_act_on_what_was_not_seen_is_refused(opened: Opener, people: Cast, seizure: Seizure) -> None:
    """The supervisor cannot verify a text that changed after the page was shown."""
    desk, phone = opened(people.supervisor, viewport=DESK), opened(people.officer)
    desk.goto(f"/seizures/{seizure.pk}/")
    phone.goto(f"/seizures/{seizure.pk}/change/")
    _save(phone, summary=THEIRS)
    desk.get_by_role("button", name="Verify").click()
    expect(desk.get_by_role("status")).to_contain_text("changed this record meanwhile")
    expect(desk.locator("#facts")).to_contain_text(THEIRS)
    desk.get_by_role("button", name="Verify").click()
    expect(desk.get_by_role("status")).to_contain_text("is verified")


def _save(page: Page, *, summary: str, narrative: str = "") -> None:
    page.get_by_label("Summary").fill(summary)
    if narrative:
        page.get_by_label("Narrative").fill(narrative)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
