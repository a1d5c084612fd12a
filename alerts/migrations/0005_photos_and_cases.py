"""An alert may belong to a case, keeps which sub-regions were chosen, and carries photos of its own."""

import aircop.reference.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models

from aircop.access.wall import identity_policies
from aircop.events.append_only import rights

# A stored file is seen by whoever sees what holds it.
HELD = """
CREATE POLICY files_storedfile_of_alerts ON files_storedfile FOR SELECT TO aircop_app
  USING (EXISTS (SELECT FROM alerts_alertphoto a WHERE a.file_id = files_storedfile.id));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0004_webhooks_walled"),
        ("files", "0002_wall"),
        ("seizures", "0042_checklists_may_be_empty"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seizures.case"
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="regions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=aircop.reference.fields.CodeField(code_list="sub_region", max_length=40),
                blank=True,
                default=list,
            ),
        ),
        migrations.CreateModel(
            name="AlertPhoto",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("caption", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="alerts.alert"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        *identity_policies(
            "alerts_alertphoto", parent="alerts_alert", column="alert_id", drafts="p.status IN ('draft', 'in_review')"
        ),
        rights("alerts_alertphoto", aircop_app="SELECT, INSERT, DELETE", aircop_system="SELECT"),
        migrations.RunSQL(HELD, "DROP POLICY files_storedfile_of_alerts ON files_storedfile"),
    ]
