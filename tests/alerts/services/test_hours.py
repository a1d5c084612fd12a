"""Hours in zones: quiet ends outside of quiet, a digest is due at its hour; also when clocks are put on or back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.services.hours import is_quiet, next_digest, quiet_until, zone_named

ZONES = [
    "UTC",
    "Africa/Abidjan",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Lisbon",
    "Europe/Paris",
    "Pacific/Apia",
]
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: time(*divmod(minute, 60)))
NEW_YORK = ZoneInfo("America/New_York")


@given(instants, minutes, minutes, zones)
def test_quiet_hours_end_at_the_first_moment_that_is_not_quiet(
    at: datetime, begins: time, ends: time, zone: ZoneInfo
) -> None:
    if begins == ends:
        return
    until = quiet_until(at, begins, ends, zone)
    assert (until is not None) is is_quiet(at, begins, ends, zone)
    if until is None:
        return
    assert at < until <= at + timedelta(hours=26)
    assert not is_quiet(until, begins, ends, zone)
    shown, before = until.astimezone(zone), (until - timedelta(seconds=1)).astimezone(zone)
    skipped = shown.utcoffset() != before.utcoffset()
    assert shown.time() == ends or (skipped and before.time() < ends < shown.time())


@given(instants, st.sampled_from(["daily", "weekly"]), st.integers(0, 23), st.integers(0, 6), zones)
def test_a_digest_is_due_at_its_hour_and_once_a_day(
    at: datetime, mail: str, hour: int, weekday: int, zone: ZoneInfo
) -> None:
    due = next_digest(at, mail, hour, weekday, zone)
    shown, before = due.astimezone(zone), (due - timedelta(seconds=1)).astimezone(zone)
    assert due > at
    assert due - at <= timedelta(days=1 if mail == "daily" else 7, hours=2)
    assert shown.time() == time(hour) or shown.utcoffset() != before.utcoffset()
    assert mail == "daily" or shown.weekday() == weekday
    after = next_digest(due, mail, hour, weekday, zone)
    assert after.astimezone(zone).date() - shown.date() == timedelta(days=1 if mail == "daily" else 7)


@pytest.mark.parametrize(
    ("at", "ends", "until"),
    [
        ("2026-03-08T05:00", time(2, 30), "2026-03-08T07:00"),  # clocks skip from 2 to 3: over when they do
        ("2026-11-01T04:30", time(1, 30), "2026-11-01T05:30"),  # shown twice: the first
        ("2026-11-01T06:10", time(1, 30), "2026-11-01T06:30"),  # and in between the second
        ("2026-07-01T03:00", time(6), "2026-07-01T10:00"),
    ],
)
def test_on_the_days_on_which_clocks_change(at: str, ends: time, until: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert quiet_until(moment, time(22), ends, NEW_YORK) == datetime.fromisoformat(until).replace(tzinfo=UTC)


def test_a_digest_in_the_hour_that_comes_twice_is_due_once() -> None:
    first = datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert next_digest(first - timedelta(hours=1), "daily", 1, 0, NEW_YORK) == first
    assert next_digest(first, "daily", 1, 0, NEW_YORK) == datetime(2026, 11, 2, 6, tzinfo=UTC)


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert [zone_named(name).key for name in ("Europe/Paris", "Nowhere/At_All", "../etc/passwd", "")] == [
        "Europe/Paris",
        "UTC",
        "UTC",
        "UTC",
    ]
