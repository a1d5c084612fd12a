"""A desk as its row and its card show it."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from aircop.reference.queries import label
from aircop.web.phones import show_phone
from aircop.web.words import day, place_of
from taskforces.models import ContactPoint
from taskforces.models.hours import DASH, clock, openings


def row_of(contact: ContactPoint) -> dict[str, Any]:
    """Return what a row of the directory shows."""
    return {"contact": contact, **card(contact)}


def card(contact: ContactPoint) -> dict[str, Any]:
    """Return a desk in words: how it is reached, when, in which languages, and who made sure of it when."""
    return {
        "function": label("contact_function", contact.function),
        "phones": [{"href": f"tel:{number}", "label": show_phone(number)} for number in contact.phones],
        "channels": [
            {"label": label("contact_channel", each["channel"]), "address": each["address"]}
            for each in contact.channels
        ],
        "languages": [label("language", code) for code in contact.languages],
        "hours": hours_in_words(contact),
        "local": f"{timezone.now().astimezone(ZoneInfo(contact.zone)):%H:%M} {place_of(contact.zone)}",
        "verified": verified_in_words(contact),
    }


def verified_in_words(contact: ContactPoint) -> dict[str, str]:
    """Return the badge of when somebody last made sure, red when that is too long ago."""
    words = _("verified %(day)s") % {"day": day(contact.verified_on)}
    if contact.stale:
        late = (timezone.now().date() - contact.verify_by) // timedelta(days=1)
        words = _("not verified since %(day)s, %(late)s days late") % {"day": day(contact.verified_on), "late": late}
    return {
        "label": words,
        "tone": "bad" if contact.stale else "good",
        "icon": "alert-triangle" if contact.stale else "check",
    }


def hours_in_words(contact: ContactPoint) -> str:
    """Return `24/7`, or the days and times in the desk's own zone: `Mon-Fri 08:00-17:00`."""
    if contact.around_the_clock:
        return "24/7"
    if not contact.hours:
        return _("hours not known")
    per_day: dict[int, list[str]] = {number: [] for number in range(1, 8)}
    for each in openings((span.lower, span.upper) for span in contact.hours):
        per_day[each.day].append(f"{clock(each.opens)}{DASH}{clock(each.closes)}")
    runs = groupby(per_day, key=lambda number: tuple(per_day[number]))
    return ", ".join(f"{_days(list(numbers))} {', '.join(times)}" for times, numbers in runs if times)


def _days(numbers: Iterable[int]) -> str:
    first, *rest = (str(WEEKDAYS_ABBR[number - 1]) for number in numbers)
    return f"{first}{DASH}{rest[-1]}" if rest else first
