"""Who restricted a record reads it for the agency in which it sat: with the last seat there that ends too."""

from django.db import migrations

# Those that stand name no agency. It is the one of the seat in the record's unit, where alone one restricts; should
# that seat be gone, the owner's, or whichever is left. An end that its seats there have is the share's end too.
NAMED = """
ALTER TABLE access_share DISABLE TRIGGER access_share_kept;
UPDATE access_share s SET agency_id = seat.agency_id, by_agency = seat.agency_id, until = seat.ends
  FROM (SELECT DISTINCT ON (given.id) given.id, a.agency_id,
               (SELECT CASE WHEN bool_and(e.valid_to IS NOT NULL) THEN max(e.valid_to) END FROM access_seat e
                 WHERE e.user_id = a.user_id AND e.agency_id = a.agency_id
                   AND (e.valid_to IS NULL OR e.valid_to > now())) AS ends
          FROM access_share given
          JOIN access_accesslist l ON l.id = given.access_list_id AND l.kind = 'restricted'
          JOIN access_seat a ON a.user_id = given.user_id AND (a.valid_to IS NULL OR a.valid_to > now())
         WHERE given.agency_id IS NULL
         ORDER BY given.id, (a.unit_id IS NOT DISTINCT FROM l.owner_unit) DESC, a.agency_id = l.owner_agency DESC,
                  a.id) seat
 WHERE s.id = seat.id;
ALTER TABLE access_share ENABLE TRIGGER access_share_kept;
UPDATE access_listusergrant g SET expires_at = s.until
  FROM access_share s JOIN access_accesslist l ON l.id = s.access_list_id AND l.kind = 'restricted'
 WHERE g.content_object_id = l.id AND g.user_id = s.user_id AND s.until IS NOT NULL AND g.expires_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0009_roots_stand")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
