"""The functions that bind a subject and bound a scan, and the trigger that keeps shares append-only."""

from django.db import migrations

BIND = """
CREATE FUNCTION access_bind(p_user uuid) RETURNS SETOF access_seat LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM set_config('aircop.subject', COALESCE(p_user::text, ''), true),
          set_config('aircop.groups', COALESCE((
            SELECT array_agg(DISTINCT s.group_id) FROM access_seat s
             WHERE s.user_id = p_user AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())
          )::text, '{}'), true);
  RETURN QUERY SELECT s.* FROM access_seat s
    WHERE s.user_id = p_user AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp());
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
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'shares are never removed: revoke them' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (to_jsonb(NEW) - '{revoked_at,revoked_by_id,end_announced_at}'::text[])
     IS DISTINCT FROM (to_jsonb(OLD) - '{revoked_at,revoked_by_id,end_announced_at}'::text[])
     OR (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id)) THEN
    RAISE EXCEPTION 'a share can only be revoked, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_share_kept BEFORE UPDATE OR DELETE ON access_share
  FOR EACH ROW EXECUTE FUNCTION access_share_kept();
"""


class Migration(migrations.Migration):
    """Plain SQL: Django has no words for these."""

    dependencies = [("access", "0001_access_lists")]

    operations = [
        migrations.RunSQL(BIND, "DROP FUNCTION access_bind(uuid)"),
        migrations.RunSQL(HORIZON, "DROP FUNCTION access_horizon(text, text, boolean, timestamptz, uuid, int)"),
        migrations.RunSQL(SHARES, "DROP TRIGGER access_share_kept ON access_share; DROP FUNCTION access_share_kept()"),
    ]
