"""The tabs of a seizure: each part of the record has a page of its own, and its own cost."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seizures.models import Seizure

TABS = {
    "seizures:seizure-detail": _("Record"),
    "seizures:related": _("Agencies and duplicates"),
}


def tabs(seizure: Seizure, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a seizure's pages; `current` is the name of the address that is open."""
    return [
        {"label": label, "href": reverse(name, args=[seizure.pk]), "current": name == current}
        for name, label in TABS.items()
    ]
