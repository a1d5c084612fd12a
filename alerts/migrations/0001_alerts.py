"""Alerts, whom they are for, what reached whom, and what came back."""

import aircop.access.models.protected
import aircop.reference.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0005_shares_of_alerts"),
        ("seizures", "0038_search_of_missing_arrests"),
        ("taskforces", "0003_contacts_walled_for_the_network"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aircop.access.models.protected.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_agency", models.UUIDField()),
                ("owner_unit", models.UUIDField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500)),
                ("retention_category", models.CharField(default="standard", max_length=20)),
                ("retain_until", models.DateField(null=True)),
                ("legal_hold", models.BooleanField(default=False)),
                ("reference", models.CharField(max_length=30, null=True, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("published", "Published"),
                            ("recalled", "Recalled"),
                            ("expired", "Expired"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                ("colour", aircop.reference.fields.CodeField(blank=True, code_list="notice_colour", max_length=40)),
                (
                    "severity",
                    models.CharField(
                        choices=[("info", "For information"), ("high", "Important"), ("urgent", "Urgent")],
                        default="high",
                        max_length=6,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("body", models.TextField(blank=True, max_length=8000)),
                ("person_details", models.TextField(blank=True, max_length=4000)),
                ("substance", aircop.reference.fields.CodeField(blank=True, code_list="substance", max_length=40)),
                ("concealment", aircop.reference.fields.CodeField(blank=True, code_list="concealment", max_length=40)),
                ("conveyance", aircop.reference.fields.CodeField(blank=True, code_list="conveyance", max_length=40)),
                ("flight_number", models.CharField(blank=True, max_length=8)),
                (
                    "route",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list
                    ),
                ),
                ("hazard", models.CharField(blank=True, max_length=300)),
                (
                    "handling",
                    models.CharField(
                        choices=[
                            ("H0", "H0: free for fighting crime"),
                            ("H1", "H1: not in court without consent"),
                            ("H2", "H2: not passed on without consent"),
                            ("H3", "H3: other conditions"),
                        ],
                        default="H0",
                        max_length=2,
                    ),
                ),
                ("handling_words", models.CharField(blank=True, max_length=300)),
                ("urgent", models.BooleanField(default=False)),
                ("valid_until", models.DateTimeField()),
                ("answer_by", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("review_by", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("neutrality", models.JSONField(default=dict)),
                ("recalled_at", models.DateTimeField(null=True)),
                ("recall_reason", models.CharField(blank=True, max_length=500)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "access_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.accesslist",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recalled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "root_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.accesslist",
                    ),
                ),
                (
                    "seizure",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seizures.seizure"
                    ),
                ),
                (
                    "task_force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.taskforce"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unit", "Task force"),
                            ("agency", "Agency"),
                            ("region", "All task forces of a sub-region"),
                            ("corridor", "All task forces on the route"),
                        ],
                        max_length=8,
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("escalated", models.PositiveSmallIntegerField(default=0)),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="taskforces.taskforce",
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addressees",
                        to="alerts.alert",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("noted", "Noted, nothing to check yet"),
                            ("checked", "Checked, nothing found"),
                            ("seizure", "A seizure was made"),
                            ("arrest", "A person was stopped or arrested"),
                            ("missed", "Too late: already left"),
                            ("unable", "Could not be checked"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="alerts.addressee"
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="alerts.alert"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seizure",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seizures.seizure"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(choices=[("app", "In the application"), ("email", "By e-mail")], max_length=6),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("unit", "Your task force was addressed"),
                            ("agency", "Your agency was addressed"),
                            ("region", "All task forces of your sub-region were addressed"),
                            ("corridor", "Your airport lies on the route"),
                        ],
                        max_length=8,
                    ),
                ),
                ("urgent", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("next_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("parked_at", models.DateTimeField(null=True)),
                ("withheld_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=200)),
                ("read_at", models.DateTimeField(null=True)),
                ("recalled_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert"),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["recorded_by", "-recorded_at"], name="alert_author"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("status", "in_review")), fields=["task_force", "submitted_at"], name="alert_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("status", "published")), fields=["valid_until"], name="alert_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]),
                    models.Q(
                        ("published_at__isnull", False), ("published_by__isnull", False), ("reference__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="alert_published_has_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "recalled"), ("recalled_at__isnull", True), _connector="XOR"),
                name="alert_recalled_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("urgent", True), _negated=True), ("colour", ""), _connector="OR"),
                name="alert_urgent_has_no_colour",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by__isnull", True),
                    models.Q(("reviewed_by", models.F("recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="alert_reviewer_is_not_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handling", "H3"), _negated=True),
                    models.Q(("handling_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="alert_h3_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressee",
            constraint=models.UniqueConstraint(
                fields=("alert", "unit", "agency"), name="alert_addressee_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="addressee",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__isnull", False), ("agency__isnull", False), _connector="XOR"),
                name="alert_addressee_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressee",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "agency"), ("agency__isnull", True), _connector="XOR"),
                name="alert_addressee_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("channel", "app")), fields=["recipient", "-made_at", "-id"], name="alert_inbox"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    ("delivered_at__isnull", True),
                    ("next_at__isnull", False),
                    ("parked_at__isnull", True),
                    ("withheld_at__isnull", True),
                ),
                fields=["next_at"],
                name="alert_delivery_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("alert", "recipient", "channel"), name="alert_delivery_once"),
        ),
    ]
