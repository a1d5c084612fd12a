"""Who has not answered an alert in time is asked again; what is counted over a period is found by its time."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.db import migrations, models

from aircop.access.wall import child_policies
from aircop.events.append_only import rights


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0010_who_joined_and_last_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "step",
                    models.CharField(
                        choices=[("near", "The time to answer is nearly over"), ("past", "The time to answer is over")],
                        max_length=4,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="delivery",
            name="asked",
            field=models.CharField(
                blank=True,
                choices=[("near", "The time to answer is nearly over"), ("past", "The time to answer is over")],
                db_default="",
                default="",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="opened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)), fields=["published_at"], name="alert_told"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("answer_by__isnull", False), ("status__in", ["published", "expired"])),
                fields=["answer_by"],
                name="alert_asking",
            ),
        ),
        migrations.AddIndex(
            model_name="informationrequest",
            index=models.Index(fields=["asked_at"], name="request_asked"),
        ),
        migrations.AddField(
            model_name="reminder",
            name="addressee",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.addressee"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="alert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="alerts.alert"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("addressee", "step"), name="alert_reminder_once"),
        ),
        *child_policies("alerts_reminder", parent="alerts_alert", column="alert_id"),
        rights("alerts_reminder", aircop_app="SELECT", aircop_system="SELECT, INSERT"),
    ]
