"""Entries begun of the parts of a record: which form it is, and which of several parts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seizures", "0033_wall_of_consent")]

    operations = [
        migrations.AddField(
            "entrydraft", "part", models.CharField(blank=True, default="", max_length=80), preserve_default=False
        ),
        migrations.AlterField(
            "entrydraft",
            "form",
            models.CharField(
                choices=[
                    ("quick", "Log a seizure"),
                    ("change", "Change the seizure"),
                    ("item", "What was found"),
                    ("conveyance", "What carried it"),
                    ("route", "Route"),
                    ("arrest", "Arrest"),
                    ("person", "What is told of a person"),
                ],
                max_length=10,
            ),
        ),
    ]
