"""The sequencer: one process that gives committed events their positions, seals, and wakes the consumers.

A transaction that began early may commit late, so neither an event's id nor its time can be a reader's cursor. A
position is given after the commit, by whoever holds one advisory lock: a late commit gets a later position, and a
reader who has read up to a position has missed nothing before it.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing

import psycopg
from django.db import connections

from aircop.events import consumers
from aircop.events.heartbeats import BEAT, SEQUENCER
from aircop.events.waking import Waker

log = logging.getLogger(__name__)

CHANNEL = "aircop_events"
ROLE = "aircop_system"
LOCK = 0x41_49_52_43_4F_50_01  # any number, the same in every process of one database
BATCH = 1_000
SWEEP_SECONDS = 1.0
BEAT_SECONDS = 10.0
LONGEST_PAUSE = 10.0
# A server that vanished without a word is noticed in half a minute, and its lock is free again then.
LINK = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}

ASSIGN = """
    WITH batch AS MATERIALIZED (
        SELECT event_id, at FROM events_pendingevent ORDER BY at, event_id LIMIT %s
    ), taken AS (
        DELETE FROM events_pendingevent USING batch WHERE events_pendingevent.event_id = batch.event_id
    )
    INSERT INTO events_position (position, event_id, at)
    SELECT (SELECT coalesce(max(position), 0) FROM events_position) + row_number() OVER (ORDER BY at, event_id),
           event_id, clock_timestamp()
    FROM batch
"""

type Connection = psycopg.Connection[tuple[object, ...]]
type Sweep = Callable[[Connection], int]

_sweeps: dict[str, Sweep] = {}


def register_sweep(name: str, sweep: Sweep) -> None:
    """Have `sweep` called, in a transaction of its own and under the lock, at each turn of the sequencer.

    It does at most about a thousand rows and returns how many; it is called again at once while that is not none.
    """
    _sweeps[name] = sweep


def sequence_now() -> int:
    """Do what there is to do once, and return how much that was; for tests, and after a bulk load."""
    with closing(connect()) as connection:
        if not take_lock(connection):
            return 0
        done = 0
        while step := turn(connection):
            done += step
        return done


def connect() -> Connection:
    """Open a connection of the system's role, past any pool: a lock and LISTEN belong to one session."""
    parameters = connections["system"].get_connection_params()
    connection: Connection = psycopg.connect(**{**LINK, **parameters}, autocommit=True)
    connection.execute(f"SET ROLE {ROLE}")
    return connection


def take_lock(connection: Connection) -> bool:
    """Become the one sequencer of this database, or learn that another is it."""
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    return bool(row and row[0])


def turn(connection: Connection) -> int:
    """Give one batch of positions and run each sweep once; return how many rows that dealt with."""
    done = assign(connection)
    for name, sweep in _sweeps.items():
        try:
            with connection.transaction():
                done += sweep(connection)
        except Exception:  # a fault of one sweep must not stop the log
            if connection.closed:
                raise
            log.exception("The sweep %r failed; the log goes on without it.", name)
    return done


def assign(connection: Connection) -> int:
    """Give the next positions to at most `BATCH` committed events, by their time; return to how many."""
    return connection.execute(ASSIGN, [BATCH]).rowcount


class Sequencer:
    """The loop of `manage.py sequencer`, until `stop` is set."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.waker = Waker()
        self.beaten = float("-inf")

    def run(self) -> None:
        """Sequence; when the database goes away, come back to it with growing pauses."""
        pause = 0.5
        while not self.stop.is_set():
            try:
                with closing(connect()) as connection:
                    pause = 0.5
                    self.serve(connection)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                log.warning("The database is away (%s); next try in %.1f s.", type(error).__name__, pause)
                self.stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def serve(self, connection: Connection) -> None:
        """Wait for the lock as a standby, then take turns on this connection."""
        if not self.stand_by(connection):
            return
        log.info("This process is the sequencer now.")
        connection.execute(f"LISTEN {CHANNEL}")
        while not self.stop.is_set():
            done = turn(connection)
            self.beat(connection)
            self.waker.wake(connection, consumers.names())
            if not done:
                self.rest(connection)

    def stand_by(self, connection: Connection) -> bool:
        """Try for the lock each second; return whether it was got before the stop."""
        if take_lock(connection):
            return True
        log.info("Another process is the sequencer; standing by.")
        while not self.stop.wait(SWEEP_SECONDS):
            if take_lock(connection):
                return True
        return False

    def beat(self, connection: Connection) -> None:
        """Leave a sign of life now and then."""
        if time.monotonic() - self.beaten >= BEAT_SECONDS:
            connection.execute(BEAT, [SEQUENCER])
            self.beaten = time.monotonic()

    def rest(self, connection: Connection) -> None:
        """Sleep until a commit announces news, the next sweep is due, or a consumer waits to be woken."""
        seconds = min(SWEEP_SECONDS, self.waker.due_in())
        for _notification in connection.notifies(timeout=seconds, stop_after=1):
            return
