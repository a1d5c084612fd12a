"""Bringing messages to people: a row for each, by e-mail a doorbell, as alerts are brought.

Every row is claimed under a lease before it rings, so a worker that dies loses none; its id is the id of the message,
so whoever gets one twice can tell.
"""

import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections, transaction
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aircop.access.actor import NOBODY, Actor
from aircop.access.roles import SEE_IDENTITY, Permission, roles_with
from aircop.access.unscoped import unscoped
from aircop.audit import record
from alerts.enums import Channel
from alerts.models import Notice
from alerts.services.sending import CHUNK, TRIES, wait_after

REASON = "messages are brought to whom they were written"
WRITERS = [role.value for role in roles_with(Permission.SEND_MESSAGE)]

# Who reads the list of the thread itself, names and all, by a seat in force with a role that answers messages.
READERS = """
  SELECT s.user_id FROM access_listgroupgrant g
    JOIN auth_permission p ON p.id = g.permission_id JOIN access_seat s ON s.group_id = g.group_id
   WHERE g.content_object_id = t.access_list_id AND p.codename = %(sees)s AND s.role = ANY (%(roles)s)
     AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp())
     AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
  UNION
  SELECT u.user_id FROM access_listusergrant u JOIN auth_permission p ON p.id = u.permission_id
   WHERE u.content_object_id = t.access_list_id AND p.codename = %(sees)s
     AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp())
"""
FAN_OUT = """
INSERT INTO alerts_notice (id, thread_id, message_id, recipient_id, channel, attempts, fault, next_at, delivered_at)
SELECT gen_random_uuid(), t.id, m.id, told.user_id, way.channel, 0, '',
       CASE way.channel WHEN 'app' THEN NULL ELSE statement_timestamp() END,
       CASE way.channel WHEN 'app' THEN statement_timestamp() END
  FROM alerts_message m JOIN alerts_thread t ON t.id = m.thread_id
  CROSS JOIN LATERAL (READERS) told CROSS JOIN unnest(%(channels)s::text[]) AS way(channel)
 WHERE m.id = %(message)s AND told.user_id <> m.by_id AND t.withdrawn_at IS NULL
ON CONFLICT (message_id, recipient_id, channel) DO NOTHING
""".replace("READERS", READERS)
LAST = "SELECT id FROM alerts_message WHERE thread_id = %s ORDER BY sent_at DESC, id DESC LIMIT 1"
CLAIM = """
UPDATE alerts_notice
   SET lease_until = statement_timestamp() + make_interval(secs => %(lease)s), attempts = attempts + 1
 WHERE id IN (
   SELECT id FROM alerts_notice
    WHERE next_at <= statement_timestamp() AND delivered_at IS NULL AND parked_at IS NULL AND withheld_at IS NULL
      AND (lease_until IS NULL OR lease_until < statement_timestamp())
    ORDER BY next_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
STILL = """
SELECT EXISTS (
  SELECT FROM alerts_notice n JOIN alerts_thread t ON t.id = n.thread_id JOIN accounts_user p ON p.id = n.recipient_id
   WHERE n.id = %(notice)s AND t.withdrawn_at IS NULL AND p.is_active AND n.recipient_id IN (READERS))
""".replace("READERS", READERS)
ASKED: dict[str, Any] = {"sees": SEE_IDENTITY, "roles": WRITERS}


def tell_message(message_id: UUID) -> int:
    """Make the rows of a message and return how many are new; the consumer asks for it."""
    channels = [Channel.APP, Channel.EMAIL] if settings.MAIL else [Channel.APP]
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(FAN_OUT, {"message": message_id, "channels": channels, **ASKED})
        return int(cursor.rowcount)


def tell_newcomers(thread_id: UUID) -> int:
    """Make the rows of the last message of a thread for who came to it since, and return how many are new."""
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(LAST, [thread_id])
        last = cursor.fetchone()
    return tell_message(last[0]) if last else 0


def ring_due(limit: int = CHUNK) -> int:
    """Ring by e-mail what is due, and return how many rows were claimed.

    Rights are asked again before each: who may not read any more hears nothing. What was not reached in half the time
    of the lease is claimed anew when that has passed.
    """
    with unscoped(REASON) as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute(CLAIM, {"lease": settings.DELIVERY_LEASE_SECONDS, "most": limit})
            ids = [row[0] for row in cursor.fetchall()]
        until = time.monotonic() + settings.DELIVERY_LEASE_SECONDS / 2
        rows = Notice.objects.using(alias).filter(pk__in=ids).select_related("thread", "message", "recipient")
        for row in rows.order_by("next_at", "id"):
            if time.monotonic() < until:
                _ring(row) if _may_go(alias, row) else _withhold(alias, row)
    return len(ids)


def mark_thread_read(*, actor: Actor, thread_id: UUID) -> None:
    """Note that a person opened a thread; the first time counts. What was read is nobody's secret and no act."""
    rows = Notice.objects.filter(recipient_id=actor.subject_id, thread_id=thread_id, read_at__isnull=True)
    rows.update(read_at=Now())


# The parts ----------------------------------------------------------------------------------------------------------


def _may_go(alias: str, row: Notice) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute(STILL, {"notice": row.pk, **ASKED})
        return bool(cursor.fetchone()[0])


def _ring(row: Notice) -> None:
    """Ring once, and mark the row; a fault puts the next try off, the last one parks the row."""
    try:
        _doorbell(row).send()
    except OSError as fault:
        row.fault = type(fault).__name__
        row.next_at, row.lease_until = timezone.now() + wait_after(row.attempts), None
        row.parked_at = timezone.now() if row.attempts >= TRIES else None
    else:
        row.delivered_at, row.fault, row.lease_until = timezone.now(), "", None
    row.save(update_fields=["fault", "next_at", "lease_until", "parked_at", "delivered_at"])


def _withhold(alias: str, row: Notice) -> None:
    """Keep back what its recipient may not be told any more, and say so in the audit."""
    row.withheld_at, row.lease_until = timezone.now(), None
    reason = _("The right to see it ended before it was sent.")
    with transaction.atomic(using=alias):
        row.save(using=alias, update_fields=["withheld_at", "lease_until"])
        record(NOBODY, "message.withhold", about=row.thread, ids=[row.pk], reason=reason, using=alias)


def _doorbell(row: Notice) -> EmailMessage:
    """Return the doorbell: what kind of message, the reference and the address; no word of what was written."""
    address = f"{settings.PUBLIC_URL}/messages/{row.thread_id}/"
    with translation.override(row.recipient.language):
        words = {"reference": row.thread.reference, "kind": row.message.get_kind_display()}
        title = _("%(kind)s: %(reference)s") % words
        text = _("Open it in AIRCOP case management:\n\n%(address)s") % {"address": address}
        headers = {"Message-ID": f"<{row.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>"}
        return EmailMessage(title, text, to=[row.recipient.email], headers=headers)
