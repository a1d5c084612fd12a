"""Lists of arrests are read in order."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """By when they were recorded, and by when they were made."""

    dependencies = [
        ("seizures", "0049_wall_of_consent_about_cases"),
        ("taskforces", "0006_hit_openings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="arrest",
            index=models.Index(fields=["-recorded_at", "-id"], name="arrest_recorded"),
        ),
        migrations.AddIndex(
            model_name="arrest",
            index=models.Index(fields=["-arrested_at", "-id"], name="arrest_arrested"),
        ),
    ]
