"""What the fields of an alert are called, and how their values read in the history."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.reference.queries import airport_name, label
from aircop.web.words import in_zone
from alerts.enums import AlertKind, AlertStatus, Result, Severity, Step
from seizures.enums import Handling, Precision

LABELS: Mapping[str, Any] = {
    "status": gettext_lazy("Status"),
    "reference": gettext_lazy("Reference"),
    "kind": gettext_lazy("Kind of alert"),
    "severity": gettext_lazy("How much it matters"),
    "title": gettext_lazy("In one line"),
    "body": gettext_lazy("What to look for, and what to do"),
    "person_details": gettext_lazy("Names, documents, descriptions of persons"),
    "substance": gettext_lazy("Substance"),
    "concealment": gettext_lazy("Concealment"),
    "conveyance": gettext_lazy("Carried by"),
    "weight_kg": gettext_lazy("How much, in kilograms"),
    "flight_number": gettext_lazy("Flight"),
    "route": gettext_lazy("Route"),
    "hazard": gettext_lazy("Danger for who handles it"),
    "colour": gettext_lazy("Notice"),
    "handling": gettext_lazy("Handling"),
    "handling_words": gettext_lazy("Conditions of handling"),
    "valid_until": gettext_lazy("Valid until"),
    "answer_by": gettext_lazy("Answer until"),
    "review_by": gettext_lazy("Review until"),
    "regions": gettext_lazy("All task forces of a sub-region"),
    "corridor": gettext_lazy("All task forces ahead on the route"),
    "addressees": gettext_lazy("Told to"),
    "addressees.unit": gettext_lazy("Named one by one"),
    "photos.name": gettext_lazy("Photo"),
    "photos.caption": gettext_lazy("Caption"),
    "answers": gettext_lazy("Answer"),
    "escalations": gettext_lazy("Went on"),
    "acknowledged_at": gettext_lazy("In hand since"),
    "submitted_at": gettext_lazy("Handed to review"),
    "published_at": gettext_lazy("Told"),
    "recalled_at": gettext_lazy("Recalled"),
    "recall_reason": gettext_lazy("Why it was recalled"),
    "reviewed_at": gettext_lazy("Reviewed"),
    "urgent": gettext_lazy("Sent at once"),
    "neutrality": gettext_lazy("Questions of neutrality"),
}
CHOICES: Mapping[str, Any] = {
    "status": AlertStatus,
    "kind": AlertKind,
    "severity": Severity,
    "handling": Handling,
    "answers": Result,
    "escalations": Step,
}
LISTS = {
    "substance": "substance",
    "concealment": "concealment",
    "conveyance": "conveyance",
    "colour": "notice_colour",
}


def label_of(field: str) -> str:
    """Return what a field is called."""
    return str(LABELS.get(field, field))


def shown(field: str, value: Any) -> str:
    """Return a value of the history as people read it."""
    if value in (None, "", []):
        return ""
    if field in LISTS:
        return label(LISTS[field], str(value))
    return _chosen(field, value) or _listed(field, value) or _moment(field, value) or str(value)


def _chosen(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    known = field in CHOICES and value in CHOICES[field]
    return str(CHOICES[field](value).label) if known else ""


def _listed(field: str, value: Any) -> str:
    if not isinstance(value, list):
        return ""
    return ", ".join(airport_name(each) if field == "route" else str(each) for each in value)


def _moment(field: str, value: Any) -> str:
    at = parse_datetime(value) if isinstance(value, str) and field.endswith(("_at", "_by", "_until")) else None
    return in_zone(at, "UTC", Precision.MINUTE) if at else ""
