"""Published in one browser, shown in another: the bell of a page that stands open."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from playwright.sync_api import expect

from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from aircop.local.addresses import ADDRESSES
from alerts.services.telling import submit_alert
from seizures.models import Seizure
from tests.alerts.told import drafted
from tests.cast import Cast
from tests.journeys.conftest import DESK, Opener

pytestmark = pytest.mark.django_db(transaction=True)

RECORDS = "1000000"  # more than any test lasts
BEGINS = 90.0  # seconds in which the load must have written its first piece


def test_the_bell_rings_on_a_page_that_stands_open(opened: Opener, people: Cast) -> None:
    """Within three seconds, and without a step of its reader; once it is read, it is silent again."""
    ring(opened, people)


def test_the_bell_rings_while_records_are_loaded(opened: Opener, people: Cast) -> None:
    """As soon, though another process writes thousands of records into the same database all the while."""
    with transaction.atomic():
        assert all((people.officer, people.supervisor))  # whose unit the records are laid onto
    with loading() as load:
        before = Seizure.objects.using("owner").count()
        ring(opened, people)
        assert load.poll() is None, "the load went on all the while"
        assert Seizure.objects.using("owner").count() > before


def ring(opened: Opener, people: Cast) -> None:
    """Publish in one browser, and see it in the other."""
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


@contextmanager
def loading() -> Iterator[subprocess.Popen[bytes]]:
    """Load records into the database of the test by a process of its own, for the time of the block."""
    name = connection.settings_dict["NAME"]
    here = {each: urlsplit(os.environ[each])._replace(path=f"/{name}").geturl() for each in ADDRESSES[:3]}
    load = subprocess.Popen(
        [sys.executable, "manage.py", "make_records", "--seizures", RECORDS],
        cwd=settings.BASE_DIR,
        env=os.environ | here,
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + BEGINS
        while not Seizure.objects.using("owner").exists():
            with suppress(subprocess.TimeoutExpired):
                load.wait(0.2)
            assert load.poll() is None, "the load ended at once"
            assert time.monotonic() < until, "the load did not begin"
        yield load
    finally:
        load.kill()
        load.wait()
