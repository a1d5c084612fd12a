"""Waking consumers: one message to the broker, which may be lost or late without harm."""

import logging
import time
from collections.abc import Iterable

import psycopg
from kombu.exceptions import OperationalError

from aircop.celery import app

log = logging.getLogger(__name__)

TASK = "aircop.events.tasks.run_consumer_task"
PACE = 0.2  # seconds between two calls to one consumer while there is news
REMINDER = 5.0  # seconds until a consumer that lags behind the log is called again
EXPIRES = 60  # seconds after which nobody needs to follow the call: there were others
PATIENCE = 5.0  # seconds without calls after the broker did not answer
# kombu would try for ever; a sequencer that waits for the broker gives no positions.
BROKER = {"max_retries": 1, "interval_start": 0, "socket_connect_timeout": 2, "socket_timeout": 2}

HEAD = "SELECT coalesce(max(position), 0) FROM events_position"
PLACES = "SELECT name, position FROM events_consumer"

type Connection = psycopg.Connection[tuple[object, ...]]


class Waker:
    """Remembers which consumer was called for which news, and when."""

    def __init__(self) -> None:
        self.called: dict[str, tuple[int, float]] = {}
        self.quiet_until = 0.0
        self.waiting = False

    def due_in(self) -> float:
        """Return in how many seconds `wake` should run again at the latest."""
        return PACE if self.waiting else REMINDER

    def wake(self, connection: Connection, names: Iterable[str]) -> None:
        """Call each consumer that has something to read, unless it was called just now."""
        self.waiting = False
        now = time.monotonic()
        if now < self.quiet_until:
            return
        head, places = read_places(connection)
        behind = [name for name in names if places.get(name, 0) < head]
        due = [name for name in behind if self.is_due(name, head, now)]
        if due and self.send(due):
            self.called |= dict.fromkeys(due, (head, now))

    def is_due(self, name: str, head: int, now: float) -> bool:
        """Say whether a lagging consumer is to be called now; if news must wait for its pace, remember that."""
        told, at = self.called.get(name, (0, float("-inf")))
        if head > told and now - at < PACE:
            self.waiting = True
        return now - at >= (PACE if head > told else REMINDER)

    def send(self, names: list[str]) -> bool:
        """Put the calls into the broker; without it, stay quiet for a while: the beat catches up."""
        try:
            with app.connection_for_write(transport_options=BROKER) as broker, app.amqp.Producer(broker) as producer:
                for name in names:
                    app.send_task(TASK, (name,), expires=EXPIRES, ignore_result=True, producer=producer, retry=False)
        except (OperationalError, OSError) as error:
            log.warning("The broker is away (%s); consumers are woken by the beat.", type(error).__name__)
            self.quiet_until = time.monotonic() + PATIENCE
            return False
        return True


def read_places(connection: Connection) -> tuple[int, dict[str, int]]:
    """Return the last position of the log and the place of each consumer that ever ran."""
    row = connection.execute(HEAD).fetchone()
    head = int(str(row[0])) if row else 0
    return head, {str(name): int(str(position)) for name, position in connection.execute(PLACES)}
