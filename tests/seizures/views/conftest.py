"""Somebody at a browser, and what is typed into the quick entry."""

from collections.abc import Callable
from typing import Any

import pytest
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
