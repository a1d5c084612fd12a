"""Every statement that changes a reference table renews the stamp of the edition, whoever runs it."""

from django.db import migrations

TABLES = (
    "codelist",
    "codelistlabel",
    "code",
    "codelabel",
    "codealias",
    "unit",
    "country",
    "substance",
    "substanceschedule",
    "conversionfactor",
    "airport",
)

FUNCTION = """
CREATE FUNCTION reference_renew_edition() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO public.reference_edition (id, stamp, changed_at) VALUES (1, gen_random_uuid(), now())
    ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, changed_at = excluded.changed_at;
    RETURN NULL;
END $$;
"""

TRIGGER = """
CREATE TRIGGER renew_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON reference_{table}
FOR EACH STATEMENT EXECUTE FUNCTION reference_renew_edition();
"""


class Migration(migrations.Migration):
    """Add the function and a trigger per table."""

    dependencies = [("reference", "0001_code_lists_and_airports")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION reference_renew_edition()"),
        *(
            migrations.RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER renew_edition ON reference_{table}")
            for table in TABLES
        ),
    ]
