"""Webhooks, and deliveries to the systems of an agency; deliveries know the agency that follows them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0002_walled"),
        ("taskforces", "0005_reviews_of_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="taskforces.agency",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="alert",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert"
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(
                choices=[
                    ("app", "In the application"),
                    ("email", "By e-mail"),
                    ("webhook", "To a system of the agency"),
                    ("beat", "Sign of life of the queue"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="recipient",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="why",
            field=models.CharField(
                choices=[
                    ("unit", "Your task force was addressed"),
                    ("agency", "Your agency was addressed"),
                    ("region", "All task forces of your sub-region were addressed"),
                    ("corridor", "Your airport lies on the route"),
                    ("trial", "Somebody tries whether it arrives"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500)),
                ("secret", models.CharField(max_length=300)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("seizure", "Seizure alert"),
                                ("warning", "Warning about a person, a parcel or a flight"),
                                ("drug", "Drug alert"),
                                ("method", "New method"),
                                ("locate", "Request to locate"),
                                ("general", "General"),
                            ],
                            max_length=10,
                        )
                    ),
                ),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("stopped_at", models.DateTimeField(null=True)),
                ("faults", models.PositiveSmallIntegerField(default=0)),
                ("resting_until", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="delivery",
            name="webhook",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.webhook"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["agency", "-made_at", "-id"], name="alert_delivery_agency"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("alert__isnull", False)),
                fields=("alert", "webhook"),
                name="alert_delivery_webhook_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("alert__isnull", False),
                        ("channel__in", ["app", "email"]),
                        ("recipient__isnull", False),
                        ("webhook__isnull", True),
                    ),
                    models.Q(("channel", "webhook"), ("recipient__isnull", True), ("webhook__isnull", False)),
                    models.Q(
                        ("alert__isnull", True),
                        ("channel", "beat"),
                        ("recipient__isnull", True),
                        ("webhook__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="alert_delivery_is_for_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stopped_at__isnull", True)), fields=("agency", "url"), name="alert_webhook_once"
            ),
        ),
    ]
