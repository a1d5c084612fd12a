"""What told of messages so far becomes deliveries, under the same ids."""

from django.db import migrations

# The agency for which its recipient reads the thread now: by a seat, or as a single person in a closed group. Where
# nobody reads any more there is none, and nobody follows the row.
AGENCY = """
COALESCE(
  (SELECT s.agency_id FROM access_listgroupgrant g JOIN access_seat s ON s.group_id = g.group_id
    WHERE g.content_object_id = t.access_list_id AND s.user_id = n.recipient_id
      AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp())
      AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
    ORDER BY s.valid_from DESC, s.agency_id LIMIT 1),
  (SELECT k.agency_id FROM alerts_groupmember k WHERE k.group_id = t.group_id AND k.person_id = n.recipient_id
    ORDER BY k.joined_at DESC LIMIT 1))
"""
COLUMNS = (
    "id, thread_id, message_id, recipient_id, channel, made_at, next_at, attempts, lease_until, delivered_at, parked_at, "
    "withheld_at, fault, read_at"
)
CARRY = """
INSERT INTO alerts_delivery (:columns, opened_at, agency_id, why, urgent)
SELECT :of_notices, n.read_at, :agency, 'thread',
       EXISTS (SELECT FROM alerts_informationrequest q WHERE q.message_id IN (m.id, m.answers_id) AND q.clock = '8h')
  FROM alerts_notice n JOIN alerts_thread t ON t.id = n.thread_id JOIN alerts_message m ON m.id = n.message_id
""".replace(":columns", COLUMNS)
CARRY = CARRY.replace(":of_notices", "n." + COLUMNS.replace(", ", ", n.")).replace(":agency", AGENCY)
BACK = """
INSERT INTO alerts_notice (:columns) SELECT :columns FROM alerts_delivery WHERE message_id IS NOT NULL;
DELETE FROM alerts_delivery WHERE message_id IS NOT NULL;
""".replace(":columns", COLUMNS)


class Migration(migrations.Migration):
    """The old table is emptied too, so that no row stands in both."""

    dependencies = [("alerts", "0013_messages_are_delivered")]

    operations = [
        migrations.RunSQL([CARRY, "DELETE FROM alerts_notice"], BACK),
    ]
