"""Two functions that tell what people who left have open, and give it to others: they run as the tables' owner."""

from django.db import migrations

# Whether somebody left a unit: sat there, and sits there no more, or the account is closed.
GONE = """
CREATE FUNCTION seizures_has_left(p_unit uuid, p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM access_seat s WHERE s.user_id = p_person AND s.unit_id = p_unit)
     AND NOT EXISTS (SELECT FROM access_seat s JOIN accounts_user u ON u.id = s.user_id AND u.is_active
       WHERE s.user_id = p_person AND s.unit_id = p_unit AND s.valid_from <= statement_timestamp()
         AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp()))
$$
"""
# Whether the bound subject supervises the unit, or administers an agency for which the person served there.
MAY = """
CREATE FUNCTION seizures_may_hand_over(p_unit uuid, p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM access_seat s JOIN accounts_user u ON u.id = s.user_id AND u.is_active
    WHERE s.user_id = NULLIF(current_setting('aircop.subject', true), '')::uuid
      AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
      AND ((s.role = 'supervisor' AND s.unit_id = p_unit)
        OR (s.role = 'agency_admin' AND s.agency_id IN
          (SELECT o.agency_id FROM access_seat o WHERE o.user_id = p_person AND o.unit_id = p_unit))))
$$
"""
# Records on restricted lists stay with those who restricted them. A half-filled entry belongs to the unit in which its
# author sat when it was begun, or which owns the record that it changes; it is told only of people who log nowhere any
# more, for whoever still logs can send it.
LEFT = """
CREATE FUNCTION seizures_left_behind(p_unit uuid)
RETURNS TABLE (person uuid, kind text, id uuid, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS MATERIALIZED (
    SELECT p.user_id, bool_and(seizures_has_left(o.unit_id, p.user_id)) AS everywhere
      FROM (SELECT DISTINCT s.user_id FROM access_seat s WHERE s.unit_id = p_unit) p
      JOIN LATERAL (SELECT DISTINCT a.unit_id FROM access_seat a
        WHERE a.user_id = p.user_id AND a.unit_id IS NOT NULL) o ON true
     WHERE seizures_has_left(p_unit, p.user_id) AND seizures_may_hand_over(p_unit, p.user_id)
     GROUP BY p.user_id),
  unit AS (SELECT t.default_list_id AS list FROM taskforces_taskforce t WHERE t.id = p_unit)
  SELECT g.user_id, CASE r.status WHEN 'draft' THEN 'draft' ELSE 'rejected' END, r.id, r.recorded_at
    FROM gone g, unit u, seizures_seizure r
   WHERE r.recorded_by_id = g.user_id AND r.task_force_id = p_unit AND r.root_list_id = u.list
     AND r.withdrawn_at IS NULL AND r.status IN ('draft', 'rejected')
     AND NOT (r.status = 'rejected' AND EXISTS (SELECT FROM taskforces_handoverline l WHERE l.object_id = r.id))
  UNION ALL
  SELECT g.user_id, 'rejected', r.id, r.recorded_at
    FROM gone g, unit u, taskforces_handover h, taskforces_handoverline l, seizures_seizure r
   WHERE h.successor_id = g.user_id AND h.task_force_id = p_unit AND l.handover_id = h.id AND l.kind = 'rejected'
     AND r.id = l.object_id AND r.status = 'rejected' AND r.withdrawn_at IS NULL AND r.root_list_id = u.list
     AND NOT EXISTS (SELECT FROM taskforces_handoverline n JOIN taskforces_handover m ON m.id = n.handover_id
       WHERE n.object_id = r.id AND m.at > h.at)
  UNION ALL
  SELECT g.user_id, 'case', c.id, c.recorded_at FROM gone g, unit u, seizures_case c
   WHERE c.recorded_by_id = g.user_id AND c.task_force_id = p_unit AND c.root_list_id = u.list
     AND c.withdrawn_at IS NULL AND c.status = 'draft'
  UNION ALL
  SELECT g.user_id, 'task', t.id, t.recorded_at FROM gone g, unit u, seizures_casetask t JOIN seizures_case c ON c.id = t.case_id
   WHERE t.assignee_id = g.user_id AND t.done_at IS NULL AND c.task_force_id = p_unit AND c.root_list_id = u.list
     AND c.withdrawn_at IS NULL AND c.status <> 'draft'
  UNION ALL
  SELECT g.user_id, 'entry', e.id, e.begun_at FROM gone g, unit u, seizures_entrydraft e
   WHERE e.author_id = g.user_id AND g.everywhere AND e.ended_at IS NULL
     AND CASE WHEN e.about IS NULL
       THEN EXISTS (SELECT FROM access_seat s WHERE s.user_id = g.user_id AND s.unit_id = p_unit
         AND s.valid_from <= e.begun_at AND (s.valid_to IS NULL OR s.valid_to >= e.begun_at))
       ELSE EXISTS (SELECT FROM seizures_seizure r WHERE r.id = e.about AND r.task_force_id = p_unit
         AND r.root_list_id = u.list AND r.withdrawn_at IS NULL) END
$$
"""
# Gives it on, to an officer or supervisor of the unit. Nobody gives half-filled entries to themselves.
HAND = """
CREATE FUNCTION seizures_hand_over(p_unit uuid, p_person uuid, p_to uuid)
RETURNS TABLE (person uuid, kind text, id uuid, at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  subject uuid := NULLIF(current_setting('aircop.subject', true), '')::uuid;
  kinds text[]; ids uuid[]; ats timestamptz[];
BEGIN
  IF p_to = p_person OR NOT EXISTS (SELECT FROM access_seat s JOIN accounts_user u ON u.id = s.user_id AND u.is_active
    WHERE s.user_id = p_to AND s.unit_id = p_unit AND s.role IN ('officer', 'supervisor')
      AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp()))
  THEN RETURN; END IF;
  SELECT array_agg(l.kind), array_agg(l.id), array_agg(l.at) INTO kinds, ids, ats
    FROM seizures_left_behind(p_unit) l WHERE l.person = p_person AND NOT (l.kind = 'entry' AND p_to = subject);
  UPDATE seizures_seizure SET recorded_by_id = p_to, version = version + 1
   WHERE id IN (SELECT t.i FROM unnest(kinds, ids) t(k, i) WHERE t.k = 'draft');
  UPDATE seizures_case SET recorded_by_id = p_to, version = version + 1
   WHERE id IN (SELECT t.i FROM unnest(kinds, ids) t(k, i) WHERE t.k = 'case');
  UPDATE seizures_casetask SET assignee_id = p_to, version = version + 1
   WHERE id IN (SELECT t.i FROM unnest(kinds, ids) t(k, i) WHERE t.k = 'task');
  UPDATE seizures_entrydraft SET author_id = p_to, saved_at = statement_timestamp(), writer = NULL
   WHERE id IN (SELECT t.i FROM unnest(kinds, ids) t(k, i) WHERE t.k = 'entry');
  RETURN QUERY SELECT p_person, t.k, t.i, t.a FROM unnest(kinds, ids, ats) t(k, i, a);
END $$
"""


class Migration(migrations.Migration):
    """They tell ids, kinds and times, never a word; and they ask for themselves who has left and who may."""

    dependencies = [
        ("seizures", "0038_search_of_missing_arrests"),
        ("taskforces", "0004_handovers"),
        ("access", "0004_shares_by_what_they_came"),
    ]

    operations = [
        migrations.RunSQL(GONE, "DROP FUNCTION seizures_has_left(uuid, uuid)"),
        migrations.RunSQL(MAY, "DROP FUNCTION seizures_may_hand_over(uuid, uuid)"),
        migrations.RunSQL(LEFT, "DROP FUNCTION seizures_left_behind(uuid)"),
        migrations.RunSQL(HAND, "DROP FUNCTION seizures_hand_over(uuid, uuid, uuid)"),
    ]
