"""The pictures of the documentation, drawn anew by `python3 manage.py test -m journey --screenshots`."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Opener
from tests.journeys.world import World

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(settings.BASE_DIR) / "docs" / "screenshots"
LARGEST, COLOURS = 150_000, 128
TABLET = {"width": 768, "height": 1024}

# name, reader, address, window, colours
PICTURES: tuple[tuple[str, str, str, dict[str, int], Any], ...] = (
    ("my-work-desk-light", "supervisor", "/", DESK, "light"),
    ("my-work-phone-dark", "officer", "/", PHONE, "dark"),
    ("list-desk-light", "officer", "/seizures/", DESK, "light"),
    ("quick-entry-phone-light", "officer", "/seizures/new/", PHONE, "light"),
    ("detail-desk-light", "supervisor", "/seizures/{verified}/", DESK, "light"),
    ("detail-tablet-dark", "supervisor", "/seizures/{submitted}/", TABLET, "dark"),
    ("share-desk-dark", "supervisor", "/seizures/{verified}/share/", DESK, "dark"),
    ("units-phone-light", "officer", "/task-forces/", PHONE, "light"),
    ("audit-desk-light", "auditor", "/audit/", DESK, "light"),
    ("gallery-arabic-tablet-light", "officer", "/styleguide/arabic/", TABLET, "light"),
)


def test_pictures(opened: Opener, world: World) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = {state: str(seizure.pk) for state, seizure in world.seizures.items()}
    for name, reader, address, window, colours in PICTURES:
        page = opened(getattr(world.cast, reader), viewport=window, color_scheme=colours, locale="en-GB")
        page.goto(address.format(**names))
        _draw(page, FOLDER / f"{name}.png")


def _draw(page: Page, path: Path) -> None:
    """Write what the window shows, in few colours."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST, path
