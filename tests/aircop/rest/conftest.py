"""The small API of `world` in place of the whole one."""

from collections.abc import Iterator
from typing import Any

import pytest

from aircop.rest.documents import SchemaView
from aircop.rest.throttling import BUCKETS
from tests.aircop.rest.world import NoteView


@pytest.fixture(autouse=True)
def small_api(settings: Any) -> Iterator[None]:
    """Route to the small API, and forget what processes remember."""
    settings.ROOT_URLCONF = "tests.aircop.rest.world"
    yield
    BUCKETS.clear()
    NoteView.shown.clear()
    SchemaView.made.clear()
