"""By the clock: deliveries that are due, alerts whose time ran out."""

from celery import shared_task

from alerts.services.delivery import CHUNK, send_due
from alerts.services.notice import ring_due
from alerts.services.telling import expire_alerts


@shared_task
def send_deliveries_task() -> int:
    """Send what is due, in pieces, until nothing is; return how many rows were claimed."""
    sent = 0
    while claimed := send_due():
        sent += claimed
        if claimed < CHUNK:
            break
    return sent


@shared_task
def expire_alerts_task() -> int:
    """Close alerts whose time ran out."""
    return expire_alerts()


@shared_task
def ring_messages_task() -> int:
    """Ring what is due of messages, in pieces, until nothing is; return how many rows were claimed."""
    rung = 0
    while claimed := ring_due():
        rung += claimed
        if claimed < CHUNK:
            break
    return rung
