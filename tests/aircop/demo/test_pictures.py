"""Photos of the demo world: a few, small, drawn, the same at each load, filed as an officer files them."""

import io
from collections import Counter
from datetime import date

import pytest
from PIL import Image

from aircop.demo.pictures import EACH, caption, photographed, picture
from aircop.demo.stories import tell
from seizures.models import Attachment
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_each_way_of_hiding_has_a_few_photos() -> None:
    """Of records that were handed in, and never of more than a few."""
    stories = tell(today=TODAY, seizures=200)
    chosen = photographed(stories)
    ways = Counter(stories[place].found.concealment for place in chosen)
    assert len(ways) >= 10
    assert set(ways.values()) <= set(range(1, EACH + 1))
    assert {stories[place].acts[0].verb for place in chosen} == {"log"}
    assert {caption(stories[place]) for place in chosen} >= {"La valise, ouverte", "The case, opened"}


def test_a_photo_is_small_and_the_same_each_time() -> None:
    """And another one for another seizure."""
    one, other, *_rest = (story for story in tell(today=TODAY, seizures=200) if story.found.concealment == "FBT")
    data = picture(one, 1)
    assert data == picture(one, 1) != picture(other, 7)
    assert len(data) < 60_000
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (640, 480)


@pytest.mark.usefixtures("world")
def test_they_stand_with_their_records() -> None:
    """With the concealment that they show."""
    with as_owner():
        rows = list(Attachment.objects.select_related("seizure").prefetch_related("seizure__items"))
        shown = [(row.concealment, {item.concealment for item in row.seizure.items.all()}) for row in rows]
    assert len(rows) >= 10
    assert all(way in told for way, told in shown)
    assert all(row.seizure.status != "draft" for row in rows)
