"""Erasure by law reaches whatever tells of people: a new part of a record is taken along, or fails here."""

from typing import Any

import pytest
from django.apps import apps

from aircop.access.erasure import parts, wiped
from alerts.models import Alert, ClosedGroup, Thread
from seizures.models import Case, Seizure

CLASSED: list[Any] = [model for model in apps.get_models() if hasattr(model, "FIELDS")]

# Records that are erased by an act of their own, each with its reason.
BY_THEMSELVES: dict[str, str] = {
    "seizures.EntryDraft": "its author's alone; what is about an erased record is deleted with it",
    "seizures.SavedView": "its author's alone: a name and filters, of no record",
    "taskforces.ContactPoint": "an office and who sits there, kept by its owner; nothing of a case",
    "taskforces.DutyShift": "who serves when, kept by its unit; nothing of a case",
    "files.StoredFile": "goes with the attachment that holds it, content and all",
    "files.Upload": "its sender's alone, and swept after a week",
}


def _reached(model: Any) -> set[Any]:
    """Return a model and its parts, whatever the depth."""
    found, waiting = set[Any](), [model]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += [part for part, _key in parts(each)]
    return found


REACHED = _reached(Seizure) | _reached(Case) | _reached(Alert) | _reached(Thread) | _reached(ClosedGroup)


def test_there_is_something_to_reach() -> None:
    """Or the tests below would hold nothing."""
    assert {model.__name__ for model in REACHED} >= {"Seizure", "Item"}
    assert set(wiped(Seizure)) >= {"narrative", "air_waybill", "summary", "withdrawn_reason", "handling_words"}


@pytest.mark.parametrize("model", CLASSED, ids=lambda model: model._meta.label)
def test_whatever_tells_of_people_can_be_erased(model: Any) -> None:
    """It is a part of what is erased, or has an act of its own; and something stands in each field afterwards."""
    if hasattr(model, "erase_rows"):
        assert model in REACHED
    elif wiped(model):
        assert model in REACHED or model._meta.label in BY_THEMSELVES


def test_the_exceptions_are_still_records() -> None:
    """A list of exceptions must not outlive them."""
    assert set(BY_THEMSELVES) <= {model._meta.label for model in CLASSED}
