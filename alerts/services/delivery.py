"""Bringing alerts to people: a row for each, e-mail as a doorbell, and what is done when it fails.

Every row is claimed under a lease before it is sent, so a worker that dies loses none; its id is the id of the message,
so whoever gets one twice can tell.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections, transaction
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.roles import UNIT_LEVELS
from aircop.access.unscoped import unscoped
from alerts.enums import Channel
from alerts.models import Delivery

CHUNK = 500
LEASE = timedelta(minutes=5)
TRIES = 8
FIRST_WAIT = timedelta(seconds=30)  # doubled after each try
UNIT_ROLES = tuple(str(role) for role in UNIT_LEVELS)
REASON = "alerts are brought to whom they were told"

# One row per person who sits with an addressee now, on each channel. Repeating it adds nobody twice.
FAN_OUT = """
INSERT INTO alerts_delivery
  (id, alert_id, recipient_id, channel, why, urgent, attempts, fault, next_at, delivered_at)
SELECT gen_random_uuid(), told.alert_id, told.user_id, way.channel, told.kind, told.urgent, 0, '',
       CASE way.channel WHEN 'app' THEN NULL ELSE statement_timestamp() END,
       CASE way.channel WHEN 'app' THEN statement_timestamp() END
  FROM (
    SELECT DISTINCT ON (s.user_id) s.user_id, a.alert_id, a.kind, e.urgent
      FROM alerts_addressee a
      JOIN alerts_alert e ON e.id = a.alert_id
      LEFT JOIN taskforces_unitrole r ON r.task_force_id = a.unit_id AND r.role = ANY (%(roles)s)
      LEFT JOIN taskforces_agency g ON g.id = a.agency_id
      JOIN access_seat s ON s.group_id = COALESCE(r.group_id, g.group_id)
     WHERE a.alert_id = %(alert)s AND e.status = 'published' AND s.user_id <> e.published_by_id
       AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
     ORDER BY s.user_id, a.id
  ) told CROSS JOIN unnest(%(channels)s::text[]) AS way(channel)
ON CONFLICT (alert_id, recipient_id, channel) DO NOTHING
"""
CLAIM = """
UPDATE alerts_delivery
   SET lease_until = statement_timestamp() + make_interval(secs => %(lease)s), attempts = attempts + 1
 WHERE id IN (
   SELECT id FROM alerts_delivery
    WHERE next_at <= statement_timestamp() AND delivered_at IS NULL AND parked_at IS NULL AND withheld_at IS NULL
      AND (lease_until IS NULL OR lease_until < statement_timestamp())
    ORDER BY next_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# Who of the rows may still see its alert: a seat in force in a group that holds a grant on its list, or an own grant.
STILL = """
SELECT d.id FROM alerts_delivery d JOIN alerts_alert e ON e.id = d.alert_id
 WHERE d.id = ANY (%(ids)s) AND e.withdrawn_at IS NULL AND EXISTS (
   SELECT FROM access_listgroupgrant t JOIN access_seat s ON s.group_id = t.group_id
    WHERE s.user_id = d.recipient_id AND t.content_object_id IN (e.access_list_id, e.root_list_id)
      AND (t.expires_at IS NULL OR t.expires_at > statement_timestamp())
      AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
   UNION ALL
   SELECT FROM access_listusergrant u
    WHERE u.user_id = d.recipient_id AND u.content_object_id IN (e.access_list_id, e.root_list_id)
      AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp()))
"""
RECALL = """
UPDATE alerts_delivery SET recalled_at = statement_timestamp(), read_at = NULL, attempts = 0, parked_at = NULL,
       lease_until = NULL, fault = '',
       next_at = CASE channel WHEN 'app' THEN NULL ELSE statement_timestamp() END,
       delivered_at = CASE channel WHEN 'app' THEN delivered_at END
 WHERE alert_id = %s AND recalled_at IS NULL AND (delivered_at IS NOT NULL OR channel = 'app')
"""
NEVER_SENT = """
UPDATE alerts_delivery SET withheld_at = statement_timestamp()
 WHERE alert_id = %s AND delivered_at IS NULL AND recalled_at IS NULL
"""
FIGURES = """
SELECT count(*) AS reached, count(read_at) AS opened FROM alerts_delivery WHERE alert_id = %s AND channel = 'app'
"""


def fan_out(alert_id: UUID) -> int:
    """Make the rows of a published alert and return how many are new; the consumer asks for it."""
    told: Mapping[str, Any] = {"alert": alert_id, "roles": list(UNIT_ROLES), "channels": _channels()}
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(FAN_OUT, told)
        return int(cursor.rowcount)


def tell_recall(alert_id: UUID) -> None:
    """Show everybody who got an alert that it was recalled, and ring where it was rung before."""
    with unscoped(REASON) as alias, transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(NEVER_SENT, [alert_id])
        cursor.execute(RECALL, [alert_id])


def send_due(limit: int = CHUNK) -> int:
    """Send what is due on other channels than the application, and return how many rows were claimed.

    The lease is written before anything is sent. Whoever may not see the alert any more gets nothing.
    """
    with unscoped(REASON) as alias:
        ids = _claim(alias, limit)
        still = _still_seen(alias, ids)
        rows = Delivery.objects.using(alias).filter(pk__in=ids).select_related("alert", "recipient")
        for row in rows.order_by("-urgent", "next_at"):
            _send(row) if row.pk in still else _withhold(row)
    return len(ids)


def mark_read(*, actor: Actor, alert_id: UUID) -> None:
    """Note that a person opened an alert; the first time counts. What was read is nobody's secret and no act."""
    rows = Delivery.objects.filter(recipient_id=actor.subject_id, alert_id=alert_id, read_at__isnull=True)
    rows.update(read_at=Now())


def figures_of(alert_id: UUID) -> Mapping[str, int]:
    """Return how many people an alert reached and how many opened it: numbers for the unit that told it, no names."""
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(FIGURES, [alert_id])
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


# The parts ----------------------------------------------------------------------------------------------------------


def _channels() -> list[str]:
    return [Channel.APP, Channel.EMAIL] if settings.MAIL else [Channel.APP]


def _claim(alias: str, limit: int) -> list[UUID]:
    with connections[alias].cursor() as cursor:
        cursor.execute(CLAIM, {"lease": LEASE.total_seconds(), "most": limit})
        return [row[0] for row in cursor.fetchall()]


def _still_seen(alias: str, ids: Sequence[UUID]) -> set[UUID]:
    with connections[alias].cursor() as cursor:
        cursor.execute(STILL, {"ids": list(ids)})
        return {row[0] for row in cursor.fetchall()}


def _send(row: Delivery) -> None:
    """Ring once, and mark the row; a fault puts the next try off, the last one parks the row."""
    try:
        _message(row).send()
    except OSError as fault:
        row.fault = type(fault).__name__
        wait = FIRST_WAIT * 2 ** (row.attempts - 1)
        row.next_at, row.lease_until = timezone.now() + wait, None
        row.parked_at = timezone.now() if row.attempts >= TRIES else None
    else:
        row.delivered_at, row.fault, row.lease_until = timezone.now(), "", None
    row.save(update_fields=["fault", "next_at", "lease_until", "parked_at", "delivered_at"])


def _withhold(row: Delivery) -> None:
    row.withheld_at, row.lease_until = timezone.now(), None
    row.save(update_fields=["withheld_at", "lease_until"])


def _message(row: Delivery) -> EmailMessage:
    """Return the doorbell: what kind of alert, its reference and its address; no word of what it says."""
    address = f"{settings.PUBLIC_URL}/alerts/{row.alert_id}/"
    with translation.override(row.recipient.language):
        words = {"reference": row.alert.reference, "kind": row.alert.get_kind_display()}
        title = _("Recalled: %(reference)s") if row.recalled_at else _("%(kind)s: %(reference)s")
        text = _("Open it in AIRCOP case management:\n\n%(address)s\n\n%(why)s.")
        why = {"address": address, "why": row.get_why_display()}
        once = f"{row.pk}.recall" if row.recalled_at else str(row.pk)
        headers = {"Message-ID": f"<{once}@{urlsplit(settings.PUBLIC_URL).hostname}>"}
        return EmailMessage(title % words, text % why, to=[row.recipient.email], headers=headers)
