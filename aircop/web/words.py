"""Times and quantities as people of the trade read them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

NBSP = "\N{NO-BREAK SPACE}"
SOON = timedelta(hours=1)
CLOCK = "H:i"


@dataclass(frozen=True, slots=True)
class Clock:
    """A term as words, with the tone and icon that go with it."""

    words: str
    tone: str
    icon: str


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all zones; read from disk once."""
    return frozenset(available_timezones())


def place_of(zone: str) -> str:
    """Return the town that a zone is named after: `Africa/Sao_Tome` reads `Sao Tome`."""
    return zone.rpartition("/")[2].replace("_", " ")


def day(at: date) -> str:
    """Return a day as the reader's language abbreviates it: `21 Nov 2026`, `21 nov. 2026`."""
    return date_format(at, pgettext("format of a day", "j M Y"))


def in_zone(at: datetime, zone: str, precision: str) -> str:
    """Return date and time of a zone, no finer than they are known (minute, hour, day, month)."""
    local = at.astimezone(ZoneInfo(zone))
    if precision == "month":
        return date_format(local, "F Y")
    if precision == "day":
        return day(local)
    if precision == "hour":
        return _("%(day)s about %(time)s") % {"day": day(local), "time": date_format(local, "H:00")}
    return f"{day(local)} {date_format(local, CLOCK)}"


def differs(at: datetime, zone: str) -> bool:
    """Whether clocks in the zone show another time than GMT."""
    return bool(zone) and at.astimezone(ZoneInfo(zone)).utcoffset() != timedelta(0)


def beside(at: datetime, zone: str, precision: str) -> str:
    """Return the airport's own time, with the day only where it is another day than in GMT."""
    local = at.astimezone(ZoneInfo(zone))
    same_day = local.date() == at.astimezone(UTC).date()
    shown = date_format(local, "H:00" if precision == "hour" else CLOCK)
    short = pgettext("format of a day", "j M")
    return shown if same_day else f"{date_format(local, short)} {shown}"


def span(delta: timedelta) -> str:
    """Return a length of time in its largest unit: 25 min, 3 h, 2 days."""
    minutes = int(delta.total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004
        return _("%(count)d min") % {"count": minutes}
    hours = minutes // 60
    if hours < 48:  # noqa: PLR2004
        return _("%(count)d h") % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def clock(due: datetime, done: datetime | None = None, now: datetime | None = None) -> Clock:
    """Say whether a term was met, is running, or has passed."""
    now = now or timezone.now()
    if done is not None:
        if done <= due:
            return Clock(_("Done in time"), "good", "circle-check")
        return Clock(_("Done %(span)s late") % {"span": span(done - due)}, "warn", "clock-exclamation")
    if now > due:
        return Clock(_("Overdue by %(span)s") % {"span": span(now - due)}, "bad", "clock-exclamation")
    tone = "warn" if due - now <= SOON else "neutral"
    return Clock(_("Due in %(span)s") % {"span": span(due - now)}, tone, "clock")


def ago(at: datetime, now: datetime | None = None) -> str:
    """Return how long ago something was, in its largest unit."""
    now = now or timezone.now()
    if now - at < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(at, now, depth=1)}


def number(value: Decimal, places: int | None = None) -> str:
    """Return a number in the reader's language; `places` rounds, without it trailing zeros go."""
    if places is None:
        normal = value.normalize()
        places = max(0, -int(normal.as_tuple().exponent))
    # number_format cuts digits off; a weight is rounded.
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return str(number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True))


def _mass(grams: Decimal) -> str:
    kg = grams / 1000
    if kg >= 1000:  # noqa: PLR2004
        return f"{number(kg / 1000, 2)}{NBSP}t"
    if kg >= 100:  # noqa: PLR2004
        return f"{number(kg, 0)}{NBSP}kg"
    if kg >= 1:
        return f"{number(kg, 1)}{NBSP}kg"
    return f"{number(grams, 0 if grams >= 10 else 1)}{NBSP}g"  # noqa: PLR2004


GRAMS = {"mg": Decimal("0.001"), "g": Decimal(1), "kg": Decimal(1000), "t": Decimal(1_000_000)}


def quantity(value: Decimal, unit: str, *, label: str = "", exact: bool = False) -> str:
    """Return a quantity for reading: kg with one decimal under 100 kg, tonnes from 1,000 kg; `exact` as recorded."""
    if exact or unit not in GRAMS:
        return f"{number(value)}{NBSP}{label or unit}"
    return _mass(value * GRAMS[unit])
