"""Everybody who wrote an alert, so that none of them reviews it; and who sent a warning does not review it either."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# Of those who changed it before, the last one alone is known; no rule ever let that one review it.
KNOWN = """
UPDATE alerts_alert SET written_by = ARRAY[changed_by_id]
 WHERE changed_by_id IS NOT NULL AND changed_by_id IS DISTINCT FROM reviewed_by_id
"""
LAST = "UPDATE alerts_alert SET changed_by_id = written_by[cardinality(written_by)] WHERE cardinality(written_by) > 0"
# A warning that runs and was reviewed by who sent it waits for its review. Of one that has ended the fact is kept.
NOT_REVIEWED = """
UPDATE alerts_alert SET reviewed_by_id = NULL, reviewed_at = NULL
 WHERE urgent AND status = 'published' AND reviewed_by_id = published_by_id
"""
# What hangs on rows that were changed twice is checked at once: a table is not altered before that.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    """One column for another, filled; what goes back to review; and two conditions."""

    dependencies = [("alerts", "0016_agencies_escalate"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="written_by",
            field=ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.RunSQL(KNOWN, LAST),
        migrations.RunSQL([NOT_REVIEWED, CHECKED], migrations.RunSQL.noop),
        migrations.RemoveField(model_name="alert", name="changed_by"),
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
                condition=~models.Q(urgent=True, status="published")
                | models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("published_by")),
                name="alert_reviewer_did_not_send",
            ),
        ),
    ]
