"""Running a consumer: its place moves in the same transaction as its effects, so none is lost and none is doubled.

A try is counted before it begins. So an event that kills its worker is counted too; and after a try that brought
nothing the runner goes on in steps of one event, to find the one that kills.
"""

import logging
import time
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from aircop.errors import where
from aircop.events import registry
from aircop.events.consumers import EventView, Reaction, reaction
from aircop.events.models import Consumer, ParkedEvent, Position
from aircop.events.tokens import head

log = logging.getLogger(__name__)

BATCH = 100
WINDOW = 10_000  # positions looked at in one step, so that a reader of rare kinds never scans the whole log at once
TRIES = 3
RUN_SECONDS = 120.0  # then the sequencer calls again: a task must end before its time limit
DIED = "The worker died while it handled this event."


def run_consumer(name: str) -> int:
    """Let one consumer read what is new, until nothing is; return how many events it handled or parked.

    When another worker runs it, this one leaves at once. An event that fails stops the run; the next run tries again.
    """
    react = reaction(name)
    place = _introduce(react)
    careful = BATCH if place.attempts else 0
    until = time.monotonic() + RUN_SECONDS
    handled = 0
    while place.position < head() and time.monotonic() < until:
        step = _step(react, 1 if careful > 0 else BATCH)
        if step is None:
            break
        handled += step
        careful -= 1
        place.refresh_from_db()
        if place.attempts:
            break
    return handled


def retry_parked(name: str | None = None) -> tuple[int, int]:
    """Try parked events once more, of one consumer or of all; return how many went well and how many did not."""
    waiting = open_parked(name).values_list("pk", flat=True)
    outcomes = [_retry(pk) for pk in list(waiting)]
    return outcomes.count(True), outcomes.count(False)


def open_parked(name: str | None = None) -> QuerySet[ParkedEvent]:
    """Return what is parked and not resolved, of one consumer or of all, in the order of the log."""
    parked = ParkedEvent.objects.filter(resolved_at=None).order_by("consumer", "position")
    return parked.filter(consumer=name) if name else parked


def view(row: Position) -> EventView:
    """Return the event at a position as consumers and feeds see it."""
    event = row.event
    return EventView(
        position=row.position,
        id=event.id,
        kind=event.kind,
        version=event.version,
        object_type=event.object_type,
        object_id=event.object_id,
        access_list=event.access_list,
        root_list=event.root_list,
        at=event.at,
        actor=event.actor,
        payload=registry.decode(event.kind, event.version, event.payload),
    )


def _introduce(react: Reaction) -> Consumer:
    """Return the consumer's place, made at its first run."""
    start = 0 if react.from_start else head()
    Consumer.objects.bulk_create([Consumer(name=react.name, position=start)], ignore_conflicts=True)
    return Consumer.objects.get(pk=react.name)


def _step(react: Reaction, size: int) -> int | None:
    """Count a try, then handle up to `size` events and move on; None when another worker has the consumer."""
    with transaction.atomic(durable=True):
        place = _lock(react)
        if place is None:
            return None
        if place.attempts >= TRIES:
            return _pass_killer(react, place)
        Consumer.objects.filter(pk=place.pk).update(attempts=F("attempts") + 1)
    with transaction.atomic(durable=True):
        place = _lock(react)
        return None if place is None else _handle(react, place, size)


def _lock(react: Reaction) -> Consumer | None:
    """Take the consumer's row, unless another worker has it."""
    return Consumer.objects.select_for_update(skip_locked=True).filter(pk=react.name).first()


def _handle(react: Reaction, place: Consumer, size: int) -> int:
    """Handle the next events, each in a savepoint; stop at one that fails."""
    end = min(head(), place.position + WINDOW)
    rows = list(_next(react, place, end)[:size])
    for done, row in enumerate(rows):
        try:
            with transaction.atomic():
                react.react(view(row))
        except Exception as error:  # noqa: BLE001  (whatever it is, the consumers' order of things decides)
            return done + _stumble(react, place, row, error, done)
        place.position = row.position
    _move(place, place.position if len(rows) == size else end)
    return len(rows)


def _next(react: Reaction, place: Consumer, end: int) -> QuerySet[Position]:
    """Return what the consumer has still to read, up to a position."""
    ahead = Position.objects.filter(position__gt=place.position, position__lte=end, event__kind__in=react.kinds)
    return ahead.select_related("event").order_by("position")


def _stumble(react: Reaction, place: Consumer, row: Position, error: Exception, done: int) -> int:
    """Keep what was done before a failure; park the event at its third one. Returns 1 for a parked event, else 0."""
    attempts = 1 if done else place.attempts
    log.warning("Consumer %s failed at %d, try %d: %s", react.name, row.position, attempts, where(error))
    if attempts < TRIES:
        _move(place, place.position, attempts=attempts)
        return 0
    _park(react, row, attempts, where(error))
    _move(place, row.position)
    return 1


def _pass_killer(react: Reaction, place: Consumer) -> int:
    """Park the event at which worker after worker died without a word; returns 1, or 0 when there is none."""
    row = _next(react, place, head()).first()
    if row is not None:
        log.error("Consumer %s lost its worker at %d, %d times.", react.name, row.position, place.attempts)
        _park(react, row, place.attempts, DIED)
        place.position = row.position
    _move(place, place.position)
    return 0 if row is None else 1


def _move(place: Consumer, position: int, attempts: int = 0) -> None:
    """Write how far the consumer has come."""
    Consumer.objects.filter(pk=place.pk).update(position=position, attempts=attempts, updated_at=Now())


def _park(react: Reaction, row: Position, attempts: int, error: str) -> None:
    """Set an event aside, to be listed and tried again by hand."""
    ParkedEvent.objects.create(consumer=react.name, position=row.position, attempts=attempts, error=error)


def _retry(pk: UUID) -> bool:
    """Try one parked event; say whether it went well."""
    with transaction.atomic(durable=True):
        waiting = ParkedEvent.objects.select_for_update(skip_locked=True).filter(pk=pk, resolved_at=None)
        parked = waiting.first()
        if parked is None:
            return False
        try:
            with transaction.atomic():
                row = Position.objects.select_related("event").get(pk=parked.position)
                reaction(parked.consumer).react(view(row))
        except Exception as error:  # noqa: BLE001  (it stays parked, with its newest fault)
            waiting.update(attempts=F("attempts") + 1, error=where(error))
            return False
        waiting.update(resolved_at=Now())
        return True
