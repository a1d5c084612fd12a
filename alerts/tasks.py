"""By the clock: deliveries that are due, alerts whose time ran out."""

import time
from typing import Any

from celery import shared_task

from alerts.services.chase import MOST, chase_answers
from alerts.services.digest import gather_digests
from alerts.services.escalation import run_clocks
from alerts.services.group_clock import announce_ends_of_groups
from alerts.services.sending import CHUNK, put_beat, send_due
from alerts.services.telling import expire_alerts

LONGEST = 2.0  # seconds that one task goes on before it lines up again: a new alert must not wait behind old mail
WEBHOOKS_AT_ONCE = 50


@shared_task
def send_deliveries_task() -> int:
    """Send the mail that is due, in pieces, until none is; return how many rows were claimed."""
    return _send_all(send_deliveries_task, CHUNK, webhooks=False)


@shared_task
def ring_webhooks_task() -> int:
    """Ring the webhooks that are due, in smaller pieces: each may take ten seconds."""
    return _send_all(ring_webhooks_task, WEBHOOKS_AT_ONCE, webhooks=True)


def _send_all(again: Any, size: int, *, webhooks: bool) -> int:
    sent, until = 0, time.monotonic() + LONGEST
    while time.monotonic() < until:
        claimed = send_due(size, webhooks=webhooks)
        sent += claimed
        if claimed < size:
            break
    if sent:
        again.delay()
    return sent


@shared_task
def delivery_beat_task() -> None:
    """Let a sign of life go through the queue."""
    put_beat()
    send_deliveries_task.delay()


@shared_task
def gather_digests_task() -> int:
    """Put together what is due in digests, and send it."""
    gathered = gather_digests()
    if gathered:
        send_deliveries_task.delay()
    return gathered


@shared_task
def expire_alerts_task() -> int:
    """Close alerts whose time ran out."""
    return expire_alerts()


@shared_task
def chase_answers_task() -> int:
    """Ask for answers that are due or overdue, in pieces, until none is; return how many."""
    asked, until = 0, time.monotonic() + LONGEST
    while time.monotonic() < until:
        found = chase_answers()
        asked += found
        if found < MOST:
            break
    return asked


@shared_task
def announce_ends_of_groups_task() -> int:
    """Announce the last day of closed groups, and their end."""
    return announce_ends_of_groups()


@shared_task
def escalate_alerts_task() -> int:
    """Let urgent warnings go on to others when nobody reacts."""
    taken = run_clocks()
    if taken:
        send_deliveries_task.delay()
    return taken
