"""What was submitted before counts as seen: nobody is told of cocaine as news."""

from django.db import migrations

SEEN = """
INSERT INTO seizures_substancesighting (substance, confirmed, first_at)
SELECT i.substance, false, min(s.recorded_at) FROM seizures_item i JOIN seizures_seizure s ON s.id = i.seizure_id
 WHERE s.status <> 'draft' AND i.substance NOT IN ('', 'UNK', 'OTH') GROUP BY i.substance
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [("seizures", "0017_wall_of_the_laboratory")]

    operations = [migrations.RunSQL(SEEN, migrations.RunSQL.noop)]
