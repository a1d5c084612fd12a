"""Times and days in texts from outside: RFC 3339 with an offset, and years in which our world can lie."""

import re
from datetime import date, datetime

YEARS = range(1900, 2201)  # others are mistakes, and overflow when zones are applied
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


def instant_of(text: object) -> datetime:
    """Return the instant in the offset it is written with; ValueError for anything else."""
    if not isinstance(text, str) or not INSTANT.fullmatch(text):
        raise ValueError(text)
    return _in_our_time(datetime.fromisoformat(text.upper()))


def day_of(text: object) -> date:
    """Return the calendar day; ValueError for anything else."""
    if not isinstance(text, str) or not DAY.fullmatch(text):
        raise ValueError(text)
    return _in_our_time(date.fromisoformat(text))


def _in_our_time[When: date](when: When) -> When:
    if when.year not in YEARS:
        raise ValueError(when)
    return when
