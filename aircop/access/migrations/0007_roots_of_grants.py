"""A grant names the root of its list, so that who holds the root and thirty thousand lists below it reads no list."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("access_listgroupgrant", "access_listusergrant")

FILL = """
CREATE FUNCTION access_grant_root() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.root_id := (SELECT root_id FROM access_accesslist WHERE id = NEW.content_object_id);
  RETURN NEW;
END $$
"""
NAMED = """
UPDATE {table} g SET root_id = l.root_id FROM access_accesslist l WHERE l.id = g.content_object_id;
CREATE TRIGGER access_grant_root BEFORE INSERT OR UPDATE OF content_object_id, root_id ON {table}
  FOR EACH ROW EXECUTE FUNCTION access_grant_root();
"""


def _root(model: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name="root",
        field=models.ForeignKey(
            null=True,
            editable=False,
            db_index=False,
            db_constraint=False,
            on_delete=django.db.models.deletion.DO_NOTHING,
            related_name="+",
            to="access.accesslist",
        ),
    )


def _indexed(model: str, reader: str) -> list[migrations.operations.base.Operation]:
    """Replace the index by which a reader's lists are found by one that tells their roots."""
    name = f"access_{reader}_lists"
    columns = {"fields": [reader], "include": ["content_object", "root", "expires_at"], "name": name}
    return [
        migrations.RemoveIndex(model_name=model, name=name),
        migrations.AddIndex(model_name=model, index=models.Index(**columns)),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(condition=models.Q(root__isnull=False), name=f"access_{reader}_root"),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("access", "0006_shares_of_threads")]

    operations = [
        _root("listgroupgrant"),
        _root("listusergrant"),
        migrations.RunSQL(FILL, "DROP FUNCTION access_grant_root()"),
        *(
            migrations.RunSQL(NAMED.format(table=table), f"DROP TRIGGER access_grant_root ON {table}")
            for table in TABLES
        ),
        *_indexed("listgroupgrant", "group"),
        *_indexed("listusergrant", "user"),
    ]
