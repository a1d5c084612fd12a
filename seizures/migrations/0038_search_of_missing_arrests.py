"""Seizures are found by what their arrests still lack."""

from django.db import migrations

from seizures.queries.completeness_find import OF_ARRESTS
from seizures.queries.search_index import COMPOSED, FILL

HERE = "]::text[]"  # the end of the codes of a part: once in its statement
MORE = """
UPDATE seizures_searchpart SET statement = overlay(statement PLACING %s
  FROM strpos(statement, %s) + length(%s) FOR 0) WHERE name = 'seizures_seizure'
"""
LESS = "UPDATE seizures_searchpart SET statement = replace(statement, %s, '') WHERE name = 'seizures_seizure'"
WATCHED = """
DO $$ BEGIN
  EXECUTE replace(replace(pg_get_functiondef('seizures_seizure_searched()'::regprocedure),
    'n.withdrawn_at{before})', 'n.withdrawn_at{after})'),
    'o.withdrawn_at{stale_before})', 'o.withdrawn_at{stale_after})');
END $$
"""
NOW = {"before": "", "after": ", n.checklists", "stale_before": "", "stale_after": ", o.checklists"}
THEN = {"before": ", n.checklists", "after": "", "stale_before": ", o.checklists", "stale_after": ""}
TEXT = f" || ({OF_ARRESTS})::text[]"


class Migration(migrations.Migration):
    """The index is written anew."""

    dependencies = [("seizures", "0037_checklists_of_arrests_on_record")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, COMPOSED),  # on the way back the last word
        migrations.RunSQL([(MORE, [TEXT, HERE, HERE])], [(LESS, [TEXT])]),
        migrations.RunSQL(WATCHED.format(**NOW), WATCHED.format(**THEN)),
        migrations.RunSQL(COMPOSED, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
