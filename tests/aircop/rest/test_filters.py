"""How single parameters are read."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from aircop.rest.filters import CodeFilter, DayFilter, Filter, Filters, IdFilter, InstantFilter

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [
        (IdFilter("pk", ""), ID, UUID(ID)),
        (IdFilter("pk", ""), ID.upper(), UUID(ID)),
        (CodeFilter("airport_id", ""), "ABJ", "ABJ"),
        (DayFilter("occurred_on", ""), "2026-03-01", date(2026, 3, 1)),
        (InstantFilter("at", ""), "2026-03-01T12:00:00Z", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        (InstantFilter("at", ""), "2026-03-01T12:00:00 00:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
    ],
)
def test_read(item: Filter, text: str, value: Any) -> None:
    """A text stands for a value."""
    assert item.values([text]) == [value]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (IdFilter("pk", ""), "{" + ID + "}"),
        (IdFilter("pk", ""), ID.replace("-", "")),
        (CodeFilter("airport_id", ""), "A B"),
        (CodeFilter("airport_id", ""), "x" * 65),
        (CodeFilter("airport_id", ""), "Ä"),
        (DayFilter("occurred_on", ""), "2026-02-30"),
        (DayFilter("occurred_on", ""), "2026-W01-1"),
        (InstantFilter("at", ""), "2026-03-01 12:00"),
    ],
)
def test_refused(item: Filter, text: str) -> None:
    """With a sentence for people."""
    with pytest.raises(ValueError, match=r"\.$"):
        item.values([text])


def test_names_and_inheritance() -> None:
    """A trailing underscore is dropped; filters of the base class stay."""

    class Places(Filters):
        from_ = CodeFilter("origin", "From where.")

    class MorePlaces(Places):
        to = CodeFilter("destination", "To where.")

    assert list(MorePlaces.known()) == ["id", "from", "to"]
