"""What the fields of threads and closed groups are called, and how their values read in the history."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from aircop.web.words import in_zone
from alerts.enums import MessageKind, RequestStatus
from seizures.enums import Handling, Precision

LABELS: Mapping[str, Any] = {
    "subject": gettext_lazy("In one line"),
    "reference": gettext_lazy("Reference"),
    "handling": gettext_lazy("Handling"),
    "messages.kind": gettext_lazy("Message"),
    "requests.status": gettext_lazy("Request for information"),
    "name": gettext_lazy("Name"),
    "operation": gettext_lazy("Operation"),
    "ends_at": gettext_lazy("Until"),
    "until": gettext_lazy("Until"),
    "ended_at": gettext_lazy("Ended"),
    "members": gettext_lazy("Members"),
}
CHOICES: Mapping[str, Any] = {
    "handling": Handling,
    "messages.kind": MessageKind,
    "requests.status": RequestStatus,
}


def label_of(field: str) -> str:
    """Return what a field is called."""
    return str(LABELS.get(field, field))


def shown(field: str, value: Any) -> str:
    """Return a value of the history as people read it."""
    if value in (None, "", []):
        return ""
    if field in CHOICES and value in CHOICES[field]:
        return str(CHOICES[field](value).label)
    at = parse_datetime(value) if isinstance(value, str) and field in {"ends_at", "until", "ended_at"} else None
    return in_zone(at, "UTC", Precision.MINUTE) if at else str(value)
