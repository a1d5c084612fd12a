"""Entries begun: what one person typed and nobody else sees."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

import aircop.access.models.protected


class Migration(migrations.Migration):
    dependencies = [
        ("seizures", "0008_erased_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aircop.access.models.protected.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record", models.UUIDField()),
                (
                    "form",
                    models.CharField(
                        choices=[("quick", "Log a seizure"), ("change", "Change the seizure")], max_length=10
                    ),
                ),
                ("about", models.UUIDField(null=True)),
                ("typed", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("writer", models.UUIDField(null=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(db_default=Now())),
                ("saved_at", models.DateTimeField(db_default=Now())),
                ("ended_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["saved_at"], name="entrydraft_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "record"), name="entrydraft_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("typed", {}), _connector="OR"),
                        name="entrydraft_ended_holds_no_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form", "quick"), ("about__isnull", False), _connector="XOR"),
                        name="entrydraft_change_about",
                    ),
                ],
            },
        ),
    ]
