"""A record without arrests has no checklists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seizures", "0041_wall_of_referrals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="seizure",
            name="checklists",
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
