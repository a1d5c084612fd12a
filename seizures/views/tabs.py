"""The tabs of a seizure: each part of the record has a page of its own, and its own cost."""

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

DUPLICATES = {
    "seizures:duplicate-list": _("Seizures"),
    "persons:person-duplicate-list": _("Persons"),
}

# The sections in which a record is entered, each with a page and a save of its own. What was found has a page for each
# item; its tab leads to the first one, which leads to the others.
FOUND = "seizures:item-change"
SECTIONS = {
    "seizures:seizure-change": _("What happened"),
    FOUND: _("What was found"),
    "seizures:conveyance-change": _("What carried it"),
    "seizures:route-change": _("Route"),
}


def tabs(seizure: Seizure, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a seizure's pages; `current` is the name of the address that is open."""
    return [_leading(name, words, [seizure.pk], current) for name, words in TABS.items()]


def sections(seizure: Seizure, current: str) -> list[dict[str, Any]]:
    """Return the sections of a seizure's entry; `current` is the name of the address that is open."""
    first = [item.sequence for item in seizure.items.all()][:1]
    return [
        _leading(name, words, [seizure.pk, *(first if name == FOUND else [])], current)
        for name, words in SECTIONS.items()
    ]


def duplicate_tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs of what may be there twice."""
    return [_leading(name, words, [], current) for name, words in DUPLICATES.items()]


def _leading(name: str, words: Any, args: list[Any], current: str) -> dict[str, Any]:
    return {"label": words, "href": reverse(name, args=args), "current": name == current}
