"""Consent is asked about a seizure or a case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One of the two records is named."""

    dependencies = [
        ("seizures", "0047_digests_of_documents_on_record"),
        ("taskforces", "0006_hit_openings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="consent",
            name="consent_asked_once",
        ),
        migrations.AddField(
            model_name="consent",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="seizures.case",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="seizure",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="seizures.seizure",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["case", "asked_by"], name="consent_case"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("seizure__isnull", True), ("case__isnull", True), _connector="XOR"),
                name="consent_one_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "")),
                fields=("seizure", "case", "asked_by", "kind", "to_agency"),
                name="consent_asked_once",
                nulls_distinct=False,
            ),
        ),
    ]
