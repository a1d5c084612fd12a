"""Days of which a document tells too little: the year's last two digits, or the day of the year alone."""

from calendar import isleap
from datetime import date

FILLER = "<"
LONGEST_LIFE = 100  # years


def _day(year: int, text: str) -> date | None:
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def born_on(text: str, today: date) -> date | None:
    """Return the day of birth of `YYMMDD`: the last one that is not to come. None where part of it is unknown."""
    if not (text.isascii() and text.isdigit()):
        return None
    century = today.year // 100 * 100
    days = [_day(century - back + int(text[:2]), text) for back in (0, LONGEST_LIFE)]
    return next((day for day in days if day is not None and day <= today), None)


def expires_on(text: str, today: date) -> date | None:
    """Return the day of expiry of `YYMMDD`: the one nearest to today. None where part of it is unknown."""
    if not (text.isascii() and text.isdigit()):
        return None
    century = today.year // 100 * 100
    days = [_day(century + more + int(text[:2]), text) for more in (-100, 0, 100)]
    return min((day for day in days if day is not None), key=lambda day: abs(day - today), default=None)


def day_of_year(number: int, today: date) -> date | None:
    """Return the day with this number in its year, of the years around today the nearest one. None if there is none."""
    days = [
        date.fromordinal(date(year, 1, 1).toordinal() + number - 1)
        for year in range(today.year - 1, today.year + 2)
        if 1 <= number <= (366 if isleap(year) else 365)
    ]
    return min(days, key=lambda day: abs(day - today), default=None)


def possible(text: str) -> bool:
    """Whether `YYMMDD` can be a day; unknown parts are fillers, from the end on."""
    known = text.rstrip(FILLER)
    if FILLER in known or len(known) % 2:
        return False
    month, day = known[2:4], known[4:6]
    if month and not 1 <= int(month) <= 12:  # noqa: PLR2004
        return False
    return not day or _day(2000, text) is not None
