"""The tabs of a seizure: each part of the record has a page of its own, and its own cost."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seizures.models import Seizure

TABS = {
    "seizures:seizure-detail": _("Record"),
    "seizures:person-list": _("People"),
    "seizures:laboratory": _("Laboratory"),
    "seizures:attachment-list": _("Files"),
    "seizures:related": _("Agencies, cases, duplicates"),
    "seizures:handling": _("Handling and consent"),
}

# The sections in which a record is entered, each with a page and a save of its own.
SECTIONS = {
    "seizures:seizure-change": _("What happened"),
    "seizures:conveyance-change": _("What carried it"),
    "seizures:route-change": _("Route"),
}


def tabs(seizure: Seizure, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a seizure's pages; `current` is the name of the address that is open."""
    return _leading(TABS, seizure, current)


def sections(seizure: Seizure, current: str) -> list[dict[str, Any]]:
    """Return the sections of a seizure's entry; `current` is the name of the address that is open."""
    return _leading(SECTIONS, seizure, current)


def _leading(pages: Mapping[str, Any], seizure: Seizure, current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse(name, args=[seizure.pk]), "current": name == current}
        for name, label in pages.items()
    ]
