"""A seizure keeps what is open around its arrests, so that lists know from its own row how complete it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column; the acts that touch persons and arrests keep it."""

    dependencies = [("seizures", "0035_ages_follow_the_day")]

    operations = [
        migrations.AddField(
            model_name="seizure",
            name="checklists",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
