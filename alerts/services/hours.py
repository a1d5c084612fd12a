"""Arithmetic of the clocks that people live by: when quiet hours end, when a digest is due next."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alerts.enums import Mail

SECOND = timedelta(seconds=1)


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone; UTC where nobody knows its name any more, so that nothing ever waits for that."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_quiet(at: datetime, begins: time, ends: time, zone: ZoneInfo) -> bool:
    """Whether clocks in the zone stand between two hours at an instant; the hours may run over midnight."""
    now = at.astimezone(zone).time()
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def quiet_until(at: datetime, begins: time, ends: time, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours that hold at an instant end; None when it is not quiet.

    An hour that clocks show twice is the next one that comes; one that they skip ends the quiet when they skip it.
    """
    if not is_quiet(at, begins, ends, zone):
        return None
    local = at.astimezone(zone)
    day = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    return _next(at, datetime.combine(day, ends), zone)


def next_digest(at: datetime, mail: str, hour: int, weekday: int, zone: ZoneInfo) -> datetime:
    """Return the first instant after `at` at which a digest is due: each day, or each week on a weekday, at an hour.

    Once a day, also on the day on which clocks show the hour twice: the first of the two.
    """
    today = at.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(9)]
    fitting = [day for day in days if mail == Mail.DAILY or day.weekday() == weekday]
    instants = [_first(datetime.combine(day, time(hour)), zone) for day in fitting]
    return next(instant for instant in instants if instant > at)


def _both(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants that a wall clock may mean; the same one twice on usual days."""
    one, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return min(one, other), max(one, other)


def _first(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return when clocks show this for the first time, or skip it."""
    early, late = _both(wall, zone)
    return early if early.astimezone(zone).replace(tzinfo=None) == wall else _skipped(early, late, zone)


def _next(at: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant after `at` at which clocks show this, or skip it."""
    first = _first(wall, zone)
    return first if first > at else _both(wall, zone)[1]


def _skipped(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """Return when clocks were put forward, between two instants around it."""
    before = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
