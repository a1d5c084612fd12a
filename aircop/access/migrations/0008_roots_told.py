"""Grants that stand are told the roots of their lists: by the trigger, as it tells those that come."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0007_roots_of_grants")]

    operations = [
        migrations.RunSQL("UPDATE access_listgroupgrant SET root_id = NULL", migrations.RunSQL.noop),
        migrations.RunSQL("UPDATE access_listusergrant SET root_id = NULL", migrations.RunSQL.noop),
    ]
