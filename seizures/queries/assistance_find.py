"""The function of the database that tells who took part in seizures: with the rights of whoever asks, by one kept plan.

Behind the wall of four tables that statement takes ten times as long to plan as to run.
"""

# Arrests without those of persons who were taken out again, each with its last outcome; agencies and numbers as far as
# the reader sees the merge that brought them; the record that counts where one is a duplicate.
FIND = """
CREATE FUNCTION seizures_took_part(p_ids uuid[], p_kept text)
RETURNS TABLE (seizure_id uuid, other_id uuid, word text, number text, person_id uuid, arrested_at timestamptz,
  merge_id uuid)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $find$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT a.seizure_id, a.agency_id, COALESCE((SELECT o.outcome::text FROM seizures_outcome o
           WHERE o.seizure_id = a.seizure_id AND o.arrest_id = a.id ORDER BY o.sequence DESC LIMIT 1), ''),
         '', a.person_id, a.arrested_at, NULL::uuid
    FROM seizures_arrest a JOIN seizures_person p ON p.id = a.person_id AND p.withdrawn_at IS NULL
   WHERE a.seizure_id = ANY (p_ids)
  UNION ALL SELECT s.seizure_id, s.agency_id, '', '', NULL, NULL, s.merge_id FROM seizures_assistance s
   WHERE s.seizure_id = ANY (p_ids) AND s.ended_at IS NULL AND (s.merge_id IS NULL OR EXISTS (
           SELECT FROM seizures_merge m WHERE m.id = s.merge_id AND m.kept_id = s.seizure_id))
  UNION ALL SELECT n.seizure_id, n.agency_id, n.system, n.number, NULL, NULL, n.merge_id
    FROM seizures_externalreference n
   WHERE n.seizure_id = ANY (p_ids) AND n.ended_at IS NULL AND (n.merge_id IS NULL OR EXISTS (
           SELECT FROM seizures_merge m WHERE m.id = n.merge_id AND m.kept_id = n.seizure_id))
  UNION ALL SELECT m.duplicate_id, m.kept_id, p_kept, '', NULL, NULL, m.id
    FROM seizures_merge m JOIN seizures_seizure k ON k.id = m.kept_id AND k.withdrawn_at IS NULL
   WHERE m.duplicate_id = ANY (p_ids) AND m.undone_at IS NULL;
END $find$
"""
FIND_DOWN = "DROP FUNCTION seizures_took_part(uuid[], text)"
