"""Since when each party reads a thread, and what the clock announced of closed groups."""

from django.db import migrations, models
from django.db.models.functions import Now

# Who takes part so far was chosen when the thread was begun.
SINCE = "UPDATE alerts_party p SET joined_at = t.recorded_at FROM alerts_thread t WHERE t.id = p.thread_id"


class Migration(migrations.Migration):
    """A column each, one of them filled, and the index by which the clock finds groups that end."""

    dependencies = [("alerts", "0009_escalations_walled")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="joined_at",
            field=models.DateTimeField(db_default=Now()),
        ),
        migrations.RunSQL(SINCE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="closedgroup",
            name="announced",
            field=models.CharField(
                blank=True, choices=[("last_day", "last day"), ("over", "over")], default="", max_length=8
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="closedgroup",
            index=models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["ends_at"], name="group_ending"),
        ),
    ]
