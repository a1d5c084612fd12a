"""A share may come from an alert."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_shares_by_what_they_came"),
    ]

    operations = [
        migrations.AlterField(
            model_name="share",
            name="via",
            field=models.CharField(
                choices=[
                    ("default", "a role in the unit"),
                    ("direct", "shared directly"),
                    ("case", "shared with a case"),
                    ("referral", "referred"),
                    ("region", "released to the region"),
                    ("alert", "told by an alert"),
                ],
                max_length=12,
            ),
        ),
    ]
