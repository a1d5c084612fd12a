"""Fields of a contact as people say them, for histories."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from aircop.reference.queries import label
from taskforces.models.contact_point import WEEK
from taskforces.models.hours import DASH, clock

LABELS: Mapping[str, Promise] = {
    "function": gettext_lazy("Function"),
    "name": gettext_lazy("Name of the desk"),
    "phones": gettext_lazy("Telephone numbers"),
    "email": gettext_lazy("E-mail"),
    "channels": gettext_lazy("Channels"),
    "languages": gettext_lazy("Languages spoken"),
    "hours": gettext_lazy("Hours"),
    "zone": gettext_lazy("Time zone of the hours"),
    "verified_on": gettext_lazy("Verified"),
    "verify_every_days": gettext_lazy("Make sure of it every so many days"),
    "withdrawn_at": gettext_lazy("Taken out"),
}


def label_of(name: str) -> str:
    """Return the words for a field."""
    return str(LABELS.get(name, name))


def shown(name: str, value: Any) -> str:
    """Return a kept value as people read it."""
    if value in (None, "", []):
        return ""
    match name:
        case "function":
            return label("contact_function", value)
        case "languages":
            return ", ".join(label("language", code) for code in value)
        case "channels":
            return ", ".join(f"{label('contact_channel', each['channel'])}: {each['address']}" for each in value)
        case "hours":
            return ", ".join("24/7" if span == [0, WEEK] else _span(*span) for span in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _span(start: int, end: int) -> str:
    return f"{start // 1440 + 1} {clock(start % 1440)}{DASH}{clock(end % 1440)}"
