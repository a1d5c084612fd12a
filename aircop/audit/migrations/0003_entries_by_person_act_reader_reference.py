"""Indexes for what an agency asks: by person, by act, by readers of other agencies, by reference."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Five indexes."""

    dependencies = [
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["owner_agency", "actor_id", "-at", "-id"], name="audit_entry_owner_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["owner_agency", "verb", "-at", "-id"], name="audit_entry_owner_verb"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["acting_agency", "verb", "-at", "-id"], name="audit_entry_acting_verb"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(
                    ("acting_agency__lt", models.F("owner_agency")),
                    ("acting_agency__gt", models.F("owner_agency")),
                    _connector="OR",
                ),
                fields=["owner_agency", "-at", "-id"],
                name="audit_entry_foreign",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                django.db.models.functions.text.Upper("reference"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("reference", ""), _negated=True),
                name="audit_entry_reference",
            ),
        ),
    ]
