"""The second table of what goes out is gone."""

from django.db import migrations

from aircop.access.wall import recipient_policies
from aircop.events.append_only import rights

WALL = [
    *recipient_policies("alerts_notice", recipient="recipient_id"),
    rights("alerts_notice", aircop_app="SELECT, UPDATE", aircop_system="SELECT, INSERT, UPDATE"),
]


class Migration(migrations.Migration):
    """Undone, it stands behind its wall again, empty."""

    dependencies = [("alerts", "0014_notices_carried_over")]

    operations = [
        *[migrations.RunSQL(each.reverse_sql, each.sql) for each in reversed(WALL)],
        migrations.DeleteModel(name="Notice"),
    ]
