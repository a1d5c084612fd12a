"""A grant names the root of its list, so that who holds the root and thirty thousand lists below it reads no list."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("access_listgroupgrant", "access_listusergrant")

TELL = """
CREATE FUNCTION access_grant_root() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.root_id := (SELECT root_id FROM access_accesslist WHERE id = NEW.content_object_id);
  RETURN NEW;
END $$
"""
TOLD = """
CREATE TRIGGER access_grant_root BEFORE INSERT OR UPDATE OF content_object_id, root_id ON {table}
  FOR EACH ROW EXECUTE FUNCTION access_grant_root();
"""


def _root(model: str) -> migrations.AddField:
    field = models.ForeignKey(
        null=True,
        editable=False,
        db_index=False,
        db_constraint=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="access.accesslist",
    )
    return migrations.AddField(model_name=model, name="root", field=field)


class Migration(migrations.Migration):
    dependencies = [("access", "0006_shares_of_threads")]

    operations = [
        _root("listgroupgrant"),
        _root("listusergrant"),
        migrations.RunSQL(TELL, "DROP FUNCTION access_grant_root()"),
        *(
            migrations.RunSQL(TOLD.format(table=table), f"DROP TRIGGER access_grant_root ON {table}")
            for table in TABLES
        ),
    ]
