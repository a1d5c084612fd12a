"""Threads and closed groups go behind the wall; what is written in them is for who sees identities there."""

from django.db import migrations

from aircop.access.wall import child_policies, identity_policies, raise_wall, recipient_policies
from aircop.events.append_only import rights

# A stored file is seen by whoever sees what holds it.
HELD = """
CREATE POLICY files_storedfile_of_threads ON files_storedfile FOR SELECT TO aircop_app
  USING (EXISTS (SELECT FROM alerts_messagefile a WHERE a.file_id = files_storedfile.id));
"""
THREAD = {"parent": "alerts_thread", "column": "thread_id"}
ADDED = {"aircop_app": "SELECT, INSERT", "aircop_system": "SELECT"}


class Migration(migrations.Migration):
    """Nothing of them is ever deleted; messages are not even changed."""

    dependencies = [("alerts", "0006_threads"), ("access", "0006_shares_of_threads")]

    operations = [
        *raise_wall("alerts_closedgroup", orders=("recorded_at",)),
        *child_policies("alerts_groupmember", parent="alerts_closedgroup", column="group_id"),
        *raise_wall("alerts_thread", orders=("recorded_at", "last_at")),
        *child_policies("alerts_party", **THREAD),
        *child_policies("alerts_informationrequest", **THREAD),
        *identity_policies("alerts_message", **THREAD),
        *identity_policies("alerts_messagefile", **THREAD),
        *identity_policies("alerts_acceptance", **THREAD),
        *recipient_policies("alerts_notice", recipient="recipient_id"),
        rights("alerts_groupmember", aircop_app="SELECT, INSERT, UPDATE", aircop_system="SELECT"),
        rights("alerts_party", **ADDED),
        rights("alerts_informationrequest", aircop_app="SELECT, INSERT, UPDATE", aircop_system="SELECT"),
        rights("alerts_message", **ADDED),
        rights("alerts_messagefile", **ADDED),
        rights("alerts_acceptance", **ADDED),
        rights("alerts_notice", aircop_app="SELECT, UPDATE", aircop_system="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(HELD, "DROP POLICY files_storedfile_of_threads ON files_storedfile"),
    ]
