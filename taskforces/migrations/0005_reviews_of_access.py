"""Reviews of access, and their lines."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was looked at, and what was decided."""

    dependencies = [
        ("taskforces", "0004_handovers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessReview",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewLine",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("object_id", models.UUIDField()),
                ("who", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=200)),
                ("facts", models.JSONField(default=dict)),
                ("may_end", models.BooleanField(default=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True, choices=[("confirmed", "confirmed"), ("ended", "ended")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="taskforces.accessreview"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="accessreview",
            index=models.Index(fields=["agency", "-begun_at"], name="access_review_agency"),
        ),
        migrations.AddConstraint(
            model_name="accessreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)), fields=("agency",), name="access_review_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.UniqueConstraint(fields=("review", "kind", "object_id"), name="review_line_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")),
                    models.Q(
                        models.Q(("decision", ""), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="review_line_decided_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("decision", "ended"), _negated=True), ("may_end", True), _connector="OR"),
                name="review_line_ended_if_it_may",
            ),
        ),
    ]
