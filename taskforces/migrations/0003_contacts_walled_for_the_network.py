"""The contact directory goes behind the wall; every membership sits in the group that the whole network is."""

from django.db import migrations

from aircop.access.wall import raise_wall

GROUP = "INSERT INTO auth_group (name) VALUES ('network') ON CONFLICT (name) DO NOTHING"
SEATS = """
INSERT INTO access_seat (user_id, group_id, membership_id, agency_id, unit_id, role, label, valid_from, valid_to)
SELECT DISTINCT ON (s.membership_id) s.user_id, g.id, s.membership_id, s.agency_id, s.unit_id, s.role, s.label,
       s.valid_from, s.valid_to
  FROM access_seat s, auth_group g WHERE g.name = 'network' ORDER BY s.membership_id, s.id
ON CONFLICT DO NOTHING
"""
UNSEATED = "DELETE FROM access_seat s USING auth_group g WHERE g.id = s.group_id AND g.name = 'network'"


class Migration(migrations.Migration):
    """Policies and indexes, the group, and the seats of memberships from before."""

    dependencies = [("taskforces", "0002_contacts_and_milestones"), ("access", "0002_binding_and_shares")]

    operations = [
        *raise_wall("taskforces_contactpoint", orders=("recorded_at",)),
        migrations.RunSQL(GROUP, migrations.RunSQL.noop),
        migrations.RunSQL(SEATS, UNSEATED),
    ]
