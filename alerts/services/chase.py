"""Asking again for answers: once when the time is nearly over, once when it is over, of each unit that is silent."""

from typing import Any
from uuid import UUID

from django.db import connections, transaction

from aircop.access.actor import NOBODY
from aircop.access.roles import Permission, roles_with
from aircop.access.unscoped import unscoped
from aircop.audit import record
from aircop.events import append
from alerts.events import AnswerChased
from alerts.models import Alert
from alerts.services.delivery import NO_HAND, PRESSES, RING_ONCE_MORE, SEATS, WAKE, channels

REASON = "units that have not answered an alert are asked again"
MOST = 500  # addressees at once, so that nobody waits long for a row
ANSWERERS = [role.value for role in roles_with(Permission.ANSWER_ALERT)]

# Of an alert, what an entry and an event tell.
NAMES = ("id", "access_list_id", "root_list_id", "owner_agency", "owner_unit", "reference", "handling")
# The last quarter of the time, and no more than a day, is nearly over. What is over for a week is let rest.
CHASE = """
WITH made AS (
INSERT INTO alerts_reminder (id, alert_id, addressee_id, step)
SELECT gen_random_uuid(), due.* FROM (
  SELECT e.id, a.id AS addressee, turn.step
    FROM alerts_alert e JOIN alerts_addressee a ON a.alert_id = e.id
    CROSS JOIN LATERAL (SELECT CASE WHEN e.answer_by <= statement_timestamp() THEN 'past' ELSE 'near' END AS step) turn
   WHERE e.status IN ('published', 'expired') AND e.answer_by IS NOT NULL AND e.withdrawn_at IS NULL
     AND e.answer_by > statement_timestamp() - interval '7 days'
     AND e.answer_by <= statement_timestamp() + interval '1 day'
     AND e.answer_by - LEAST(interval '1 day', (e.answer_by - e.published_at) / 4) <= statement_timestamp()
     AND NOT EXISTS (SELECT FROM alerts_answer w WHERE w.addressee_id = a.id)
     AND NOT EXISTS (SELECT FROM alerts_reminder r WHERE r.addressee_id = a.id AND r.step = turn.step)
   ORDER BY e.answer_by, a.id LIMIT %s) due
ON CONFLICT (addressee_id, step) DO NOTHING
RETURNING id, alert_id, addressee_id, step)
SELECT made.id, made.addressee_id, made.step, COALESCE(u.code || ' ' || u.name, g.name), :named
  FROM made JOIN alerts_alert e ON e.id = made.alert_id JOIN alerts_addressee a ON a.id = made.addressee_id
  LEFT JOIN taskforces_taskforce u ON u.id = a.unit_id LEFT JOIN taskforces_agency g ON g.id = a.agency_id
 ORDER BY made.addressee_id
""".replace(":named", ", ".join(f"e.{name}" for name in NAMES))
# The row that told a person becomes new again and rings as another message; who came later gets one. What asked once
# does not ask again: “near” comes before “past”, and both after nothing. It waits for no digest, but for quiet hours.
ASK_AGAIN = (
    """
INSERT INTO alerts_delivery AS d
  (id, alert_id, recipient_id, agency_id, channel, why, urgent, attempts, fault, next_at, delivered_at, asked)
SELECT gen_random_uuid(), told.alert_id, told.user_id, told.agency_id, way.channel, told.kind, told.urgent, 0, '',
       CASE way.channel WHEN 'app' THEN NULL ELSE statement_timestamp() END,
       CASE way.channel WHEN 'app' THEN statement_timestamp() END, told.step
  FROM (
    SELECT DISTINCT ON (s.user_id) s.user_id, s.agency_id, a.alert_id, a.kind, :presses AS urgent, m.step
    :seats
      JOIN alerts_reminder m ON m.addressee_id = a.id
     WHERE m.id = %(reminder)s AND e.status IN ('published', 'expired') AND s.role = ANY (%(answerers)s)
       AND :no_hand AND NOT EXISTS (SELECT FROM alerts_answer w WHERE w.addressee_id = a.id)
     ORDER BY s.user_id
  ) told CROSS JOIN unnest(%(channels)s::text[]) AS way(channel)
ON CONFLICT (alert_id, recipient_id, channel) DO UPDATE
   SET :ring_once_more, asked = EXCLUDED.asked,
       delivered_at = CASE d.channel WHEN 'app' THEN d.delivered_at END
 WHERE d.recalled_at IS NULL AND d.asked < EXCLUDED.asked
""".replace(":seats", SEATS)
    .replace(":presses", PRESSES)
    .replace(":no_hand", NO_HAND)
    .replace(":ring_once_more", RING_ONCE_MORE)
)


def chase_answers(limit: int = MOST) -> int:
    """Note, once each, who has not answered and is to be asked again; return how many. The clock asks for it."""
    with unscoped(REASON) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(CHASE, [limit])
            rows = cursor.fetchall()
        for reminder, addressee, step, whom, *named in rows:
            alert = Alert(**dict(zip(NAMES, named, strict=True)))
            record(NOBODY, "alert.chase", about=alert, recipients=[whom], ids=[reminder], using=alias)
            append(AnswerChased(alert.pk, addressee, reminder, step), about=alert, actor=NOBODY, using=alias)
    return len(rows)


def ask_again(reminder_id: UUID) -> int:
    """Make what an addressee's people were told new again, and return how many rows; the consumer asks for it.

    Only for who may answer, so for nobody who wrote or told it, and only while nobody there has.
    """
    told: dict[str, Any] = {"reminder": reminder_id, "roles": ANSWERERS, "answerers": ANSWERERS, "channels": channels()}
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(ASK_AGAIN, told)
        made = int(cursor.rowcount)
        cursor.execute(WAKE)
    return made
