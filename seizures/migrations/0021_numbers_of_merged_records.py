"""A number that came by a merge finds the record that has it of its own: not the one that was kept.

The index has one set of open words per record, and who sees the kept record need not see the duplicate.
"""

from django.db import migrations

STANDS, OWN = "p.ended_at IS NULL", "p.ended_at IS NULL AND p.merge_id IS NULL"
TURN = """
UPDATE seizures_searchpart SET statement = replace(statement, '{old}', '{new}'),
  words = ARRAY(SELECT replace(word, '{old}', '{new}') FROM unnest(words) WITH ORDINALITY w (word, n) ORDER BY n)
 WHERE name = 'seizures_externalreference';
SELECT seizures_search_compose();
"""
AGAIN = """
SELECT seizures_search_refresh(ids) FROM (
  SELECT array_agg(DISTINCT seizure_id) AS ids FROM seizures_externalreference WHERE merge_id IS NOT NULL) r
 WHERE ids IS NOT NULL
"""


class Migration(migrations.Migration):
    """Writes the words anew, and those of the records concerned."""

    dependencies = [("seizures", "0020_saved_views")]

    operations = [
        migrations.RunSQL(TURN.format(old=STANDS, new=OWN), TURN.format(old=OWN, new=STANDS)),
        migrations.RunSQL(AGAIN, AGAIN),
    ]
