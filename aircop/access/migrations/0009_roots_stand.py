"""No grant is without a root, and the index by which a reader's lists are found tells it."""

import django.db.models.deletion
from django.db import migrations, models


def _stands(model: str, reader: str) -> list[migrations.operations.base.Operation]:
    name = f"access_{reader}_lists"
    columns = {"fields": [reader], "include": ["content_object", "root", "expires_at"], "name": name}
    field = models.ForeignKey(
        editable=False,
        db_index=False,
        db_constraint=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="access.accesslist",
    )
    return [
        migrations.AlterField(model_name=model, name="root", field=field),
        migrations.RemoveIndex(model_name=model, name=name),
        migrations.AddIndex(model_name=model, index=models.Index(**columns)),
    ]


class Migration(migrations.Migration):
    dependencies = [("access", "0008_roots_told")]

    operations = [*_stands("listgroupgrant", "group"), *_stands("listusergrant", "user")]
