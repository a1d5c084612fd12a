"""What the toolkit does by the clock."""

from celery import shared_task

from aircop.rest.idempotency import purge_idempotency_keys


@shared_task
def purge_idempotency_keys_task() -> int:
    """Forget the idempotency keys of the day before."""
    return purge_idempotency_keys()
