"""By the clock: the head of the chain is published once a day."""

import structlog
from celery import shared_task
from django.db import connections, transaction

from aircop.access.unscoped import unscoped
from aircop.audit.chain import publish_head

log = structlog.get_logger()


@shared_task
def publish_head_task() -> int:
    """Publish the head in the log and in the database; return its place."""
    with unscoped("publishing the head of the audit chain") as alias, transaction.atomic(using=alias):
        connections[alias].ensure_connection()
        head = publish_head(connections[alias].connection)
    log.info("audit head published", sequence=head.sealed if head else 0, digest=head.head if head else "")
    return head.sealed if head else 0
