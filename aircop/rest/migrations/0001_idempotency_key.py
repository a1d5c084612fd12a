"""Which POST was done already."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """Schema only."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(help_text="Who sent it: model label and primary key.", max_length=200)),
                ("key", models.CharField(max_length=255)),
                (
                    "fingerprint",
                    models.CharField(help_text="Keyed SHA-256 of method, address and body.", max_length=64),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The answer's status; 0 while it is being done."
                    ),
                ),
                ("object_id", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="rest_idempotency_key_age")],
                "constraints": [models.UniqueConstraint(fields=("subject", "key"), name="rest_idempotency_key_once")],
            },
        ),
    ]
