"""Whether an alert is for all ahead on its route, also while nobody is there."""

from django.db import migrations, models

KNOWN = """
UPDATE alerts_alert SET corridor = true
 WHERE id IN (SELECT alert_id FROM alerts_addressee WHERE kind = 'corridor')
"""


class Migration(migrations.Migration):
    """One column, filled."""

    dependencies = [("alerts", "0017_who_wrote_an_alert")]

    operations = [
        migrations.AddField(model_name="alert", name="corridor", field=models.BooleanField(default=False)),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
