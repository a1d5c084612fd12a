"""A function that undoes merges of persons whose records went to two agencies: it runs as the tables' owner."""

from django.db import migrations

# Who takes a record over does not see the other person, and the wall shows the merge to who sees both. What a merge may
# not be, across agencies, the function asks for itself; it tells where the two lie now, and nothing of who they are.
PART = """
CREATE FUNCTION seizures_part_persons(p_seizures uuid[])
RETURNS TABLE (person uuid, number smallint, seizure uuid, access_list uuid, root_list uuid, agency uuid, unit uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH parted AS (
    UPDATE seizures_personmerge m
       SET undone_at = statement_timestamp(), undone_by_id = NULLIF(current_setting('aircop.subject', true), '')::uuid
      FROM seizures_person k, seizures_person d
     WHERE m.undone_at IS NULL AND k.id = m.kept_id AND d.id = m.duplicate_id AND k.owner_agency <> d.owner_agency
       AND (k.seizure_id = ANY (p_seizures) OR d.seizure_id = ANY (p_seizures))
    RETURNING m.kept_id, m.duplicate_id)
  SELECT DISTINCT p.id, p.number, p.seizure_id, p.access_list_id, p.root_list_id, p.owner_agency, p.owner_unit
    FROM parted m JOIN seizures_person p ON p.id IN (m.kept_id, m.duplicate_id)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("seizures", "0056_search_by_roots")]

    operations = [migrations.RunSQL(PART, "DROP FUNCTION seizures_part_persons(uuid[])")]
