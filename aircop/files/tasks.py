"""What workers do with files."""

from celery import shared_task

from aircop.files.preparing import prepare_files
from aircop.files.sweeping import sweep_files


@shared_task
def prepare_files_task() -> int:
    """Scan and draw what was filed; woken by whoever filed it, and by the clock in case the call got lost."""
    return prepare_files()


@shared_task
def sweep_files_task() -> None:
    """Forget uploads whose time is over, and files of discarded drafts."""
    sweep_files()
