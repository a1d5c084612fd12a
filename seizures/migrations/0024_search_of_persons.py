"""Persons have aliases, and are found by name through an index of their own."""

import django.contrib.postgres.fields
from django.db import migrations, models

from seizures.queries import person_index


class Migration(migrations.Migration):
    """The columns, the index with its triggers, and the function that answers."""

    dependencies = [("seizures", "0023_search_of_what_was_confirmed")]

    operations = [
        migrations.RemoveField(model_name="identity", name="latin"),
        migrations.AddField(
            model_name="identity",
            name="aliases",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=150), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="found_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        ),
        migrations.RunSQL(person_index.TABLE, person_index.TABLE_DOWN),
        migrations.RunSQL(person_index.REFRESH, person_index.REFRESH_DOWN),
        migrations.RunSQL(*person_index.triggers()),
        migrations.RunSQL(person_index.FIND, person_index.FIND_DOWN),
    ]
