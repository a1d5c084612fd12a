"""Digests of document numbers, and notices that another agency holds one."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):
    """Notices name one side alone."""

    dependencies = [
        ("seizures", "0044_two_rows_of_one_person"),
        ("taskforces", "0006_hit_openings"),
    ]

    operations = [
        migrations.CreateModel(
            name="HitNotice",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("told_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="identitydocument",
            name="digest",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddIndex(
            model_name="identitydocument",
            index=models.Index(
                condition=models.Q(("digest", ""), _negated=True), fields=["digest"], name="identity_document_digest"
            ),
        ),
        migrations.AddField(
            model_name="hitnotice",
            name="agency",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
            ),
        ),
        migrations.AddField(
            model_name="hitnotice",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
            ),
        ),
        migrations.AddField(
            model_name="hitnotice",
            name="person",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="seizures.person"
            ),
        ),
        migrations.AddIndex(
            model_name="hitnotice",
            index=models.Index(fields=["agency", "-told_at", "-id"], name="hit_notice_agency"),
        ),
        migrations.AddConstraint(
            model_name="hitnotice",
            constraint=models.UniqueConstraint(fields=("person", "other"), name="hit_notice_once"),
        ),
        migrations.AddConstraint(
            model_name="hitnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency", models.F("other")), _negated=True), name="hit_notice_of_another"
            ),
        ),
    ]
