"""By the clock: shares whose term ran out are told to the stream."""

from celery import shared_task

from aircop.access.endings import announce_endings


@shared_task
def announce_endings_task() -> int:
    """Append one event for each share that ended by itself since the last run."""
    return announce_endings()
