"""What is urgent and not taken in hand by an agency goes on to its supervisors."""

import django.db.models.deletion
from django.db import migrations, models

WAYS = [
    ("unit", "Your task force was addressed"),
    ("agency", "Your agency was addressed"),
    ("region", "All task forces of your sub-region were addressed"),
    ("corridor", "Your airport lies on the route"),
    ("trial", "Somebody tries whether it arrives"),
    ("own", "It fits a subscription of yours"),
    ("unheard", "It is urgent, and nobody on your side has it in hand yet"),
    ("review", "Your task force sent it at once, and nobody has reviewed it in time"),
    ("thread", "You take part in this thread"),
]

# On the way back: a step of an agency has no unit, and what goes on to units alone has no place for it.
OF_AGENCIES_GO = "DELETE FROM alerts_escalationstep WHERE unit_id IS NULL"


class Migration(migrations.Migration):
    """A step is of a unit or of an agency."""

    dependencies = [("alerts", "0015_notices_gone"), ("taskforces", "0009_duty_roster_walled")]

    operations = [
        migrations.RemoveConstraint(model_name="escalationstep", name="alert_escalated_once"),
        migrations.AddField(
            model_name="escalationstep",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="taskforces.agency",
            ),
        ),
        migrations.AlterField(
            model_name="escalationstep",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.taskforce"
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, OF_AGENCIES_GO),
        migrations.AddConstraint(
            model_name="escalationstep",
            constraint=models.UniqueConstraint(
                fields=("alert", "unit", "agency", "step"), name="alert_escalated_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__isnull", False), ("agency__isnull", False), _connector="XOR"),
                name="alert_escalated_one",
            ),
        ),
        migrations.AlterField(model_name="delivery", name="why", field=models.CharField(choices=WAYS, max_length=8)),
    ]
