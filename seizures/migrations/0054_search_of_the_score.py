"""Seizures are found by how complete they are: a list of those below a score costs what any list costs."""

from django.db import migrations

from seizures.queries.completeness_find import SCORE
from seizures.queries.search_index import COMPOSED, FILL

HERE = "]::text[]"  # the end of the codes of a part: once in its statement
MORE = """
UPDATE seizures_searchpart SET statement = overlay(statement PLACING %s
  FROM strpos(statement, %s) + length(%s) FOR 0) WHERE name = 'seizures_seizure'
"""
LESS = "UPDATE seizures_searchpart SET statement = replace(statement, %s, '') WHERE name = 'seizures_seizure'"
TEXT = f" || ({SCORE})::text[]"


class Migration(migrations.Migration):
    """The index is written anew. What the score is made of is watched already: it is what a record lacks."""

    dependencies = [("seizures", "0053_late_referrals")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, COMPOSED),  # on the way back the last word
        migrations.RunSQL([(MORE, [TEXT, HERE, HERE])], [(LESS, [TEXT])]),
        migrations.RunSQL(COMPOSED, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
