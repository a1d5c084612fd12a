"""Webhooks for tests, hook_of through the service."""

from typing import Any

from aircop.access.roles import Role
from alerts.services.webhook import Named, add_webhook
from tests.cast import Cast, Member


def administrator(cast: Cast) -> Member:
    """Return the administrator of the agency that serves at ACC1."""
    return cast.member("Ama Owusu", cast.foreign, Role.AGENCY_ADMIN)


def hook_of(member: Member, **changed: Any) -> Named:
    """Name a webhook."""
    told: dict[str, Any] = {"url": "https://alerts.example.org/in", "kinds": ["warning"]}
    return add_webhook(actor=member.actor, **told | changed)
