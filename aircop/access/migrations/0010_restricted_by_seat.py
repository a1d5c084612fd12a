"""Who restricted a record reads it for the agency in which it sat: with the last seat there that ends too."""

from django.db import migrations

# Those that stand name no agency. It is the one of the seat in the record's unit, where alone one restricts, or of one in
# the agency that owns it. An end that the seats there have is the share's end too. Whoever sits in neither has left: that
# share ends now, and the record is entrusted to somebody else by an order. Offices read no records and are no such seat.
OPEN = """
CREATE TEMPORARY TABLE restricted_open ON COMMIT DROP AS
SELECT given.id, given.access_list_id, given.user_id, seat.agency_id, seat.ends
  FROM access_share given
  JOIN access_accesslist l ON l.id = given.access_list_id AND l.kind = 'restricted'
  LEFT JOIN LATERAL (
    SELECT a.agency_id,
           (SELECT CASE WHEN bool_and(e.valid_to IS NOT NULL) THEN max(e.valid_to) END FROM access_seat e
             WHERE e.user_id = a.user_id AND e.agency_id = a.agency_id AND e.role NOT IN ('agency_admin', 'platform_admin')
               AND (e.valid_to IS NULL OR e.valid_to > now())) AS ends
      FROM access_seat a
     WHERE a.user_id = given.user_id AND a.role NOT IN ('agency_admin', 'platform_admin') AND (a.valid_to IS NULL OR a.valid_to > now())
       AND (a.unit_id = l.owner_unit OR a.agency_id = l.owner_agency)
     ORDER BY a.unit_id IS NOT DISTINCT FROM l.owner_unit DESC, a.agency_id = l.owner_agency DESC, a.id LIMIT 1
  ) seat ON true
 WHERE given.agency_id IS NULL AND given.user_id IS NOT NULL AND given.revoked_at IS NULL
   AND (given.until IS NULL OR given.until > now());
"""
NAMED = """
ALTER TABLE access_share DISABLE TRIGGER access_share_kept;
UPDATE access_share s SET agency_id = o.agency_id, by_agency = o.agency_id, until = o.ends
  FROM restricted_open o WHERE s.id = o.id AND o.agency_id IS NOT NULL;
UPDATE access_share s SET revoked_at = now() FROM restricted_open o WHERE s.id = o.id AND o.agency_id IS NULL;
ALTER TABLE access_share ENABLE TRIGGER access_share_kept;
"""
GRANTS = """
UPDATE access_listusergrant g SET expires_at = o.ends FROM restricted_open o
 WHERE g.content_object_id = o.access_list_id AND g.user_id = o.user_id AND o.ends IS NOT NULL;
DELETE FROM access_listusergrant g USING restricted_open o
 WHERE g.content_object_id = o.access_list_id AND g.user_id = o.user_id AND o.agency_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0009_roots_stand")]

    operations = [migrations.RunSQL([OPEN, NAMED, GRANTS], migrations.RunSQL.noop)]
