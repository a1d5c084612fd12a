"""Two rows of one agency about one person: hints, and merges of which the undoing alone is written."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models

from aircop.access.wall import identity_pair_policies
from aircop.events.append_only import rights


class Migration(migrations.Migration):
    """Both are shown to who sees both identities."""

    dependencies = [
        ("seizures", "0043_short_names_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonHint",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("first_unit", models.UUIDField()),
                ("second_unit", models.UUIDField()),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "To decide"), ("merged", "Merged"), ("apart", "Two seizures")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_at", models.DateTimeField(null=True)),
                ("agency", models.UUIDField()),
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
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="seizures.person",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="seizures.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["first_unit", "-id"],
                        name="person_hint_first_unit",
                    ),
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["second_unit", "-id"],
                        name="person_hint_second_unit",
                    ),
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["agency", "-id"], name="person_hint_agency"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="person_hint_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="person_hint_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "open"), ("decided_by__isnull", False), _connector="XOR"),
                        name="person_hint_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("merged_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "duplicate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seizures.person",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seizures.person"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)), fields=("duplicate",), name="person_merge_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("duplicate")), _negated=True), name="person_merge_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="person_merge_undone_by_somebody",
                    ),
                ],
            },
        ),
        identity_pair_policies(
            "seizures_personhint", parent="seizures_person", columns=("first_id", "second_id"), same="owner_agency"
        ),
        identity_pair_policies("seizures_personmerge", parent="seizures_person", columns=("kept_id", "duplicate_id")),
        # A draft takes what is about it along; the wall lets nothing else be deleted.
        rights(
            "seizures_personhint",
            aircop_app="SELECT, DELETE, UPDATE (status, decided_by_id, decided_at)",
            aircop_system="SELECT, INSERT, UPDATE, DELETE",
        ),
        rights(
            "seizures_personmerge",
            aircop_app="SELECT, INSERT, UPDATE (undone_at, undone_by_id)",
            aircop_system="SELECT",
        ),
    ]
