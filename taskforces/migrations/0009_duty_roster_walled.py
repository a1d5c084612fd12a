"""The roster goes behind the wall: the network reads what runs now, the unit and its host agency the rest."""

from django.db import migrations

from aircop.access.wall import SUBJECT, raise_wall
from aircop.events.append_only import rights

# Beside what the list of the network shows: the shift runs, or the reader sits in the unit or in its host agency.
OWN = """
CREATE POLICY taskforces_dutyshift_own ON taskforces_dutyshift AS RESTRICTIVE FOR SELECT TO aircop_app USING (
  starts_at <= statement_timestamp() AND ends_at > statement_timestamp()
  OR task_force_id IN (SELECT s.unit_id FROM access_seat s WHERE {seat})
  OR owner_agency IN (SELECT s.agency_id FROM access_seat s WHERE {seat}))
"""
SEAT = f"""s.user_id = {SUBJECT} AND s.valid_from <= statement_timestamp()
  AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())"""


class Migration(migrations.Migration):
    """A shift is ended or withdrawn, never deleted."""

    dependencies = [("taskforces", "0008_duty_roster"), ("access", "0002_binding_and_shares")]

    operations = [
        *raise_wall("taskforces_dutyshift", orders=("recorded_at",)),
        migrations.RunSQL(OWN.format(seat=SEAT), "DROP POLICY taskforces_dutyshift_own ON taskforces_dutyshift"),
        rights("taskforces_dutyshift", aircop_app="SELECT, INSERT, UPDATE", aircop_system="SELECT"),
    ]
