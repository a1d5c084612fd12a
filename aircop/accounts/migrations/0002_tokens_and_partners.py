"""Personal tokens, partner systems, missed sign-ins, and the table of Django's cache."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models


# Used second-factor codes live in Django's cache, which must outlive a restart and be shared: so it is a table.
CACHE = """
CREATE TABLE accounts_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.OAUTH2_PROVIDER_APPLICATION_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInMiss",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("misses", django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField())),
            ],
            options={
                "verbose_name": "missed sign-in",
                "verbose_name_plural": "missed sign-ins",
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=80, verbose_name="what it is for")),
                ("prefix", models.CharField(max_length=16, verbose_name="begins with")),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), verbose_name="may"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="ends")),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="issued")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "personal token",
                "verbose_name_plural": "personal tokens",
            },
        ),
        migrations.CreateModel(
            name="ApiClient",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField(verbose_name="agency")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), verbose_name="may"
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="registered")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_client",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_client",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "partner system",
                "verbose_name_plural": "partner systems",
                "indexes": [models.Index(fields=["agency_id"], name="accounts_client_agency")],
            },
        ),
        migrations.RunSQL(CACHE, "DROP TABLE accounts_cache"),
    ]
