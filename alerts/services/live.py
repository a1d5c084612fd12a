"""How much is new for whom, told to the pages that stand open: numbers alone."""

from collections.abc import Collection, Generator
from contextlib import closing
from uuid import UUID

from django.db import connections

from aircop.access.still import still_sees
from aircop.access.unscoped import unscoped
from aircop.events.sequencer import connect
from alerts.services.delivery import CHANNEL

MOST = 99
# What `queries.alert.inbox` shows as unread: only what its reader still sees.
UNREAD = """
SELECT d.recipient_id, count(*) FROM alerts_delivery d JOIN alerts_alert e ON e.id = d.alert_id
 WHERE d.channel = 'app' AND d.alert_id IS NOT NULL AND d.read_at IS NULL AND d.recipient_id = ANY (%s)
   AND e.withdrawn_at IS NULL AND SEES
 GROUP BY d.recipient_id
""".replace("SEES", still_sees("e", "d.recipient_id"))


def unread_of(people: Collection[UUID]) -> dict[UUID, int]:
    """Return, for each of these people, how many alerts are new to it: one statement for all whose pages stand open."""
    with unscoped("open pages are told how much is new: numbers") as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute(UNREAD, [list(people)])
            found = dict(cursor.fetchall())
        if not connections[alias].in_atomic_block:
            connections[alias].close()  # asked from threads that come and go
    return {person: min(found.get(person, 0), MOST) for person in people}


def wakings(seconds: float) -> Generator[bool]:
    """Yield True when inboxes changed, and False after so many seconds in which none did; for one thread of its own."""
    with closing(connect()) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        while True:
            yield any(True for _each in connection.notifies(timeout=seconds, stop_after=1))
