"""When the administrators of an agency were last reminded of a review of access."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("taskforces", "0006_hit_openings")]

    operations = [
        migrations.AddField(model_name="agency", name="review_reminded_at", field=models.DateTimeField(null=True)),
    ]
