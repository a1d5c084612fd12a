"""What workers do for the stream."""

from celery import shared_task

from aircop.events import consumers, heartbeats
from aircop.events.runner import run_consumer
from aircop.events.waking import EXPIRES


@shared_task
def run_consumer_task(name: str) -> None:
    """Let one consumer read what is new; the sequencer calls this."""
    run_consumer(name)


@shared_task
def run_consumers_task() -> None:
    """Let every consumer read what is new, for the case that a call got lost."""
    for name in consumers.names():
        run_consumer_task.apply_async((name,), expires=EXPIRES)


@shared_task
def heartbeat_task() -> None:
    """Leave a worker's sign of life."""
    heartbeats.beat(heartbeats.WORKER)
