"""Clocks of urgent warnings for tests: brought, and put back so that their time is up."""

from typing import Any

from django.utils import timezone

from alerts.models import Addressee, Alert
from alerts.services.delivery import fan_out
from alerts.services.escalation import start_clocks
from tests.alerts.told import warned
from tests.cast import Cast
from tests.databases import as_owner


def brought(cast: Cast, **changed: Any) -> Alert:
    """Send an urgent warning of ABJ1 to ACC1, make its rows and start its clocks."""
    alert = warned(cast, **changed)
    fan_out(alert.pk)
    start_clocks(alert.pk)
    return alert


def ring_out(alert: Alert) -> None:
    """Let the time of every clock of an alert be up."""
    with as_owner():
        Addressee.objects.filter(alert=alert, due_at__isnull=False).update(due_at=timezone.now())


def let_review_be_due(alert: Alert) -> None:
    """Let the time for its review be over."""
    with as_owner():
        Alert._base_manager.filter(pk=alert.pk).update(review_by=timezone.now())
