"""The indexes of words are kept by one plan, and a bulk load may lay its triggers aside and bring its rows in at the end."""

from django.db import migrations

from seizures.queries.case_search_index import of_cases
from seizures.queries.search_index import ASIDE, COMPOSED

DEFINED = "SECURITY DEFINER SET search_path = public, pg_temp"
# What was made before those texts were changed is changed here; what was made since has them already.
FASTER = """
DO $patch$
DECLARE
  made text;
BEGIN
  FOR made IN SELECT pg_get_functiondef(oid) FROM pg_proc
               WHERE oid IN ('seizures_search_compose()'::regprocedure, 'seizures_casesearch_compose()'::regprocedure)
  LOOP
    IF strpos(made, 'force_generic_plan') = 0 THEN
      EXECUTE replace(replace(made, 'DEFINED AS $$',
        'DEFINED SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$'),
        'r.access_list_id] AS open', 'r.access_list_id] AS open OFFSET 0');
    END IF;
  END LOOP;
END $patch$
""".replace("DEFINED", DEFINED)
STEP = "IF TG_OP = ''INSERT'' THEN SELECT"
LAID_ASIDE = """
DO $patch$
DECLARE
  made text;
BEGIN
  FOR made IN SELECT pg_get_functiondef((name || '_searched()')::regprocedure) FROM seizures_searchpart LOOP
    IF strpos(made, 'search_aside') = 0 THEN
      EXECUTE replace(made, 'STEP', $aside$ASIDE
  $aside$ || 'STEP');
    END IF;
  END LOOP;
END $patch$
""".replace("STEP", STEP).replace("ASIDE", ASIDE)
CATCH_UP = """
CREATE FUNCTION seizures_search_catch_up(p_ids uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT seizures_search_refresh(p_ids) $$;
REVOKE ALL ON FUNCTION seizures_search_catch_up(uuid[]) FROM PUBLIC, aircop_app;
GRANT EXECUTE ON FUNCTION seizures_search_catch_up(uuid[]) TO aircop_system;
"""


class Migration(migrations.Migration):
    """No word of the index changes. On the way back the faster functions stay: they answer the same."""

    dependencies = [("seizures", "0028_search_of_cases")]

    operations = [
        migrations.RunSQL(FASTER, migrations.RunSQL.noop),
        migrations.RunSQL([COMPOSED, of_cases(COMPOSED)], migrations.RunSQL.noop),
        migrations.RunSQL(LAID_ASIDE, migrations.RunSQL.noop),
        migrations.RunSQL(CATCH_UP, "DROP FUNCTION seizures_search_catch_up(uuid[])"),
    ]
