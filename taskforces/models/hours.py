"""Hours of a desk: spans of minutes of the week, and the same as days with opening and closing times.

A closing time at or before the opening one is of the next day, so 00:00 to 00:00 is the whole day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

DAY = 24 * 60
DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Opening:
    """One span of a day: Monday is 1; times are minutes of the day."""

    day: int
    opens: int
    closes: int

    @property
    def span(self) -> tuple[int, int]:
        """Return the span in minutes of the week; past Sunday midnight it runs on beyond the week."""
        start = (self.day - 1) * DAY + self.opens
        return start, start + ((self.closes - self.opens) % DAY or DAY)


def openings(spans: Iterable[tuple[int, int]]) -> list[Opening]:
    """Return spans as openings of days; one that is longer than a day is cut at midnight."""
    found = []
    for start, end in spans:
        at = start
        while at < end:
            stop = end if end - at <= DAY else (at // DAY + 1) * DAY
            found.append(Opening(at // DAY + 1, at % DAY, stop % DAY))
            at = stop
    return found


def clock(minutes: int) -> str:
    """Return minutes of the day as `08:30`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes(text: str) -> int:
    """Return `08:30`, or `8.30`, or `8`, as minutes of the day; 24:00 is midnight. Raises ValueError."""
    hours, _, rest = text.strip().replace(".", ":").replace("h", ":").partition(":")
    found = int(hours) * 60 + int(rest or 0)
    if not (hours.isascii() and (rest or "0").isascii() and 0 <= int(rest or 0) < 60 and 0 <= found <= DAY):  # noqa: PLR2004
        raise ValueError(text)
    return found % DAY
