"""A small storm in every run of the suite; `make chaos` plays the large one."""

from typing import Any

import pytest

from tests.chaos.storm import Report, storm


@pytest.mark.chaos
def test_nothing_is_lost_and_nothing_told_twice() -> None:
    """1,000 deliveries while workers, beat and broker are killed, the broker is flushed, PostgreSQL restarts."""
    found = storm(1_000, pause=0.3, lease=5, blows=7)
    assert sum(found.kills.values()) == 7, found.words()
    assert found.good, found.words()


def test_what_is_lost_or_doubled_is_seen() -> None:
    """Or the test above would hold nothing."""
    whole: dict[str, Any] = {"wanted": 2, "rows": 2, "people": 2, "sent": 2, "named": {"a", "b"}}
    assert Report(**whole, arrived=["a", "b"]).good
    for wrong in (["a"], ["a", "b", "b"], ["a", "b", "c"]):
        assert not Report(**whole, arrived=wrong).good
    assert not Report(**whole | {"rows": 3}, arrived=["a", "b"]).good
