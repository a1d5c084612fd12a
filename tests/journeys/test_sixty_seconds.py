"""The 60-second story: a seizure with a photo and one arrest, on a phone with two bars, by the card of a case."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Dialog, Page, expect

from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from seizures.models import Arrest, Seizure
from seizures.queries.attachment import attachments_of
from tests.cast import Cast
from tests.factories import pictures
from tests.journeys.conftest import Opener
from tests.journeys.served import collect, served
from tests.journeys.stopwatch import Line, Stopwatch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_store")]

MOST_SECONDS = 60.0
ARREST_SECONDS = 15.0
FIRST_VISIT, LATER_VISIT = 200_000, 40_000  # bytes on the line
LATER_ANSWERS = 2
MEGABYTE = 1_000_000

# The card of the case: Abidjan, just now. A passenger about to leave; 2.5 kg of cocaine in a bag; one arrested by
# the customs: a courier, a woman of some thirty years. One photo of the bag.
CARD = {
    "direction": "Outbound",
    "conveyance": "Passenger flight",
    "letters": "coc",
    "substance": "Cocaine",
    "quantity": "2.5",
    "arrested": "1",
    "sex": "Female",
    "age": "25 to 34",
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the static files as they are served in earnest."""
    folder = tmp_path_factory.mktemp("static")
    collect(folder)
    return folder


@pytest.fixture
def place(file_store: Path, people: Cast, collected: Path) -> Iterator[str]:
    """Return the address of the application served as it is in earnest."""
    with served(collected) as address:
        yield address


@pytest.fixture
def phone(opened: Opener, people: Cast, place: str) -> Page:
    """Return the officer's phone, signed in."""
    return opened(people.officer, base_url=place, has_touch=True, is_mobile=True)


@pytest.fixture
def line(phone: Page) -> Line:
    """Return the slow line that the phone is on."""
    line = Line(phone)
    line.slow()
    return line


def photo() -> Any:
    """Return a photo as large as phones make them."""
    data = pictures.noise(1900, 1400)
    assert 2 * MEGABYTE <= len(data) <= 3 * MEGABYTE, len(data)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": data}


def test_a_seizure_with_a_photo_and_an_arrest_in_sixty_seconds(
    phone: Page, line: Line, people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    hands = Stopwatch(phone)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    phone.on("dialog", answer)
    picture = photo()
    phone.goto("/")
    expect(phone.locator("h1")).to_have_text("My work")
    _enter(hands, picture)
    _arrest(hands)
    with capsys.disabled():
        print(f"\n{hands.told()}")  # noqa: T201  the figures of the story
    assert hands.seconds <= MOST_SECONDS
    assert asked == []  # whether to leave while a photo travels: it travels on
    line.quick()
    _is_all_there(phone, people)


def test_an_arrest_in_fifteen_seconds(
    phone: Page, line: Line, people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the page of a record, on a phone that never opened that form before."""
    with transaction.atomic():
        seizure = people.seizure()
    hands = Stopwatch(phone)
    phone.goto(f"/seizures/{seizure.pk}/")
    _arrest(hands)
    with capsys.disabled():
        print(f"\n{hands.told()}")  # noqa: T201  the figures of the story
    assert hands.seconds <= ARREST_SECONDS
    with transaction.atomic():
        assert people.officer.actor
        (arrest,) = Arrest.objects.filter(seizure=seizure).select_related("person")
        assert (arrest.person.role, arrest.person.sex, arrest.person.age_band) == ("courier", "F", "25-34")


def test_the_entry_weighs_little(phone: Page, line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    """What travels for the quick entry, as it is packed: the first time ever, and any later time."""
    weights = []
    for _visit in range(2):
        phone.goto("/seizures/new/")
        expect(phone.get_by_role("combobox", name="Substance")).to_be_visible()
        phone.wait_for_load_state("networkidle")
        weights.append(line.weight())
    with capsys.disabled():
        print(f"\nquick entry: first visit {weights[0]}, later {weights[1]} (answers, bytes)")  # noqa: T201  the figures
    assert weights[0][1] <= FIRST_VISIT
    assert weights[1][1] <= LATER_VISIT
    assert weights[1][0] <= LATER_ANSWERS


def _enter(hands: Stopwatch, picture: Any) -> None:
    """Fill the eight fields; airport, time, commodity and agency stand there already."""
    page = hands.page
    substance = page.get_by_role("combobox", name="Substance")
    with hands.step("open the quick entry"):
        hands.tap_through(page.get_by_role("link", name="Log", exact=True), substance)
    with hands.step("take a photo"):
        hands.photograph(page.locator("#camera"), picture)
    with hands.step("fill the eight fields"):
        hands.choose(page.get_by_label("Direction"), CARD["direction"])
        hands.choose(page.get_by_label("Carried by"), CARD["conveyance"])
        hands.tap(substance)
        hands.type(CARD["letters"])
        hands.tap(page.get_by_role("option", name=CARD["substance"]).first)
        hands.tap(page.get_by_label("Quantity"))
        hands.type(CARD["quantity"])
        hands.tap(page.get_by_label("Persons arrested"))
        hands.type(CARD["arrested"])
    with hands.step("submit"):
        done = page.get_by_role("status").filter(has_text="is submitted")
        hands.tap_through(page.get_by_role("button", name="Submit"), done)


def _arrest(hands: Stopwatch) -> None:
    """Write down who was arrested: role, agency and time stand there already."""
    page = hands.page
    with hands.step("open the arrest"):
        hands.tap_through(page.get_by_role("link", name="Add the arrest").first, page.get_by_label("Sex", exact=True))
    with hands.step("fill the arrest"):
        hands.choose(page.get_by_label("Sex", exact=True), CARD["sex"])
        hands.choose(page.get_by_label("Age", exact=True), CARD["age"])
    with hands.step("save the arrest"):
        hands.tap_through(page.get_by_role("button", name="Save"), page.get_by_role("heading", name="People"))


def _is_all_there(page: Page, people: Cast) -> None:
    """The photo travelled all the while; on a better line it arrives, and stands with the record."""
    expect(page.locator(".upload")).to_be_visible()
    expect(page.locator(".upload__state")).to_have_text("arrived", timeout=60_000)
    sequence_now()
    run_consumer("photos_taken_before")
    with transaction.atomic():
        actor = people.officer.actor
        seizure = Seizure.objects.visible_to(actor).get()
        assert (seizure.status, seizure.persons_arrested) == ("submitted", 1)
        assert attachments_of(actor, seizure).count() == 1
        assert Arrest.objects.filter(person__seizure=seizure).count() == 1
