"""Subscriptions for tests, kept through the services; and what alerts brought."""

from typing import Any

from alerts.models import Alert, Subscription
from alerts.services.subscription import Wanted, add_subscription
from tests.cast import Member
from tests.traces import rows


def watching(member: Member, **wanted: Any) -> Subscription:
    """Let a person watch for something."""
    return add_subscription(actor=member.actor, wanted=Wanted(**{"name": "Couriers", **wanted}))


def brought(alert: Alert, member: Member | None = None) -> dict[str, dict[str, Any]]:
    """Return the rows of an alert for a person, by their channel."""
    found = rows("SELECT * FROM alerts_delivery WHERE alert_id = %s ORDER BY id", alert.pk)
    return {row["channel"]: row for row in found if member is None or row["recipient_id"] == member.user.pk}
