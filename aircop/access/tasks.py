"""By the clock: shares whose term ran out are told to the stream, and those by name end with the last seat."""

from celery import shared_task

from aircop.access.endings import announce_endings, end_unseated_shares


@shared_task
def announce_endings_task() -> int:
    """Append one event for each share that ended by itself since the last run."""
    return announce_endings() + end_unseated_shares()
