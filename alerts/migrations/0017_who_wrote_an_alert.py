"""Everybody who wrote an alert, so that none of them reviews it; and who sent a warning does not review it either."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# Of those who changed it before, the last one alone is known.
KNOWN = "UPDATE alerts_alert SET written_by = ARRAY[changed_by_id] WHERE changed_by_id IS NOT NULL"


class Migration(migrations.Migration):
    """One column, filled, and two conditions."""

    dependencies = [("alerts", "0016_agencies_escalate")]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="written_by",
            field=ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(written_by__contains=[models.F("reviewed_by")]),
                name="alert_reviewer_wrote_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(urgent=False)
                | models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("published_by")),
                name="alert_reviewer_did_not_send",
            ),
        ),
    ]
