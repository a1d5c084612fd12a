"""Saved views: what a person keeps of the list under a name, behind a wall of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower, Now

import aircop.access.models.protected
from aircop.access.wall import author_policies


class Migration(migrations.Migration):
    """The table and its wall: nobody reaches a view but its author, the system none at all."""

    dependencies = [
        ("seizures", "0019_search_of_parts_without_codes"),
        ("access", "0002_binding_and_shares"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aircop.access.models.protected.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("query", models.CharField(max_length=1000)),
                ("chosen", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField(db_default=Now())),
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
                "constraints": [
                    models.UniqueConstraint(models.F("author"), Lower("name"), name="savedview_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("chosen", True)), fields=("author",), name="savedview_one_chosen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("query", ""), _negated=True)
                        ),
                        name="savedview_told",
                    ),
                ],
            },
        ),
        *author_policies("seizures_savedview", author="author_id", over="false"),
    ]
