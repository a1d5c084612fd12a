"""Somebody at a browser, and what is typed into the quick entry."""

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import CheckboxInput
from django.test import Client
from uuid6 import uuid7

from tests.cast import Cast, Member

type SignIn = Callable[[Member], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """Return a function that signs a member in."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return sign_in


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """Return the eight fields as a browser sends them."""
    return {
        "airport": "ABJ",
        "occurred_0": "2026-03-14",
        "occurred_1": "03:10",
        "occurred_2": "Africa/Abidjan",
        "direction": "OUT",
        "conveyance": "PAX",
        "commodity": "DRG",
        "substance": "cocaine",
        "amount_0": "2.786",
        "amount_1": "kg",
        "lead_agency": str(cast.customs.pk),
        "persons_arrested": "1",
        "record": str(uuid7()),
    }


def sent_by(form: Any) -> dict[str, str]:
    """Return what a browser sends for a form that was just shown."""
    sent: dict[str, str] = {}
    for bound in form:
        if isinstance(bound.field.widget, CheckboxInput):
            if bound.value():
                sent[bound.html_name] = "on"
            continue
        widget, value = bound.field.widget, bound.value()
        if hasattr(widget, "widgets"):
            parts = value if isinstance(value, list) else widget.decompress(value)
            names = [f"{bound.html_name}_{place}" for place in range(len(parts))]
            pairs = list(zip(names, widget.widgets, parts, strict=True))
        else:
            pairs = [(bound.html_name, widget, value)]
        for name, each, part in pairs:
            told = each.format_value(part)
            if not told and getattr(each, "allow_multiple_selected", False):
                continue  # boxes that are not ticked are not sent
            sent[name] = str((told[0] if told else "") if isinstance(told, list) else "" if told is None else told)
    return sent
