"""The functions that bind a subject and bound a scan, and the trigger that keeps shares append-only."""

from django.db import migrations

from aircop.events.append_only import rights

# A closed account sits nowhere, whatever its seats say: a job that was queued for it reads nothing.
BIND = """
CREATE FUNCTION access_bind(p_user uuid) RETURNS SETOF access_seat LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  seats access_seat[] := ARRAY(
    SELECT s FROM access_seat s
     WHERE s.user_id = p_user AND s.valid_from <= statement_timestamp()
       AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
       AND EXISTS (SELECT FROM accounts_user u WHERE u.id = p_user AND u.is_active));
BEGIN
  PERFORM set_config('aircop.subject', COALESCE(p_user::text, ''), true),
          set_config('aircop.groups', COALESCE((
            SELECT array_agg(DISTINCT (s).group_id) FROM unnest(seats) s WHERE (s).group_id IS NOT NULL
          )::text, '{}'), true);
  RETURN QUERY SELECT * FROM unnest(seats);
END $$
"""

# Runs as the owner, so that it sees every row: it tells the time of the n-th next row and nothing else.
HORIZON = """
CREATE FUNCTION access_horizon(p_table text, p_field text, p_descending boolean, p_value timestamptz, p_id uuid, p_rows int)
RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found timestamptz;
  way text := CASE WHEN p_descending THEN 'DESC' ELSE 'ASC' END;
  beyond text := CASE WHEN p_value IS NULL THEN 'true'
    ELSE format('(%I, id) %s ($1, $2)', p_field, CASE WHEN p_descending THEN '<' ELSE '>' END) END;
BEGIN
  IF p_field NOT IN ('occurred_at', 'recorded_at')
     OR NOT EXISTS (SELECT FROM pg_class WHERE oid = p_table::regclass AND relrowsecurity) THEN
    RAISE EXCEPTION 'no horizon for % by %', p_table, p_field;
  END IF;
  EXECUTE format('SELECT %1$I FROM %2$s WHERE %3$s ORDER BY %1$I %4$s, id %4$s OFFSET $3 LIMIT 1',
                 p_field, p_table::regclass, beyond, way)
    INTO found USING p_value, p_id, p_rows;
  RETURN found;
END $$
"""

SHARES = """
CREATE FUNCTION access_share_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - '{revoked_at,revoked_by_id,end_announced_at}'::text[])
     IS DISTINCT FROM (to_jsonb(OLD) - '{revoked_at,revoked_by_id,end_announced_at}'::text[])
     OR (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id))
     OR (OLD.end_announced_at IS NOT NULL AND NEW.end_announced_at IS DISTINCT FROM OLD.end_announced_at) THEN
    RAISE EXCEPTION 'a share can only be revoked, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL THEN
    NEW.revoked_at := GREATEST(statement_timestamp(), OLD.starts_at);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_share_kept BEFORE UPDATE ON access_share
  FOR EACH ROW EXECUTE FUNCTION access_share_kept();
CREATE FUNCTION access_share_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'shares are never removed: revoke them' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER access_share_stays BEFORE DELETE OR TRUNCATE ON access_share
  FOR EACH STATEMENT EXECUTE FUNCTION access_share_stays();
"""
SHARES_UP = """
DROP TRIGGER access_share_stays ON access_share; DROP FUNCTION access_share_stays();
DROP TRIGGER access_share_kept ON access_share; DROP FUNCTION access_share_kept();
"""

# A derived list hangs on a list that is a root itself: there is no second step.
ROOTS = """
ALTER TABLE access_accesslist ADD CONSTRAINT access_list_one_step FOREIGN KEY (root_id, root_id)
  REFERENCES access_accesslist (id, root_id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    """Plain SQL: Django has no words for these."""

    dependencies = [("access", "0001_access_lists")]

    operations = [
        migrations.RunSQL(BIND, "DROP FUNCTION access_bind(uuid)"),
        migrations.RunSQL(HORIZON, "DROP FUNCTION access_horizon(text, text, boolean, timestamptz, uuid, int)"),
        migrations.RunSQL(SHARES, SHARES_UP),
        rights(
            "access_share",
            aircop_app="SELECT, INSERT, UPDATE (revoked_at, revoked_by_id, end_announced_at)",
            aircop_system="SELECT, INSERT",
        ),
        migrations.RunSQL(ROOTS, "ALTER TABLE access_accesslist DROP CONSTRAINT access_list_one_step"),
    ]
