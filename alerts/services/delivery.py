"""Who is told: a row for each person and system that was addressed, what a recall does to them, and sending again."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.roles import UNIT_LEVELS
from aircop.access.unscoped import unscoped
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Missing
from aircop.events import append
from alerts.enums import Channel, Why
from alerts.events import DeliveryResent
from alerts.models import Delivery, Webhook
from alerts.queries.delivery import followed
from alerts.queries.subscription import FITS, REACHES, with_kin
from alerts.rules import can_resend_delivery
from alerts.services.hours import next_digest, zone_named

UNIT_ROLES = tuple(str(role) for role in UNIT_LEVELS)
REASON = "alerts are brought to whom they were told"
CHANNEL = "aircop_inboxes"  # on which the database says that inboxes changed
WAKE = f"NOTIFY {CHANNEL}"

# Of an alert `e`: it waits for no digest and for no quiet hours, and a clock runs on it; see `Alert.presses`.
PRESSES = "(e.urgent OR e.severity = 'urgent')"
# Whoever sits there is no hand that wrote or sent the alert: it need not be asked; see `Alert.hands`.
NO_HAND = "s.user_id <> ALL (e.written_by || ARRAY[e.recorded_by_id, e.published_by_id])"
# Who sits with an addressee now.
SEATS = """
  FROM alerts_addressee a
  JOIN alerts_alert e ON e.id = a.alert_id
  LEFT JOIN taskforces_unitrole r ON r.task_force_id = a.unit_id AND r.role = ANY (%(roles)s)
  LEFT JOIN taskforces_agency g ON g.id = a.agency_id
  JOIN access_seat s ON s.group_id = COALESCE(r.group_id, g.group_id)
   AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
"""
# When the digests of all who want one are due next, as many as differ.
DIGESTS = """
SELECT DISTINCT p.timezone, b.mail, b.hour, b.weekday
  FROM alerts_subscription b JOIN accounts_user p ON p.id = b.person_id
 WHERE b.mail IN ('daily', 'weekly') AND b.stopped_at IS NULL
"""
# One row per person on each channel: who sits with an addressee, and whose subscription the alert fits. Of several the
# one counts that brings it soonest. Whoever is addressed gets the mail; when, a subscription may say. Repeating it adds
# nobody twice. What is urgent, or over before the next digest, waits for none.
FAN_OUT = """
WITH told :told, seated AS (
  SELECT DISTINCT ON (s.user_id) s.user_id, s.agency_id, a.kind
  :seats
   WHERE a.alert_id = %(alert)s AND e.status = 'published' AND s.user_id <> e.published_by_id
   ORDER BY s.user_id, a.id
), asked AS (
  SELECT DISTINCT ON (b.person_id) b.id, b.person_id, b.agency_id, b.mail, due.at
    FROM alerts_subscription b
    JOIN told e ON :fits
    JOIN accounts_user p ON p.id = b.person_id AND p.is_active
    LEFT JOIN unnest(%(zones)s::text[], %(mails)s::text[], %(hours)s::int[], %(days)s::int[], %(ats)s::timestamptz[])
      AS due(zone, mail, hour, weekday, at)
      ON due.zone = p.timezone AND due.mail = b.mail AND due.hour = b.hour AND due.weekday = b.weekday
   WHERE b.person_id <> e.published_by_id AND :reaches
   ORDER BY b.person_id, array_position(ARRAY['once', 'daily', 'weekly', 'none'], b.mail::text), due.at, b.id
)
INSERT INTO alerts_delivery
  (id, alert_id, recipient_id, agency_id, subscription_id, channel, why, urgent, attempts, fault, in_digest, due_at,
   next_at, delivered_at)
SELECT gen_random_uuid(), e.id, COALESCE(t.user_id, w.person_id), COALESCE(t.agency_id, w.agency_id), w.id, way.channel,
       COALESCE(t.kind, 'own'), :presses, 0, '',
       later.at IS NOT NULL, later.at,
       CASE way.channel WHEN 'app' THEN NULL ELSE COALESCE(later.at, statement_timestamp()) END,
       CASE way.channel WHEN 'app' THEN statement_timestamp() END
  FROM told e CROSS JOIN (seated t FULL JOIN asked w ON w.person_id = t.user_id)
  CROSS JOIN unnest(%(channels)s::text[]) AS way(channel)
  CROSS JOIN LATERAL (SELECT CASE WHEN way.channel = 'email' AND NOT :presses
                                   AND w.at < LEAST(e.answer_by, e.valid_until) THEN w.at END AS at) later
 WHERE t.user_id IS NOT NULL OR way.channel = 'app' OR w.mail <> 'none'
ON CONFLICT (alert_id, recipient_id, channel) DO NOTHING
"""
FAN_OUT = (
    FAN_OUT.replace(":told", with_kin("e.id = %(alert)s AND e.status = 'published'"))
    .replace(":seats", SEATS)
    .replace(":fits", FITS)
    .replace(":reaches", REACHES)
    .replace(":presses", PRESSES)
)
# One row per system of an agency that serves with an addressee.
FAN_OUT_TO_SYSTEMS = """
INSERT INTO alerts_delivery
  (id, alert_id, webhook_id, agency_id, channel, why, urgent, attempts, fault, next_at)
SELECT DISTINCT ON (w.id) gen_random_uuid(), a.alert_id, w.id, w.agency_id, 'webhook', a.kind, :presses, 0, '',
       statement_timestamp()
  :seats
  JOIN alerts_webhook w ON w.agency_id = s.agency_id AND w.stopped_at IS NULL AND e.kind = ANY (w.kinds)
 WHERE a.alert_id = %(alert)s AND e.status = 'published'
 ORDER BY w.id, a.id
ON CONFLICT (alert_id, webhook_id) WHERE alert_id IS NOT NULL DO NOTHING
""".replace(":seats", SEATS).replace(":presses", PRESSES)
# A row `d` becomes as new; and one that rings once more as another message, on its way at once.
AS_NEW = """
read_at = NULL, attempts = 0, fault = '', parked_at = NULL, lease_until = NULL, in_digest = false, digest_id = NULL"""
RING_ONCE_MORE = (
    AS_NEW
    + """,
rings = d.rings + 1, withheld_at = NULL, due_at = NULL, next_at = excluded.next_at"""
)
# Whoever was rung, or may just be rung, is told; what nobody has tried to send is kept back. Sent again by hand, a row
# stays tried: see `resend_delivery`.
RECALL = """
UPDATE alerts_delivery SET :as_new, recalled_at = statement_timestamp(), due_at = statement_timestamp(),
       next_at = CASE channel WHEN 'app' THEN NULL ELSE statement_timestamp() END,
       delivered_at = CASE channel WHEN 'app' THEN delivered_at END
 WHERE alert_id = %s AND recalled_at IS NULL AND (attempts > 0 OR rings > 0 OR channel = 'app')
""".replace(":as_new", AS_NEW)
NEVER_SENT = """
UPDATE alerts_delivery SET withheld_at = statement_timestamp()
 WHERE alert_id = %s AND attempts = 0 AND rings = 0 AND channel <> 'app' AND recalled_at IS NULL
"""
AGAIN = (
    "next_at", "due_at", "attempts", "fault", "delivered_at", "parked_at", "lease_until", "in_digest", "digest",
)  # fmt: skip
FIGURES = """
SELECT count(*) AS reached, count(COALESCE(opened_at, read_at)) AS opened
  FROM alerts_delivery WHERE alert_id = %s AND channel = 'app'
"""


def fan_out(alert_id: UUID) -> int:
    """Make the rows of a published alert and return how many are new; the consumer asks for it."""
    told: Mapping[str, Any] = {"alert": alert_id, "roles": list(UNIT_ROLES), "channels": channels()}
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(DIGESTS)
        cursor.execute(FAN_OUT, {**told, **_due_next(cursor.fetchall())})
        people = cursor.rowcount
        cursor.execute(FAN_OUT_TO_SYSTEMS, told)
        made = int(people + cursor.rowcount)
        cursor.execute(WAKE)
    return made


def put_trial(name: UUID, webhook_id: UUID) -> None:
    """Put a row about nothing into the queue, once under this name, for a system that is tried."""
    with unscoped(REASON) as alias:
        webhook = Webhook.objects.using(alias).get(pk=webhook_id)
        row = Delivery(id=name, webhook=webhook, agency_id=webhook.agency_id, channel=Channel.WEBHOOK, why=Why.TRIAL)
        row.next_at = timezone.now()
        Delivery.objects.using(alias).bulk_create([row], ignore_conflicts=True)


def tell_recall(alert_id: UUID) -> None:
    """Show everybody who got an alert that it was recalled, and ring where it was rung before."""
    with unscoped(REASON) as alias, transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(NEVER_SENT, [alert_id])
        cursor.execute(RECALL, [alert_id])
        cursor.execute(WAKE)


@transaction.atomic
def resend_delivery(*, actor: Actor, delivery: Delivery) -> Delivery:
    """Put a delivery into the queue once more: it keeps its id, so whoever got it already can tell.

    Its tries begin anew, but what was tried once stays tried: it may have arrived, and a recall must follow it. A
    webhook that rests after failures is tried at once.
    """
    delivery = _locked(actor, delivery)
    require(can_resend_delivery(actor, delivery))
    delivery.next_at, delivery.attempts, delivery.fault = timezone.now(), min(delivery.attempts, 1), ""
    delivery.delivered_at = delivery.parked_at = delivery.lease_until = delivery.digest = None
    delivery.in_digest, delivery.due_at = False, delivery.next_at
    delivery.save(update_fields=AGAIN)
    if delivery.webhook_id:
        Webhook.objects.filter(pk=delivery.webhook_id).update(faults=0, resting_until=None)
    record(actor, "delivery.resend", about=delivery)
    append(DeliveryResent(delivery.pk), about=delivery, actor=actor)
    return delivery


def mark_read(*, actor: Actor, alert_id: UUID) -> None:
    """Note that a person opened an alert; the first time counts. What was read is nobody's secret and no act."""
    rows = Delivery.objects.filter(recipient_id=actor.subject_id, alert_id=alert_id, read_at__isnull=True)
    rows.update(read_at=Now(), opened_at=Coalesce("opened_at", Now()))


def figures_of(alert_id: UUID) -> Mapping[str, int]:
    """Return how many people an alert reached and how many opened it: numbers for the unit that told it, no names."""
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(FIGURES, [alert_id])
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def channels() -> list[str]:
    """Return the ways by which people are told: by e-mail only where it is set up."""
    return [Channel.APP, Channel.EMAIL] if settings.MAIL else [Channel.APP]


# The parts ----------------------------------------------------------------------------------------------------------


def _due_next(wanted: Sequence[tuple[str, str, int, int]]) -> dict[str, list[Any]]:
    """Return the columns of a table: each way in which people want digests, and when such a one is due next."""
    now = timezone.now()
    rows = [(*each, next_digest(now, *each[1:], zone_named(each[0]))) for each in wanted]
    names = ("zones", "mails", "hours", "days", "ats")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _locked(actor: Actor, delivery: Delivery) -> Delivery:
    """Return the row as it stands, locked, if the actor follows it; otherwise it does not exist."""
    stands = followed(actor).filter(pk=delivery.pk).select_for_update(of=("self",)).first()
    if stands is None:
        raise Missing
    return stands
