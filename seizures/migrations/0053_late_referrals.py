"""Which clock of a referral ran out, once that was announced."""

from django.db import migrations, models

from aircop.events.append_only import rights

ANSWER = "status, answered_at, answered_by_id, answer_words, work_due_at, ended_at"


class Migration(migrations.Migration):
    """A column that the clock alone writes, and the index by which it finds what runs."""

    dependencies = [("seizures", "0052_views_of_cases")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="late",
            field=models.CharField(
                blank=True, choices=[("answer", "to answer"), ("work", "to hand it back")], max_length=6, default=""
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("status__in", ["offered", "accepted"])), fields=["due_at"], name="referral_running"
            ),
        ),
        rights(
            "seizures_referral",
            aircop_app=f"SELECT, INSERT, DELETE, UPDATE ({ANSWER})",
            aircop_system="SELECT, INSERT, UPDATE (late)",
        ),
    ]
