"""Subscriptions and quiet hours, each its person's alone; deliveries know why, when, and with what they go."""

import aircop.access.models.protected
import aircop.reference.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from aircop.access.wall import author_policies
from aircop.events.append_only import rights

KEPT = {"aircop_app": "SELECT, INSERT, UPDATE, DELETE", "aircop_system": "SELECT"}


class Migration(migrations.Migration):
    """The system reads them, to bring what fits and to wait; it changes none."""

    dependencies = [
        ("access", "0006_shares_of_threads"),
        ("accounts", "0004_sessions_with_devices"),
        ("alerts", "0011_answers_asked_for"),
        ("seizures", "0053_late_referrals"),
        ("taskforces", "0007_reminders_of_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aircop.access.models.protected.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("begins", models.TimeField()),
                ("ends", models.TimeField()),
                ("timezone", models.CharField(max_length=64)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aircop.access.models.protected.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("origin", models.CharField(blank=True, max_length=3)),
                ("via", models.CharField(blank=True, max_length=3)),
                ("destination", models.CharField(blank=True, max_length=3)),
                (
                    "substance_group",
                    aircop.reference.fields.CodeField(blank=True, code_list="drug_group", max_length=40),
                ),
                ("substance", aircop.reference.fields.CodeField(blank=True, code_list="substance", max_length=40)),
                ("concealment", aircop.reference.fields.CodeField(blank=True, code_list="concealment", max_length=40)),
                ("conveyance", aircop.reference.fields.CodeField(blank=True, code_list="conveyance", max_length=40)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("seizure", "Seizure alert"),
                            ("warning", "Warning about a person, a parcel or a flight"),
                            ("drug", "Drug alert"),
                            ("method", "New method"),
                            ("locate", "Request to locate"),
                            ("general", "General"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("info", "For information"), ("high", "Important"), ("urgent", "Urgent")],
                        default="info",
                        max_length=6,
                    ),
                ),
                ("weight_kg", models.DecimalField(decimal_places=3, max_digits=12, null=True)),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("once", "At once"),
                            ("daily", "Once a day, together"),
                            ("weekly", "Once a week, together"),
                            ("none", "Not by e-mail"),
                        ],
                        default="once",
                        max_length=6,
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(default=7)),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        default=0,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="alert_delivery_is_for_one",
        ),
        migrations.AddField(
            model_name="alert",
            name="weight_kg",
            field=models.DecimalField(decimal_places=3, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="digest",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="alerts.delivery",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="in_digest",
            field=models.BooleanField(db_default=False, default=False),
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
                    ("digest", "By e-mail, several together"),
                ],
                max_length=8,
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
                    ("own", "It fits a subscription of yours"),
                    ("unheard", "It is urgent, and nobody of your task force has it in hand yet"),
                    ("review", "Your task force sent it at once, and nobody has reviewed it in time"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight_kg__isnull", True), ("weight_kg__gt", 0), _connector="OR"),
                name="alert_weight_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiethours",
            constraint=models.CheckConstraint(
                condition=models.Q(("begins", models.F("ends")), _negated=True), name="quiet_hours_end"
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="agency",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="taskforces.taskforce",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="subscription",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="alerts.subscription",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("digest__isnull", False)), fields=["digest"], name="alert_delivery_digest"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("subscription__isnull", False)),
                fields=["subscription"],
                name="alert_delivery_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("digest__isnull", True), ("in_digest", True), ("next_at__isnull", False)),
                fields=["next_at"],
                name="alert_delivery_gather",
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
                        ("channel", "digest"),
                        ("recipient__isnull", False),
                        ("webhook__isnull", True),
                    ),
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
            model_name="subscription",
            constraint=models.UniqueConstraint(
                models.F("person"), django.db.models.functions.text.Lower("name"), name="subscription_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="subscription_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight_kg__isnull", True), ("weight_kg__gt", 0), _connector="OR"),
                name="subscription_weight",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("hour__lte", 23), ("weekday__lte", 6)), name="subscription_hour_of_week"
            ),
        ),
        *author_policies("alerts_subscription", author="person_id", over="true"),
        rights("alerts_subscription", **KEPT),
        *author_policies("alerts_quiethours", author="person_id", over="true"),
        rights("alerts_quiethours", **KEPT),
    ]
