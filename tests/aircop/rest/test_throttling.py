"""A ceiling per person and process."""

from typing import Any

import pytest

from aircop.rest import throttling
from tests.aircop.rest.world import call, told, user


class Clock:
    """A monotonic clock that tests move."""

    now = 0.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace the module's clock."""
    clock = Clock()
    monkeypatch.setattr(throttling, "time", clock)
    return clock


def test_bucket(clock: Clock) -> None:
    """A burst, then the rate; one that is silent fills up, and no further."""
    buckets = throttling.Buckets()

    def take() -> float:
        return buckets.take("a", per_second=2, burst=3)

    assert [take(), take(), take()] == [0, 0, 0]
    assert take() == 0.5
    clock.now += 0.5
    assert take() == 0
    assert take() == 0.5
    clock.now += 100
    assert [take(), take(), take()] == [0, 0, 0]
    assert take() > 0


def test_only_so_many_are_remembered(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that was silent longest is forgotten."""
    monkeypatch.setattr(throttling, "MAX_BUCKETS", 2)
    buckets = throttling.Buckets()
    for subject in "abac":
        buckets.take(subject, per_second=1, burst=1)
    assert list(buckets._buckets) == ["a", "c"]


@pytest.mark.django_db
def test_answer(clock: Clock, settings: Any) -> None:
    """429 with Retry-After, for that person alone."""
    settings.API_REQUESTS_PER_MINUTE, settings.API_BURST = 60, 2
    answers = [call("GET", "/api/v1/me/") for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "1"
    assert told(answers[2])["type"] == "urn:aircop:problem:throttled"
    assert call("GET", "/api/v1/me/", who=user(2)).status_code == 200
    settings.API_REQUESTS_PER_MINUTE = 0
    assert call("GET", "/api/v1/me/").status_code == 200
