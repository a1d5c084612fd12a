"""Referrals whose clock ran out come back too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices alone."""

    dependencies = [("home", "0002_news_of_cases")]

    operations = [
        migrations.AlterField(
            model_name="cameback",
            name="kind",
            field=models.CharField(
                choices=[
                    ("seizure_verified", "was verified"),
                    ("seizure_rejected", "was sent back to you"),
                    ("seizure_reopened", "was opened for changes again"),
                    ("seizure_locked", "was locked"),
                    ("case_stepped", "went a step on"),
                    ("case_closed", "was closed"),
                    ("case_reminder_due", "still has things to do that should follow every seizure"),
                    ("referral_late", "was referred to another unit, and the clock ran out"),
                ],
                max_length=40,
            ),
        ),
    ]
