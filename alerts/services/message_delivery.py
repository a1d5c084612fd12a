"""Who is told of a message: a row for everybody who reads its thread, beside those of alerts and sent as they are."""

from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY, Permission, roles_with
from aircop.access.unscoped import unscoped
from alerts.enums import Channel, Clock
from alerts.models import Delivery
from alerts.services.delivery import channels

REASON = "messages are brought to whom they were written"

# Who reads the list of the thread `t` itself, names and all: by a seat in force with a role that answers messages, or
# by a grant of its own, as a single person in a closed group. And the agency for which: supervisors and administrators
# there follow what became of the row.
READERS = """
  SELECT s.user_id, s.agency_id, s.valid_from AS since, 1 AS way FROM access_listgroupgrant g
    JOIN auth_permission p ON p.id = g.permission_id JOIN access_seat s ON s.group_id = g.group_id
   WHERE g.content_object_id = t.access_list_id AND p.codename = %(sees)s AND s.role = ANY (%(roles)s)
     AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp())
     AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
  UNION ALL
  SELECT u.user_id, k.agency_id, k.joined_at, 2 FROM access_listusergrant u
    JOIN auth_permission p ON p.id = u.permission_id
    LEFT JOIN alerts_groupmember k ON k.group_id = t.group_id AND k.person_id = u.user_id
   WHERE u.content_object_id = t.access_list_id AND p.codename = %(sees)s
     AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp())
"""
READING: dict[str, Any] = {"sees": SEE_IDENTITY, "roles": [role.value for role in roles_with(Permission.SEND_MESSAGE)]}
# Whether the recipient of a row may still be told.
STILL_READS = """
SELECT EXISTS (
  SELECT FROM alerts_delivery d JOIN alerts_thread t ON t.id = d.thread_id JOIN accounts_user p ON p.id = d.recipient_id
   WHERE d.id = %(delivery)s AND t.withdrawn_at IS NULL AND p.is_active
     AND d.recipient_id IN (SELECT r.user_id FROM (:readers) r))
""".replace(":readers", READERS)
# One row per person on each channel; repeating it adds nobody twice. What is asked under the shortest clock is urgent,
# and so is what answers it.
FAN_OUT = """
INSERT INTO alerts_delivery
  (id, thread_id, message_id, recipient_id, agency_id, channel, why, urgent, attempts, fault, next_at, delivered_at)
SELECT gen_random_uuid(), t.id, m.id, told.user_id, told.agency_id, way.channel, 'thread',
       EXISTS (SELECT FROM alerts_informationrequest q
         WHERE q.message_id IN (m.id, m.answers_id) AND q.clock = %(soon)s), 0, '',
       CASE way.channel WHEN 'app' THEN NULL ELSE statement_timestamp() END,
       CASE way.channel WHEN 'app' THEN statement_timestamp() END
  FROM alerts_message m JOIN alerts_thread t ON t.id = m.thread_id
  CROSS JOIN LATERAL (
    SELECT DISTINCT ON (r.user_id) r.user_id, r.agency_id FROM (:readers) r
     ORDER BY r.user_id, r.way, r.since DESC, r.agency_id) told
  CROSS JOIN unnest(%(channels)s::text[]) AS way(channel)
 WHERE m.id = %(message)s AND told.user_id <> m.by_id AND t.withdrawn_at IS NULL
ON CONFLICT (message_id, recipient_id, channel) WHERE message_id IS NOT NULL DO NOTHING
""".replace(":readers", READERS)
LAST = "SELECT id FROM alerts_message WHERE thread_id = %s ORDER BY sent_at DESC, id DESC LIMIT 1"


def tell_message(message_id: UUID) -> int:
    """Make the rows of a message and return how many are new; the consumer asks for it."""
    told = {"message": message_id, "channels": channels(), "soon": Clock.URGENT, **READING}
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(FAN_OUT, told)
        return int(cursor.rowcount)


def tell_newcomers(thread_id: UUID) -> int:
    """Make the rows of the last message of a thread for who came to it since, and return how many are new."""
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(LAST, [thread_id])
        last = cursor.fetchone()
    return tell_message(last[0]) if last else 0


def mark_thread_read(*, actor: Actor, thread_id: UUID) -> None:
    """Note that a person opened a thread; the first time counts. What was read is nobody's secret and no act."""
    rows = Delivery.objects.filter(recipient_id=actor.subject_id, thread_id=thread_id)
    rows.filter(channel=Channel.APP, read_at__isnull=True).update(read_at=Now(), opened_at=Now())
