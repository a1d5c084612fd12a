"""Seizures and their items go behind the wall; drafts alone may be deleted."""

from django.db import migrations

from aircop.access.wall import child_policies, raise_wall


class Migration(migrations.Migration):
    """Policies, the pair of list columns, and the indexes of the two orders."""

    dependencies = [("seizures", "0002_people"), ("access", "0002_binding_and_shares")]

    operations = [
        *raise_wall("seizures_seizure", orders=("occurred_at", "recorded_at"), drafts="status = 'draft'"),
        *child_policies("seizures_item", parent="seizures_seizure", column="seizure_id", drafts="p.status = 'draft'"),
    ]
