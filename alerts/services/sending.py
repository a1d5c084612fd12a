"""Sending what is due: claimed under a lease, asked again whether it may go, rung, marked; put off when it fails.

A worker that dies loses nothing: what it held is anybody's when the lease is over. Between ringing and marking a row,
the row may be rung again, under the same name of the message; a database that is away for a moment is waited for.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import NOBODY
from aircop.access.still import still_sees
from aircop.access.unscoped import unscoped
from aircop.audit import record
from aircop.errors import where
from aircop.events import heartbeats
from aircop.web.health import DELIVERIES
from aircop.web.outward import BadAddress
from alerts.enums import Channel
from alerts.models import Delivery, Webhook
from alerts.services.delivery import REASON
from alerts.services.doorbell import ring_webhook, send_digest, send_mail
from alerts.services.message_delivery import READING, STILL_READS
from alerts.services.quiet_hours import resting

log = logging.getLogger(__name__)

CHUNK = 500
TRIES = 8
FIRST_WAIT = timedelta(seconds=30)  # doubled after each try
LONGEST_WAIT = timedelta(hours=1)
LONGEST = 2.0  # seconds that one piece takes
PATIENCE = 60  # tries to mark a row, one each half second, while the database is away

CLAIM = """
UPDATE alerts_delivery
   SET lease_until = statement_timestamp() + make_interval(secs => %(lease)s), attempts = attempts + 1
 WHERE id IN (
   SELECT d.id FROM alerts_delivery d LEFT JOIN alerts_webhook w ON w.id = d.webhook_id
    WHERE d.next_at <= statement_timestamp()
      AND d.delivered_at IS NULL AND d.parked_at IS NULL AND d.withheld_at IS NULL
      AND (d.lease_until IS NULL OR d.lease_until < statement_timestamp())
      AND (d.channel = 'webhook') = %(webhooks)s AND NOT d.in_digest
      AND (w.resting_until IS NULL OR w.resting_until <= statement_timestamp())
    ORDER BY d.next_at LIMIT %(most)s FOR UPDATE OF d SKIP LOCKED)
RETURNING id, lease_until
"""
# Whether a row may still go out: a seat in force (of the person, or of anybody of the system's agency) in a group that
# holds a grant on the alert's list, or an own grant; and an account, or a webhook, that was not switched off.
STILL = """
SELECT EXISTS (
  SELECT FROM alerts_delivery d
    LEFT JOIN alerts_alert e ON e.id = d.alert_id
    LEFT JOIN alerts_webhook w ON w.id = d.webhook_id
    LEFT JOIN accounts_user p ON p.id = d.recipient_id
   WHERE d.id = %(delivery)s AND w.stopped_at IS NULL AND (p.id IS NULL OR p.is_active)
     AND (d.alert_id IS NULL OR e.withdrawn_at IS NULL AND SEES))
""".replace("SEES", still_sees("e", "d.recipient_id", or_agency="w.agency_id"))
# What goes out in a digest is claimed first and read afterwards: a recall comes before it, and then the alert is not
# told, or after it, and then the recall rings as well.
TRY_PARTS = """
UPDATE alerts_delivery SET attempts = attempts + 1
 WHERE digest_id = %s AND delivered_at IS NULL AND withheld_at IS NULL AND recalled_at IS NULL
RETURNING id
"""
BEAT = """
INSERT INTO alerts_delivery (id, channel, why, urgent, attempts, fault, next_at)
VALUES (gen_random_uuid(), 'beat', 'trial', false, 0, '', statement_timestamp())
"""
OLD_BEATS = """
DELETE FROM alerts_delivery WHERE channel = 'beat' AND delivered_at < statement_timestamp() - interval '1 hour'
"""
STANDING = """
SELECT count(*) FILTER (WHERE parked_at IS NULL), count(*) FILTER (WHERE parked_at IS NOT NULL),
       COALESCE(extract(epoch FROM statement_timestamp() - min(COALESCE(due_at, made_at))
                        FILTER (WHERE parked_at IS NULL)), 0)::float
  FROM alerts_delivery WHERE delivered_at IS NULL AND withheld_at IS NULL AND next_at IS NOT NULL
   AND (due_at IS NULL OR due_at <= statement_timestamp())
"""


def send_due(limit: int = CHUNK, *, webhooks: bool = False) -> int:
    """Send what is due on other channels than the application, and return how many rows were claimed.

    Mail and webhooks are claimed apart, so that slow systems of partners hold up nobody's mail. What was not reached
    within two seconds is given back at once; so is whatever else was for a webhook that failed.
    """
    with unscoped(REASON) as alias:
        ids, lease = _claim(alias, limit, webhooks=webhooks)
        until = time.monotonic() + min(LONGEST, settings.DELIVERY_LEASE_SECONDS / 2)
        along = ("alert", "thread", "message", "recipient", "webhook")
        rows = Delivery.objects.using(alias).filter(pk__in=ids, lease_until=lease).select_related(*along)
        failed: set[UUID] = set()
        left: list[UUID] = []
        due = list(rows.order_by("-urgent", "next_at"))
        quiet = {} if webhooks else resting(alias, due)
        _let_rest(alias, quiet, lease)
        for row in due:
            if row.pk in quiet:
                continue
            if time.monotonic() >= until or row.webhook_id in failed:
                left.append(row.pk)
            elif not _may_go(alias, row):
                _withhold(alias, row)
            elif not _send(alias, row) and row.webhook_id:
                failed.add(row.webhook_id)
        _give_back(alias, left, lease)
    return len(ids)


def put_beat() -> None:
    """Put a sign of life into the queue, and forget old ones; the clock asks for it."""
    with unscoped("the queue of deliveries is watched") as alias, connections[alias].cursor() as cursor:
        cursor.execute(BEAT)
        cursor.execute(OLD_BEATS)


def standing() -> tuple[int, int, float]:
    """Return how many rows wait, how many are parked, and how old the oldest is that waits, in seconds."""
    with unscoped("the queue of deliveries is watched") as alias, connections[alias].cursor() as cursor:
        cursor.execute(STANDING)
        waiting, parked, oldest = cursor.fetchone()
    return waiting, parked, oldest


def oldest() -> float:
    """Return how old the oldest is that waits, in seconds."""
    return standing()[2]


# The parts ----------------------------------------------------------------------------------------------------------


def _live(_row: Delivery) -> None:
    heartbeats.beat(DELIVERIES)


WAYS: Mapping[str, Callable[[Delivery], None]] = {
    Channel.EMAIL: send_mail,
    Channel.DIGEST: send_digest,
    Channel.WEBHOOK: ring_webhook,
    Channel.BEAT: _live,
}


def _claim(alias: str, limit: int, *, webhooks: bool) -> tuple[list[UUID], datetime | None]:
    """Claim rows under one lease; return them and its end, by which they are known as long as nobody else had them."""
    told = {"lease": settings.DELIVERY_LEASE_SECONDS, "most": limit, "webhooks": webhooks}
    with connections[alias].cursor() as cursor:
        cursor.execute(CLAIM, told)
        rows = cursor.fetchall()
    return [row[0] for row in rows], rows[0][1] if rows else None


def _may_go(alias: str, row: Delivery) -> bool:
    """Whether a row may still be sent; of a digest, whether anything of it may, the rest being held back."""
    if row.channel == Channel.DIGEST:
        row.parts = _parts(alias, row)
        return bool(row.parts)
    still = STILL_READS if row.message_id else STILL
    with connections[alias].cursor() as cursor:
        cursor.execute(still, {"delivery": row.pk, **READING})
        return bool(cursor.fetchone()[0])


def _parts(alias: str, row: Delivery) -> list[Delivery]:
    """Return what goes out together now; each counts as tried, and is asked for by itself."""
    with connections[alias].cursor() as cursor:
        cursor.execute(TRY_PARTS, [row.pk])
        tried = [each[0] for each in cursor.fetchall()]
    parts = Delivery.objects.using(alias).filter(pk__in=tried).select_related("alert", "agency")
    found = []
    for part in parts.order_by("made_at", "id"):
        if _may_go(alias, part):
            found.append(part)
        else:
            _withhold(alias, part)
    return found


def _let_rest(alias: str, quiet: Mapping[UUID, datetime], lease: datetime | None) -> None:
    """Let mails that fall into quiet hours be due when these end, untried; one that rings anew stands as it is."""
    for ends in set(quiet.values()):
        resting_now = [pk for pk, at in quiet.items() if at == ends]
        rows = Delivery.objects.using(alias).filter(pk__in=resting_now, lease_until=lease)
        rows.update(next_at=ends, due_at=ends, lease_until=None, attempts=F("attempts") - 1)


def _give_back(alias: str, ids: Sequence[UUID], lease: datetime | None) -> None:
    """Take a row out of the lease untried; one that was put back meanwhile, by hand too, or rings anew, stands."""
    rows = Delivery.objects.using(alias).filter(pk__in=ids, lease_until=lease)
    rows.update(lease_until=None, attempts=F("attempts") - 1)


def _send(alias: str, row: Delivery) -> bool:
    """Ring once, and mark the row; a fault puts the next try off, the last one parks the row. Say whether it went.

    Whatever the fault is: a row that cannot be sent holds up no other. That the other side is away, or its address no
    good, is usual; anything else is a fault of ours and stands in the log as well.
    """
    try:
        WAYS[row.channel](row)
    except Exception as fault:  # noqa: BLE001  the row is put off, and tells its fault to who follows it
        if not isinstance(fault, OSError | BadAddress):
            log.warning("Delivery %s failed, try %d: %s", row.pk, row.attempts, where(fault))
        _put_off(alias, row, _word(fault))
        return False
    row.delivered_at, row.fault, row.lease_until, row.parked_at = timezone.now(), "", None, None
    _mark(alias, row, ["fault", "lease_until", "delivered_at", "parked_at"])
    if row.webhook is not None and row.webhook.faults:
        Webhook.objects.using(alias).filter(pk=row.webhook.pk).update(faults=0, resting_until=None)
    return True


def _put_off(alias: str, row: Delivery, fault: str) -> None:
    """Let a row, and its webhook, wait longer each time; what was tried often enough is set aside.

    Not what was sent again by hand meanwhile, nor what another worker has claimed: it lies under this lease no longer.
    """
    now, lease, faults = timezone.now(), row.lease_until, row.webhook.faults + 1 if row.webhook else 0
    row.fault, row.lease_until, row.next_at = fault, None, now + wait_after(row.attempts)
    row.parked_at = now if max(row.attempts, faults) >= TRIES else None
    marked = _mark(alias, row, ["fault", "next_at", "lease_until", "parked_at"], lease)
    if marked and row.webhook is not None:
        rest = now + wait_after(faults)
        Webhook.objects.using(alias).filter(pk=row.webhook.pk).update(faults=F("faults") + 1, resting_until=rest)


def wait_after(tried: int) -> timedelta:
    """Return how long what failed so many times waits for its next try."""
    doubled: int = 2 ** min(tried - 1, TRIES)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _word(fault: Exception) -> str:
    """Return why it failed in a word: never what the other side said."""
    told = str(fault.args[0]) if type(fault).__module__ == "aircop.web.outward" else type(fault).__name__
    return told[:200]


def _mark(alias: str, row: Delivery, fields: Sequence[str], lease: datetime | None = None) -> bool:
    """Write what became of a row; while the database is away, wait for it: what was rung must not be rung again.

    With a `lease` only where the row still lies under it. Say whether it was written.
    """
    told, left = {name: getattr(row, name) for name in fields}, PATIENCE
    while True:
        left -= 1
        try:
            return _write(alias, row, told, lease)
        except DatabaseError:
            if connections[alias].in_atomic_block or not left:
                raise
            connections[alias].close()
            time.sleep(0.5)


def _write(alias: str, row: Delivery, told: Mapping[str, Any], lease: datetime | None) -> bool:
    rows = _standing(alias, row)
    if lease is None:
        return bool(rows.update(**told))
    with transaction.atomic(using=alias):
        held = rows.filter(pk=row.pk, lease_until=lease).update(**told)
        if held:
            rows.exclude(pk=row.pk).update(**told)
    return bool(held)


def _standing(alias: str, row: Delivery) -> QuerySet[Delivery]:
    """Return the row, unless a recall or another ring came between: then it goes out again, as another message.

    A digest stands with all that goes out in it.
    """
    rows = Delivery.objects.using(alias).filter(rings=row.rings, recalled_at=row.recalled_at)
    if row.channel == Channel.DIGEST:
        return rows.filter(Q(pk=row.pk) | Q(digest_id=row.pk, delivered_at=None, withheld_at=None))
    return rows.filter(pk=row.pk)


def _withhold(alias: str, row: Delivery) -> None:
    """Keep back what its recipient may not be told any more, and say so in the audit; not what rings anew."""
    rows = _standing(alias, row).filter(pk=row.pk, lease_until=row.lease_until, digest=row.digest_id)
    told = {"withheld_at": timezone.now(), "lease_until": None}
    if row.channel == Channel.DIGEST:
        rows.update(**told)
        return  # each of its parts has its entry
    who = str(row.agency or "")  # the owner of the record is not told of whom, nor where another agency's systems are
    reason = _("The right to see it ended before it was sent.")
    with transaction.atomic(using=alias):
        if not rows.update(**told):
            return
        about, verb = row.alert or row.thread or row, "message.withhold" if row.message_id else "alert.withhold"
        record(NOBODY, verb, about=about, recipients=[who], ids=[row.pk], reason=reason, using=alias)
