"""Seizures are found by what a laboratory confirmed as well, and weighed by what figures use."""

from django.db import migrations

from seizures.queries.search_index import COMPOSE, COMPOSED, FILL

KG, FIGURE_KG = "sum(kg_equivalent)", "sum(figure_kg)"
CODE = "'=substance:' || NULLIF(p.substance::text, '')"
CODES = f"{CODE}, '=substance:' || NULLIF(p.confirmed_substance::text, '')"
PART = "UPDATE seizures_searchpart SET statement = replace(statement, %s, %s) WHERE name = 'seizures_item'"
AGAIN = COMPOSE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
# What is watched: the trigger's function compares these columns of each item before and after.
WATCHED = """
DO $$ BEGIN
  EXECUTE replace(replace(pg_get_functiondef('seizures_item_searched()'::regprocedure), '{before}', '{after}'),
    '{stale_before}', '{stale_after}');
END $$
"""
FEWER, MORE = "n.kg_equivalent", "n.kg_equivalent, n.figure_kg, n.confirmed_substance"
NOW = {
    "before": FEWER,
    "after": MORE,
    "stale_before": FEWER.replace("n.", "o."),
    "stale_after": MORE.replace("n.", "o."),
}
THEN = {
    "before": MORE,
    "after": FEWER,
    "stale_before": MORE.replace("n.", "o."),
    "stale_after": FEWER.replace("n.", "o."),
}


class Migration(migrations.Migration):
    """The index is written anew, because results may stand already."""

    dependencies = [("seizures", "0022_search_of_the_laboratory")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, COMPOSED),  # on the way back the last word
        migrations.RunSQL(AGAIN.replace(KG, FIGURE_KG), AGAIN),
        migrations.RunSQL([(PART, [CODE, CODES])], [(PART, [CODES, CODE])]),
        migrations.RunSQL(WATCHED.format(**NOW), WATCHED.format(**THEN)),
        migrations.RunSQL(COMPOSED, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
