"""Digests: what waited for one hour is put together, one message for a person."""

from django.db import connections, transaction

from aircop.access.unscoped import unscoped
from alerts.services.delivery import REASON

# One at a time: two would make two messages of what belongs into one.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('aircop_digests'))"
GATHER = """
WITH due AS (
  SELECT id, recipient_id, agency_id FROM alerts_delivery
   WHERE in_digest AND digest_id IS NULL AND next_at <= statement_timestamp()
     AND delivered_at IS NULL AND parked_at IS NULL AND withheld_at IS NULL
   FOR UPDATE
), made AS (
  INSERT INTO alerts_delivery (id, recipient_id, agency_id, channel, why, urgent, attempts, fault, in_digest, next_at)
  SELECT gen_random_uuid(), recipient_id, agency_id, 'digest', 'own', false, 0, '', false, statement_timestamp()
    FROM due GROUP BY recipient_id, agency_id
  RETURNING id, recipient_id, agency_id
)
UPDATE alerts_delivery d SET digest_id = made.id, next_at = NULL
  FROM due JOIN made ON made.recipient_id = due.recipient_id AND made.agency_id IS NOT DISTINCT FROM due.agency_id
 WHERE d.id = due.id
"""


def gather_digests() -> int:
    """Put the mails that are due in digests together, and return how many were; the clock asks for it.

    Each message is a row of its own: it is claimed, tried, put off and marked as any other, and its id is the id of
    the message, however often it is sent.
    """
    with unscoped(REASON) as alias, transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(ALONE)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(GATHER)
        return int(cursor.rowcount)
