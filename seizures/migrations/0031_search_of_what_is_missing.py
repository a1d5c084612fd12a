"""Seizures are found by what they still lack: the list of the incomplete ones costs what any list costs."""

from django.db import migrations

from seizures.queries.completeness_find import OF_ITEM, OF_SEIZURE
from seizures.queries.search_index import COMPOSED, FILL

HERE = "]::text[]"  # the end of the codes of a part: once in each statement of these two
MORE = """
UPDATE seizures_searchpart SET statement = overlay(statement PLACING %s
  FROM strpos(statement, %s) + length(%s) FOR 0) WHERE name = %s
"""
LESS = "UPDATE seizures_searchpart SET statement = replace(statement, %s, '') WHERE name = %s"
WATCHED = """
DO $$ BEGIN
  EXECUTE replace(replace(pg_get_functiondef('seizures_item_searched()'::regprocedure),
    'n.details{before})', 'n.details{after})'), 'o.details{stale_before})', 'o.details{stale_after})');
END $$
"""
NOW = {"before": "", "after": ", n.basis", "stale_before": "", "stale_after": ", o.basis"}
THEN = {"before": ", n.basis", "after": "", "stale_before": ", o.basis", "stale_after": ""}


def _added(name: str, lexemes: str) -> migrations.RunSQL:
    """Return the operation by which a part is found by further words."""
    text = f" || ({lexemes})::text[]"
    return migrations.RunSQL([(MORE, [text, HERE, HERE, name])], [(LESS, [text, name])])


class Migration(migrations.Migration):
    """The index is written anew."""

    dependencies = [("seizures", "0030_who_took_part")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, COMPOSED),  # on the way back the last word
        _added("seizures_seizure", OF_SEIZURE),
        _added("seizures_item", OF_ITEM),
        migrations.RunSQL(WATCHED.format(**NOW), WATCHED.format(**THEN)),
        migrations.RunSQL(COMPOSED, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
