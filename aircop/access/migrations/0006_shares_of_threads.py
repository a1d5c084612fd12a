"""A share may come from a thread of messages or from a closed group."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_shares_of_alerts"),
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
                    ("thread", "takes part in an exchange of messages"),
                    ("group", "member of a closed group"),
                ],
                max_length=12,
            ),
        ),
    ]
