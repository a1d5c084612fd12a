"""Which agencies take part in hit / no hit, since when, and whom the others call."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models

from aircop.events.append_only import rights


class Migration(migrations.Migration):
    """A row says since when; closing writes the end alone."""

    dependencies = [
        ("taskforces", "0005_reviews_of_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HitOpening",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.contactpoint"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)), fields=("agency",), name="hit_opening_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at__isnull", True), ("closed_by__isnull", False), _connector="XOR"),
                        name="hit_opening_closed_by_somebody",
                    ),
                ],
            },
        ),
        rights(
            "taskforces_hitopening",
            aircop_app="SELECT, INSERT, UPDATE (closed_at, closed_by_id)",
            aircop_system="SELECT",
        ),
    ]
