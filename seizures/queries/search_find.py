"""The function of the database that finds seizures: it knows the reader by what the transaction is bound to alone.

It runs as the owner, because the operators of text search may not use an index under a policy. Two ways lead to a page.
Rare words: the index of words first, then the order. Common words: the rows in their order, until enough fit. Which
one is decided by the planner's estimate of both; a walk that finds too little is given up for the first way. The
reader's lists are words of the index too, so a reader of few records reads few.
"""

from aircop.access.roles import WITHOUT_IDENTITIES

HIDDEN_ROLES = ", ".join(f"'{role.value}'" for role in sorted(WITHOUT_IDENTITIES))

# $1 words, $2 words and lists, $3 roots, $4 single lists, $5 lists with identities, $6 subject, $7 first and $8 last
# day, $9 from and $10 before a time of recording, $11 least and $12 most kilograms, $13 ids, $14 and $15 the place
# after which the page starts, $16 how many rows, $17 how far to walk.
FIND = """
CREATE FUNCTION seizures_search_find(p_query text, p_since date, p_until date, p_recorded_from timestamptz,
  p_recorded_to timestamptz, p_kg_from numeric, p_kg_to numeric, p_ids uuid[], p_field text, p_descending boolean,
  p_value timestamptz, p_id uuid, p_size int)
RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $find$
DECLARE
  subject uuid := NULLIF(current_setting('aircop.subject', true), '')::uuid;
  groups int[] := COALESCE(NULLIF(current_setting('aircop.groups', true), ''), '{}')::int[];
  many CONSTANT int := 200;
  way text := CASE WHEN p_descending THEN 'DESC' ELSE 'ASC' END;
  roots uuid[]; singles uuid[]; named uuid[]; found uuid[];
  asked tsquery := NULLIF(p_query, '')::tsquery;
  scope tsquery; within tsquery; vector text; fits text; limits text; seen text; sorted text; plan json;
  likely float8; total float8; walk float8;
BEGIN
  IF subject IS NULL OR p_size < 1 THEN RETURN '{}'; END IF;
  IF p_field NOT IN ('occurred_at', 'recorded_at') THEN RAISE EXCEPTION 'no order by %', p_field; END IF;
  WITH granted AS (
    SELECT content_object_id AS id, root_id, permission_id FROM access_listgroupgrant
     WHERE group_id = ANY (groups) AND (expires_at IS NULL OR expires_at > statement_timestamp())
    UNION ALL SELECT content_object_id, root_id, permission_id FROM access_listusergrant
     WHERE user_id = subject AND (expires_at IS NULL OR expires_at > statement_timestamp())
  ), held AS MATERIALIZED (
    SELECT g.id, g.root_id, bool_or(p.codename = 'see_identity') AS names
      FROM granted g JOIN auth_permission p ON p.id = g.permission_id GROUP BY g.id, g.root_id
  )
  SELECT COALESCE(array_agg(h.id) FILTER (WHERE h.id = h.root_id), '{}'),
         COALESCE(array_agg(h.id) FILTER (WHERE h.id <> h.root_id AND r.id IS NULL), '{}'),
         COALESCE(array_agg(h.id) FILTER (WHERE h.names), '{}')
    INTO roots, singles, named FROM held h LEFT JOIN held r ON r.id = h.root_id AND h.id <> h.root_id;
  IF EXISTS (SELECT FROM access_seat s WHERE s.user_id = subject AND s.role IN (HIDDEN_ROLES)
              AND s.valid_from <= statement_timestamp()
              AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())) THEN
    named := '{}';
  END IF;
  IF cardinality(roots) + cardinality(singles) = 0 THEN RETURN '{}'; END IF;

  SELECT string_agg(format('''=list:%s''', l), ' | ')::tsquery INTO scope
    FROM unnest(roots || CASE WHEN cardinality(singles) <= many THEN singles ELSE '{}' END) l;
  within := CASE WHEN asked IS NULL THEN scope WHEN scope IS NULL THEN asked ELSE asked && scope END;
  -- Who sees identities nowhere is answered by the open words alone, who sees them everywhere by all words.
  vector := CASE WHEN asked IS NULL OR cardinality(named) > 0 THEN 'words' ELSE 'open_words' END;
  fits := CASE WHEN cardinality(singles) <= many THEN format('%I @@ $2', vector)
    WHEN cardinality(roots) = 0 THEN 'access_list_id = ANY ($4)'
      || CASE WHEN asked IS NULL THEN '' ELSE format(' AND %I @@ $1', vector) END
    ELSE format('(%1$I @@ $2 OR access_list_id = ANY ($4)%2$s)', vector,
      CASE WHEN asked IS NULL THEN '' ELSE format(' AND %I @@ $1', vector) END) END;
  limits := CASE WHEN p_since IS NULL THEN '' ELSE ' AND occurred_on >= $7' END
    || CASE WHEN p_until IS NULL THEN '' ELSE ' AND occurred_on <= $8' END
    || CASE WHEN p_recorded_from IS NULL THEN '' ELSE ' AND recorded_at >= $9' END
    || CASE WHEN p_recorded_to IS NULL THEN '' ELSE ' AND recorded_at < $10' END
    || CASE WHEN p_kg_from IS NULL THEN '' ELSE ' AND kg >= $11' END
    || CASE WHEN p_kg_to IS NULL THEN '' ELSE ' AND kg <= $12' END
    || CASE WHEN p_ids IS NULL THEN '' ELSE ' AND id = ANY ($13)' END
    -- A day at the airport is no further than a day from its time: so the index of times bounds a walk.
    || CASE WHEN p_since IS NULL THEN '' ELSE ' AND occurred_at >= $7 - interval ''2 days''' END
    || CASE WHEN p_until IS NULL THEN '' ELSE ' AND occurred_at < $8 + interval ''3 days''' END
    || CASE WHEN p_value IS NULL THEN '' ELSE format(' AND (%I, id) %s ($14, $15)', p_field,
         CASE WHEN p_descending THEN '<' ELSE '>' END) END;
  seen := '(root_list_id = ANY ($3) OR access_list_id = ANY ($4)) AND (draft_of IS NULL OR draft_of = $6)'
    || CASE WHEN vector = 'open_words' OR asked IS NULL OR named @> (roots || singles) THEN ''
            ELSE ' AND (open_words @@ $1 OR root_list_id = ANY ($5) OR access_list_id = ANY ($5))' END;
  sorted := format('%1$I %2$s, id %2$s', p_field, way);

  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM seizures_search WHERE %s%s', fits, limits) INTO plan
    USING asked, within, roots, singles, named, subject, p_since, p_until, p_recorded_from, p_recorded_to, p_kg_from,
          p_kg_to, p_ids, p_value, p_id, p_size, 0;
  likely := GREATEST((plan->0->'Plan'->>'Plan Rows')::float8, 1);
  SELECT GREATEST(reltuples, 1) INTO total FROM pg_class WHERE oid = 'seizures_search'::regclass;
  walk := p_size * total / likely;
  IF likely > 1000 AND walk < likely THEN
    EXECUTE format($walk$
      SELECT array_agg(id ORDER BY %3$s) FROM (
        SELECT * FROM (SELECT * FROM seizures_search WHERE true%1$s ORDER BY %3$s LIMIT $17) near
         WHERE %2$s LIMIT $16) page $walk$, limits, seen || ' AND ' || fits, sorted) INTO found
      USING asked, within, roots, singles, named, subject, p_since, p_until, p_recorded_from, p_recorded_to, p_kg_from,
            p_kg_to, p_ids, p_value, p_id, p_size, (4 * walk + 1000)::bigint;
    IF cardinality(found) = p_size THEN RETURN found; END IF;
  END IF;
  EXECUTE format($first$
    WITH hits AS MATERIALIZED (SELECT id, %4$I FROM seizures_search WHERE %2$s%1$s AND %5$s)
    SELECT array_agg(id ORDER BY %3$s) FROM (SELECT * FROM hits ORDER BY %3$s LIMIT $16) page
    $first$, limits, fits, sorted, p_field, seen) INTO found
    USING asked, within, roots, singles, named, subject, p_since, p_until, p_recorded_from, p_recorded_to, p_kg_from,
          p_kg_to, p_ids, p_value, p_id, p_size, 0;
  RETURN COALESCE(found, '{}');
END $find$;
REVOKE ALL ON FUNCTION seizures_search_find(text, date, date, timestamptz, timestamptz, numeric, numeric, uuid[], text,
  boolean, timestamptz, uuid, int) FROM PUBLIC, aircop_system;
GRANT EXECUTE ON FUNCTION seizures_search_find(text, date, date, timestamptz, timestamptz, numeric, numeric, uuid[],
  text, boolean, timestamptz, uuid, int) TO aircop_app;
""".replace("HIDDEN_ROLES", HIDDEN_ROLES)
FIND_DOWN = """
DROP FUNCTION seizures_search_find(text, date, date, timestamptz, timestamptz, numeric, numeric, uuid[], text, boolean,
  timestamptz, uuid, int)
"""
