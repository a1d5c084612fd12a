"""Published in one browser, shown in another: the bell of a page that stands open."""

import time

import pytest
from django.db import transaction
from playwright.sync_api import expect

from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from alerts.services.telling import submit_alert
from tests.alerts.told import drafted
from tests.cast import Cast
from tests.journeys.conftest import DESK, Opener

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_bell_rings_on_a_page_that_stands_open(opened: Opener, people: Cast) -> None:
    """Within three seconds, and without a step of its reader; once it is read, it is silent again."""
    with transaction.atomic():
        alert = submit_alert(actor=people.officer.actor, alert=drafted(people))
    theirs, ours = opened(people.partner_officer, viewport=DESK), opened(people.supervisor, viewport=DESK)
    theirs.goto("/seizures/")
    bell = theirs.locator("[data-bell] .count")
    expect(bell).to_be_hidden()
    ours.goto(f"/alerts/{alert.pk}/publish/")
    ours.get_by_role("button", name="Publish").click()
    expect(ours.get_by_role("main")).to_contain_text("ABJ1-A-")
    began = time.monotonic()
    sequence_now()  # what the sequencer and a worker do
    run_consumer("alert_deliveries")
    expect(bell).to_have_text("1", timeout=3_000)
    assert time.monotonic() - began < 3
    theirs.locator("[data-bell]").click()
    theirs.get_by_role("link", name=alert.title).click()
    theirs.goto("/alerts/")
    expect(theirs.locator("[data-bell] .count")).to_be_hidden()
