"""The index by which persons are found: a row for each identity, kept by triggers, so that nothing is stale.

Operators of text search may not use an index behind a wall, so the application reads this table not at all: it asks
`seizures_person_find`, which runs as the owner, knows the reader by what the transaction is bound to, and returns ids
of persons whose identities that reader may see. The keys are those of `aircop.reference.names`; to them come the lists
on which the person lies (`l:`) and the agency that owns it (`a:`). The system's login reads it to compare.
"""

from aircop.access.roles import WITHOUT_IDENTITIES

HIDDEN_ROLES = ", ".join(f"'{role.value}'" for role in sorted(WITHOUT_IDENTITIES))

TABLE = """
CREATE TABLE seizures_personsearch (
  id uuid PRIMARY KEY REFERENCES seizures_person (id) ON DELETE CASCADE,
  access_list_id uuid NOT NULL,
  root_list_id uuid NOT NULL,
  draft_of uuid,
  words tsvector NOT NULL
);
CREATE INDEX seizures_personsearch_words ON seizures_personsearch USING gin (words) WITH (gin_pending_list_limit = 512);
REVOKE ALL ON seizures_personsearch FROM aircop_app, aircop_system;
GRANT SELECT ON seizures_personsearch TO aircop_system;
"""
TABLE_DOWN = "DROP TABLE seizures_personsearch"

REFRESH = """
CREATE FUNCTION seizures_person_refresh(p_ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM seizures_personsearch WHERE id = ANY (p_ids) ORDER BY id FOR UPDATE;
  DELETE FROM seizures_personsearch f WHERE f.id = ANY (p_ids) AND NOT EXISTS (
    SELECT FROM seizures_person p JOIN seizures_identity i ON i.person_id = p.id
     WHERE p.id = f.id AND p.withdrawn_at IS NULL);
  INSERT INTO seizures_personsearch AS f (id, access_list_id, root_list_id, draft_of, words)
  SELECT p.id, p.access_list_id, p.root_list_id, CASE WHEN s.status = 'draft' THEN s.recorded_by_id END,
    array_to_tsvector(i.found_by || ARRAY['l:' || p.access_list_id, 'l:' || p.root_list_id, 'a:' || p.owner_agency])
  FROM seizures_person p JOIN seizures_identity i ON i.person_id = p.id JOIN seizures_seizure s ON s.id = p.seizure_id
  WHERE p.id = ANY (p_ids) AND p.withdrawn_at IS NULL ORDER BY p.id
  ON CONFLICT (id) DO UPDATE SET access_list_id = excluded.access_list_id, root_list_id = excluded.root_list_id,
    draft_of = excluded.draft_of, words = excluded.words
  WHERE f IS DISTINCT FROM excluded;
END $$;
REVOKE ALL ON FUNCTION seizures_person_refresh(uuid[]) FROM PUBLIC, aircop_app, aircop_system;
"""
REFRESH_DOWN = "DROP FUNCTION seizures_person_refresh(uuid[])"

# Which persons a change of rows concerns; `fresh` and `stale` are the rows after and before it.
CONCERNED = {
    "seizures_identity": {
        "INSERT": "SELECT person_id FROM fresh",
        "UPDATE": "SELECT n.person_id FROM fresh n JOIN stale o USING (id) "
        "WHERE n.found_by IS DISTINCT FROM o.found_by",
        "DELETE": "SELECT person_id FROM stale",
    },
    "seizures_person": {
        "UPDATE": "SELECT n.id FROM fresh n JOIN stale o USING (id) WHERE (n.access_list_id, n.root_list_id, "
        "n.withdrawn_at) IS DISTINCT FROM (o.access_list_id, o.root_list_id, o.withdrawn_at)",
    },
    "seizures_seizure": {
        "UPDATE": "SELECT p.id FROM fresh n JOIN stale o USING (id) JOIN seizures_person p ON p.seizure_id = n.id "
        "WHERE (n.status = 'draft') <> (o.status = 'draft')",
    },
}
ROWS = {
    "INSERT": "NEW TABLE AS fresh",
    "UPDATE": "OLD TABLE AS stale NEW TABLE AS fresh",
    "DELETE": "OLD TABLE AS stale",
}
TOUCH = """
CREATE FUNCTION {table}_persons_{act}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(x.id) INTO ids FROM ({which}) x (id);
  IF ids IS NOT NULL THEN PERFORM seizures_person_refresh(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER {table}_persons_{act} AFTER {act} ON {table}
  REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {table}_persons_{act}();
"""
TOUCH_DOWN = "DROP TRIGGER {table}_persons_{act} ON {table}; DROP FUNCTION {table}_persons_{act}();"


def triggers() -> tuple[str, str]:
    """Return the statements that make the triggers, and those that drop them."""
    acts = [
        {"table": table, "act": act, "which": which, "rows": ROWS[act]}
        for table, told in CONCERNED.items()
        for act, which in told.items()
    ]
    return "".join(TOUCH.format(**act) for act in acts), "".join(TOUCH_DOWN.format(**act) for act in acts)


# The newest of those that fit: who asks for a common name alone gets some of them, and is asked for more of the name.
FIND = """
CREATE FUNCTION seizures_person_find(p_query text, p_most int) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $find$
DECLARE
  subject uuid := NULLIF(current_setting('aircop.subject', true), '')::uuid;
  groups int[] := COALESCE(NULLIF(current_setting('aircop.groups', true), ''), '{}')::int[];
  many CONSTANT int := 200;
  named uuid[]; found uuid[]; asked tsquery := NULLIF(p_query, '')::tsquery; scope tsquery;
BEGIN
  IF subject IS NULL OR p_most < 1 OR asked IS NULL OR numnode(asked) = 0 THEN RETURN '{}'; END IF;
  IF EXISTS (SELECT FROM access_seat s WHERE s.user_id = subject AND s.role IN (HIDDEN_ROLES)
              AND s.valid_from <= statement_timestamp()
              AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())) THEN
    RETURN '{}';
  END IF;
  SELECT COALESCE(array_agg(DISTINCT g.id), '{}') INTO named FROM (
    SELECT content_object_id AS id, permission_id FROM access_listgroupgrant
     WHERE group_id = ANY (groups) AND (expires_at IS NULL OR expires_at > statement_timestamp())
    UNION ALL SELECT content_object_id, permission_id FROM access_listusergrant
     WHERE user_id = subject AND (expires_at IS NULL OR expires_at > statement_timestamp())) g
    JOIN auth_permission a ON a.id = g.permission_id
    JOIN django_content_type t ON t.id = a.content_type_id
   WHERE t.app_label = 'access' AND t.model = 'accesslist' AND a.codename = 'see_identity';
  IF cardinality(named) = 0 THEN RETURN '{}'; END IF;
  IF cardinality(named) <= many THEN
    SELECT string_agg(format('''l:%s''', l), ' | ')::tsquery INTO scope FROM unnest(named) l;
    asked := asked && scope;
  END IF;
  WITH hits AS MATERIALIZED (
    SELECT id FROM seizures_personsearch
     WHERE words @@ asked AND (root_list_id = ANY (named) OR access_list_id = ANY (named))
       AND (draft_of IS NULL OR draft_of = subject))
  SELECT array_agg(id) INTO found FROM (SELECT id FROM hits ORDER BY id DESC LIMIT p_most) newest;
  RETURN COALESCE(found, '{}');
END $find$;
REVOKE ALL ON FUNCTION seizures_person_find(text, int) FROM PUBLIC, aircop_system;
GRANT EXECUTE ON FUNCTION seizures_person_find(text, int) TO aircop_app;
""".replace("HIDDEN_ROLES", HIDDEN_ROLES)
FIND_DOWN = "DROP FUNCTION seizures_person_find(text, int)"
