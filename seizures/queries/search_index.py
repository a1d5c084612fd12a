"""The search index: one row per seizure, kept by triggers of the database, so that nothing is stale after a commit.

A row holds two sets of words: `open_words` for whoever sees the record, and `words`, which adds those of identity
fields. Codes are words too, written `=substance:cocaine`, so that text and filters are answered by one index. The
application cannot read the table: it asks `seizures_search_find`, which runs as the owner, tests what the bound
reader may see before it counts to a limit, and returns ids.

A part of a seizure says once which of its fields are found by whom: `searched(...)` in the migration that makes its
table. `tests/architecture/test_search.py` holds that against the classes of its fields.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import migrations

TABLE = """
CREATE TABLE seizures_search (
  id uuid PRIMARY KEY REFERENCES seizures_seizure (id) ON DELETE CASCADE,
  access_list_id uuid NOT NULL,
  root_list_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  occurred_on date NOT NULL,
  draft_of uuid,
  kg numeric,
  open_words tsvector NOT NULL,
  words tsvector NOT NULL
);
ALTER TABLE seizures_search ALTER COLUMN words SET STATISTICS 500, ALTER COLUMN open_words SET STATISTICS 500;
CREATE INDEX seizures_search_words ON seizures_search USING gin (words) WITH (gin_pending_list_limit = 512);
CREATE INDEX seizures_search_open ON seizures_search USING gin (open_words) WITH (gin_pending_list_limit = 512);
CREATE INDEX seizures_search_occurred ON seizures_search (occurred_at DESC, id DESC);
CREATE INDEX seizures_search_recorded ON seizures_search (recorded_at DESC, id DESC);
CREATE INDEX seizures_search_list ON seizures_search (access_list_id);
CREATE TABLE seizures_searchpart (
  name text PRIMARY KEY,
  statement text NOT NULL,
  words text[] NOT NULL,
  hidden text[] NOT NULL,
  codes text[] NOT NULL
);
REVOKE ALL ON seizures_search, seizures_searchpart FROM aircop_app, aircop_system;
"""
TABLE_DOWN = "DROP TABLE seizures_searchpart; DROP TABLE seizures_search"

# As `aircop.reference.words` folds what is searched for: small letters, no accents, letters and digits alone. Longer
# words than that are no words; a lexeme has a limit.
FOLD = r"""
CREATE FUNCTION seizures_search_words(p_text text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT COALESCE(array_agg(DISTINCT left(word, 60)), '{}') FROM regexp_split_to_table(
    regexp_replace(normalize(unaccent(lower(p_text COLLATE pg_c_utf8)), NFKD), '[\u0300-\u036f\u064b-\u065f]', '', 'g')
      COLLATE pg_c_utf8, '[^[:alnum:]]+') AS word WHERE word <> ''
$$
"""
FOLD_DOWN = "DROP FUNCTION seizures_search_words(text)"

# The parts stand in the function's text, so that its plan is kept; it is written anew when a part is added. Making the
# plan takes five times as long as running it, so one is kept for all ids, which must do without reading whole tables.
# The rows are locked first: of two who change parts of one record, the second reads what the first has committed.
COMPOSE = r"""
CREATE FUNCTION seizures_search_compose() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $compose$
BEGIN
  EXECUTE format($make$
CREATE OR REPLACE FUNCTION seizures_search_refresh(p_ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  PERFORM FROM seizures_search WHERE id = ANY (p_ids) ORDER BY id FOR UPDATE;
  DELETE FROM seizures_search s USING seizures_seizure r
   WHERE s.id = ANY (p_ids) AND r.id = s.id AND r.withdrawn_at IS NOT NULL;
  INSERT INTO seizures_search AS s (id, access_list_id, root_list_id, occurred_at, recorded_at, occurred_on, draft_of,
    kg, open_words, words)
  SELECT r.id, r.access_list_id, r.root_list_id, r.occurred_at, r.recorded_at, r.occurred_on,
    CASE WHEN r.status = 'draft' THEN r.recorded_by_id END,
    (SELECT sum(kg_equivalent) FROM seizures_item WHERE seizure_id = r.id),
    array_to_tsvector(found.open), array_to_tsvector(found.open || seizures_search_words(parts.hidden))
  FROM seizures_seizure r CROSS JOIN LATERAL (
    SELECT string_agg(part.words, ' ') AS words, string_agg(part.hidden, ' ') AS hidden,
           string_agg(NULLIF(array_to_string(part.codes, E'\x1f'), ''), E'\x1f') AS codes
      FROM (%s) part
  ) parts CROSS JOIN LATERAL (
    SELECT seizures_search_words(parts.words) || array_remove(string_to_array(parts.codes, E'\x1f'), '')
      || ARRAY['=list:' || r.access_list_id, '=list:' || r.root_list_id, '=on:' || r.access_list_id] AS open OFFSET 0
  ) found
  WHERE r.id = ANY (p_ids) AND r.withdrawn_at IS NULL ORDER BY r.id
  ON CONFLICT (id) DO UPDATE SET access_list_id = excluded.access_list_id, root_list_id = excluded.root_list_id,
    occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, occurred_on = excluded.occurred_on,
    draft_of = excluded.draft_of, kg = excluded.kg, open_words = excluded.open_words, words = excluded.words
  WHERE s IS DISTINCT FROM excluded;
END $$
  $make$, COALESCE((SELECT string_agg(statement, ' UNION ALL ' ORDER BY name) FROM seizures_searchpart),
    'SELECT NULL AS words, NULL AS hidden, NULL::text[] AS codes'));
  REVOKE ALL ON FUNCTION seizures_search_refresh(uuid[]) FROM PUBLIC, aircop_app, aircop_system;
END $compose$;
REVOKE ALL ON FUNCTION seizures_search_compose() FROM PUBLIC, aircop_app, aircop_system;
"""
COMPOSE_DOWN = """
DROP FUNCTION IF EXISTS seizures_search_refresh(uuid[]);
DROP FUNCTION seizures_search_compose();
"""

PART = "INSERT INTO seizures_searchpart (name, statement, words, hidden, codes) VALUES (%s, %s, %s, %s, %s)"
STATEMENT = (
    "SELECT concat_ws(' ', {words}) AS words, concat_ws(' ', {hidden}) AS hidden, {codes} AS codes "
    "FROM {table} p WHERE p.{column} = r.id"
)
# One function and three triggers per table; a change of fields that are not searched costs nothing more. A bulk load of
# the system's own login lays them aside for its transaction, and brings its rows in by `CAUGHT_UP` at the end.
LAY_ASIDE = "SET LOCAL aircop.search_aside = 'on'"
CAUGHT_UP = "SELECT seizures_search_catch_up(%s), set_config('aircop.search_aside', 'off', true)"
ASIDE = """IF current_setting('aircop.search_aside', true) = 'on'
    AND pg_has_role(COALESCE(NULLIF(current_setting('role'), 'none'), session_user), 'aircop_system', 'USAGE')
  THEN RETURN NULL; END IF;
""".rstrip()
TOUCH = """
CREATE FUNCTION {table}_searched() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  {aside}
  IF TG_OP = 'INSERT' THEN SELECT array_agg(DISTINCT {column}) INTO ids FROM fresh;
  ELSIF TG_OP = 'DELETE' THEN SELECT array_agg(DISTINCT {column}) INTO ids FROM stale;
  ELSE SELECT array_agg(DISTINCT n.{column}) INTO ids FROM fresh n JOIN stale o ON o.{key} = n.{key}
        WHERE ROW({fresh}) IS DISTINCT FROM ROW({stale});
  END IF;
  IF ids IS NOT NULL THEN PERFORM seizures_search_refresh(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER {table}_searched_added AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {table}_searched();
CREATE TRIGGER {table}_searched_changed AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {table}_searched();
"""
TOUCH_GONE = """
CREATE TRIGGER {table}_searched_gone AFTER DELETE ON {table}
  REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION {table}_searched();
"""
TOUCH_DOWN = """
DROP TRIGGER IF EXISTS {table}_searched_gone ON {table};
DROP TRIGGER {table}_searched_changed ON {table};
DROP TRIGGER {table}_searched_added ON {table};
DROP FUNCTION {table}_searched();
"""
COMPOSED = "SELECT seizures_search_compose()"
FILL = """
DO $$
DECLARE ids uuid[];
BEGIN
  FOR ids IN SELECT array_agg(id) FROM (
    SELECT id, row_number() OVER (ORDER BY id) / 2000 AS piece FROM seizures_seizure) r GROUP BY piece
  LOOP PERFORM seizures_search_refresh(ids); END LOOP;
END $$
"""


def searched(
    table: str,
    *,
    column: str = "seizure_id",
    key: str = "id",
    words: Sequence[str] = (),
    hidden: Sequence[str] = (),
    codes: Mapping[str, str] | None = None,
    lexemes: str = "",
    watch: Sequence[str] = (),
    fill: bool = False,
) -> list[migrations.RunSQL]:
    """Return the operations by which seizures are found by the rows of a table.

    `words` are fields of the classes open and case, `hidden` those of the class identity, `codes` maps a field to the
    filter that it answers (`{"substance": "substance"}`). Each may be an expression of SQL on the row `p`; then name
    the columns behind it in `watch`. `lexemes` is an expression for further words (`ARRAY['=has:photo']`). `fill`
    brings in the rows that stand already.
    """
    codes = codes or {}
    made = [f"'={kind}:' || NULLIF({_of('p', name)}::text, '')" for name, kind in codes.items()]
    listed = f"ARRAY[{', '.join(made)}]::text[]" + (f" || ({lexemes})::text[]" if lexemes else "")
    statement = STATEMENT.format(
        table=table,
        column=column,
        words=", ".join(_of("p", name) for name in words) or "NULL",
        hidden=", ".join(_of("p", name) for name in hidden) or "NULL",
        codes=listed,
    )
    columns = [name for name in (*words, *hidden, *codes, *watch) if name.isidentifier()]
    filled = {
        "table": table,
        "column": column,
        "key": key,
        "aside": ASIDE,
        "fresh": ", ".join(f"n.{name}" for name in columns),
        "stale": ", ".join(f"o.{name}" for name in columns),
    }
    touch = TOUCH + ("" if table == "seizures_seizure" else TOUCH_GONE)  # the index goes with its record
    row = [table, statement, list(words), list(hidden), list(codes)]
    gone: list[Any] = [("DELETE FROM seizures_searchpart WHERE name = %s", [table]), (COMPOSED, None)]
    return [
        migrations.RunSQL([(PART, row), (COMPOSED, None)], gone),
        migrations.RunSQL(touch.format(**filled), TOUCH_DOWN.format(**filled)),
        *([migrations.RunSQL(FILL, migrations.RunSQL.noop)] if fill else []),
    ]


def _of(row: str, name: str) -> str:
    return f"{row}.{name}" if name.isidentifier() else name
