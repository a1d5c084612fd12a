"""When the day of a seizure changes, the age bands of its persons follow, by dates of birth that nobody has to read."""

from django.db import migrations

BAND = """
CREATE FUNCTION seizures_age_band(p_birth date, p_day date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN years >= 65 THEN '65+' WHEN years >= 50 THEN '50-64' WHEN years >= 35 THEN '35-49'
    WHEN years >= 25 THEN '25-34' WHEN years >= 18 THEN '18-24' WHEN years >= 12 THEN '12-17' ELSE '0-11' END
    FROM (SELECT extract(year FROM age(p_day, p_birth))::int AS years) a
$$
"""
FOLLOW = """
CREATE FUNCTION seizures_ages_follow(p_seizure uuid)
RETURNS TABLE (number smallint, band_before varchar, band text, minor_before boolean, minor boolean)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH now AS (
    SELECT p.id, p.number, p.age_band AS band_before, seizures_age_band(i.birth_date, s.occurred_on) AS band,
      p.minor AS minor_before, extract(year FROM age(s.occurred_on, i.birth_date)) < 18 AS minor
      FROM seizures_seizure s JOIN seizures_person p ON p.seizure_id = s.id
      JOIN seizures_identity i ON i.person_id = p.id
     WHERE s.id = p_seizure AND i.birth_date <= s.occurred_on
  ), moved AS (
    UPDATE seizures_person p SET age_band = now.band, minor = now.minor, version = p.version + 1
      FROM now WHERE p.id = now.id AND (now.band, now.minor) IS DISTINCT FROM (now.band_before, now.minor_before)
    RETURNING p.id
  )
  SELECT now.number, now.band_before, now.band, now.minor_before, now.minor FROM now JOIN moved USING (id)
   ORDER BY now.number
$$;
REVOKE ALL ON FUNCTION seizures_ages_follow(uuid) FROM PUBLIC, aircop_system;
GRANT EXECUTE ON FUNCTION seizures_ages_follow(uuid) TO aircop_app;
"""


class Migration(migrations.Migration):
    """Two functions; the second runs as the owner and lets no date out."""

    dependencies = [("seizures", "0034_entries_of_parts")]

    operations = [
        migrations.RunSQL(BAND, "DROP FUNCTION seizures_age_band(date, date)"),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION seizures_ages_follow(uuid)"),
    ]
