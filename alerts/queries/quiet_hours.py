"""Reads of quiet hours: one's own."""

from aircop.access.actor import Actor
from alerts.models import QuietHours


def own_quiet_hours(actor: Actor) -> QuietHours | None:
    """Return when the actor is not to be woken; None when it never said so."""
    return QuietHours.objects.visible_to(actor).first()
