"""Photos from the camera: taken before the record is saved, sent in the background, never in the way of saving."""

from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page, Route, expect

from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from seizures.models import Seizure
from seizures.queries.attachment import attachments_of
from tests.cast import Cast
from tests.factories import pictures
from tests.journeys.conftest import Opener

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_store")]


def picture(name: str = "IMG_0001.jpg", **options: Any) -> Any:
    """Return what a camera hands to the page."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": pictures.noise(900, 700) if not options else b"<svg "}


def fill(page: Page) -> None:
    """Fill the quick entry."""
    page.get_by_label("Direction").select_option(label="Outbound")
    page.get_by_label("Carried by").select_option(label="Passenger flight")
    page.get_by_role("combobox", name="Substance").fill("coc")
    page.get_by_role("option", name="Cocaine").first.click()
    page.get_by_label("Quantity").fill("1")
    page.get_by_label("Persons arrested").fill("0")


def filed(people: Cast) -> int:
    """Return how many photos the one record holds, once its event was heard."""
    sequence_now()
    run_consumer("photos_taken_before")
    with transaction.atomic():
        actor = people.officer.actor
        return attachments_of(actor, Seizure.objects.visible_to(actor).get()).count()


def test_a_photo_taken_first_is_filed_with_the_record(opened: Opener, people: Cast) -> None:
    page = opened(people.officer)
    page.goto("/seizures/new/")
    page.locator("#camera").set_input_files(picture())
    expect(page.locator(".upload__state")).to_have_text("arrived")
    fill(page)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status")).to_contain_text("is submitted")
    assert filed(people) == 1


def test_saving_does_not_wait_for_a_photo_on_a_bad_line(opened: Opener, people: Cast) -> None:
    """Pieces are held back; the record is saved all the same, and the photo arrives afterwards on the next page."""
    page = opened(people.officer)
    held: list[Route] = []
    page.goto("/seizures/new/")
    page.route("**/api/v1/uploads/*/", lambda route: held.append(route))  # noqa: PLW0108  it must take attributes
    page.locator("#photos").set_input_files([picture()])
    fill(page)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("h1")).to_contain_text("Cocaine, 1 kg")
    assert "/new/" not in page.url
    expect(page.locator(".upload")).to_be_visible()
    for route in held:
        route.abort()
    page.unroute("**/api/v1/uploads/*/")
    expect(page.locator(".upload__state")).to_have_text("arrived", timeout=15_000)
    assert filed(people) == 1


def test_a_file_that_is_not_taken_is_said_and_can_be_ignored(opened: Opener, people: Cast) -> None:
    page = opened(people.officer)
    page.goto("/seizures/new/")
    page.locator("#photos").set_input_files([picture("drawing.jpg", hostile=True)])
    expect(page.locator(".upload--failed .upload__state")).to_contain_text("not taken: Drawings (SVG)")
    fill(page)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status")).to_contain_text("is submitted")
    assert filed(people) == 0
