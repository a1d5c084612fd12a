"""Alerts for tests, written through the services."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alerts.enums import AlertKind
from alerts.models import Alert
from alerts.services.addressee import Chosen
from alerts.services.alert import Words, draft_alert
from alerts.services.telling import publish_alert, submit_alert, warn_at_once
from tests.cast import Cast, Member

NEUTRAL = {"human_rights": True, "political": False, "ordinary_crime": True}


def words(**changed: Any) -> Words:
    """Return what a warning says."""
    usual: dict[str, Any] = {
        "kind": AlertKind.WARNING,
        "title": "Couriers with false-bottom suitcases",
        "body": "Check hard-shell suitcases of two travellers on one booking.",
        "valid_until": timezone.now() + timedelta(days=7),
        "route": ["ABJ", "ACC", "LFW"],
    }
    return Words(**usual | changed)


def drafted(cast: Cast, by: Member | None = None, chosen: Chosen | None = None, **changed: Any) -> Alert:
    """Draft an alert of ABJ1 for ACC1."""
    seizure, case = changed.pop("seizure", None), changed.pop("case", None)
    return draft_alert(
        actor=(by or cast.officer).actor,
        words=words(**changed),
        chosen=chosen or Chosen(units=[cast.acc]),
        seizure=seizure,
        case=case,
    )


def published(cast: Cast, **changed: Any) -> Alert:
    """Draft, hand over and publish an alert."""
    return publish_reviewed(cast, drafted(cast, **changed))


def publish_reviewed(cast: Cast, alert: Alert) -> Alert:
    """Hand a draft over and publish it."""
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    return publish_alert(actor=cast.supervisor.actor, alert=alert, neutrality=NEUTRAL)


def warned(cast: Cast, **changed: Any) -> Alert:
    """Send an urgent warning."""
    return warn_at_once(actor=cast.officer.actor, alert=drafted(cast, **changed))
