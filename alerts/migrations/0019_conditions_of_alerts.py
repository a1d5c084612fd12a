"""People take note of the conditions of alerts too."""

import django.db.models.deletion
from django.db import migrations, models

from aircop.access.wall import SUBJECT

# Of an alert each person sees and writes what it took note of itself.
OWN = f"person_id = {SUBJECT} AND EXISTS (SELECT FROM alerts_alert p WHERE p.id = alerts_acceptance.alert_id)"
UP = f"""
CREATE POLICY alerts_acceptance_alert_read ON alerts_acceptance FOR SELECT TO aircop_app USING ({OWN});
CREATE POLICY alerts_acceptance_alert_add ON alerts_acceptance FOR INSERT TO aircop_app WITH CHECK ({OWN});
"""
DOWN = """
DROP POLICY alerts_acceptance_alert_read ON alerts_acceptance;
DROP POLICY alerts_acceptance_alert_add ON alerts_acceptance;
"""
# On the way back: what is of an alert has no place, and what hangs on such rows is checked before the table is altered.
OF_ALERTS_GO = ["DELETE FROM alerts_acceptance WHERE alert_id IS NOT NULL", "SET CONSTRAINTS ALL IMMEDIATE"]


def _key(to: str, **told: object) -> models.ForeignKey:
    return models.ForeignKey(null=True, related_name="+", to=to, **told)


class Migration(migrations.Migration):
    """One column; a row is of a message or of an alert."""

    dependencies = [("alerts", "0018_alerts_for_the_route")]

    operations = [
        migrations.AddField(
            "acceptance",
            "alert",
            _key("alerts.alert", on_delete=django.db.models.deletion.PROTECT, db_index=False),
        ),
        migrations.AlterField(
            "acceptance", "thread", _key("alerts.thread", on_delete=django.db.models.deletion.CASCADE)
        ),
        migrations.AlterField(
            "acceptance", "message", _key("alerts.message", on_delete=django.db.models.deletion.CASCADE)
        ),
        migrations.AddConstraint(
            "acceptance", models.UniqueConstraint(fields=("alert", "person"), name="alert_accepted_once")
        ),
        migrations.AddConstraint(
            "acceptance",
            models.CheckConstraint(
                condition=models.Q(alert__isnull=True, thread__isnull=False, message__isnull=False)
                | models.Q(alert__isnull=False, thread__isnull=True, message__isnull=True),
                name="acceptance_of_one",
            ),
        ),
        migrations.RunSQL(UP, DOWN),
        migrations.RunSQL(migrations.RunSQL.noop, OF_ALERTS_GO),
    ]
