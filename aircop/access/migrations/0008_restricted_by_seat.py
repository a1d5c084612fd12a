"""Who restricted a record reads it for the agency in which it sat: with the last seat there that ends too."""

from django.db import migrations

# Those that stand name no agency: it is where the person sits now, with the record's owner if it sits there.
NAMED = """
ALTER TABLE access_share DISABLE TRIGGER access_share_kept;
UPDATE access_share s SET agency_id = seat.agency_id, by_agency = seat.agency_id
  FROM (SELECT DISTINCT ON (given.id) given.id, a.agency_id FROM access_share given
          JOIN access_accesslist l ON l.id = given.access_list_id AND l.kind = 'restricted'
          JOIN access_seat a ON a.user_id = given.user_id AND (a.valid_to IS NULL OR a.valid_to > now())
         WHERE given.agency_id IS NULL ORDER BY given.id, a.agency_id = l.owner_agency DESC, a.id) seat
 WHERE s.id = seat.id;
ALTER TABLE access_share ENABLE TRIGGER access_share_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_roots_of_grants")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
