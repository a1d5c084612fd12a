"""By the clock."""

from celery import shared_task

from seizures.services.entry_draft import forget_old_entries


@shared_task
def forget_old_entries_task() -> int:
    """Delete entries begun that nobody went on with for thirty days."""
    return forget_old_entries()
