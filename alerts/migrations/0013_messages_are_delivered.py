"""A delivery may tell a message instead of an alert."""

import django.db.models.deletion
from django.db import migrations, models

WHY = [
    ("unit", "Your task force was addressed"),
    ("agency", "Your agency was addressed"),
    ("region", "All task forces of your sub-region were addressed"),
    ("corridor", "Your airport lies on the route"),
    ("trial", "Somebody tries whether it arrives"),
    ("own", "It fits a subscription of yours"),
    ("unheard", "It is urgent, and nobody of your task force has it in hand yet"),
    ("review", "Your task force sent it at once, and nobody has reviewed it in time"),
    ("thread", "You take part in this thread"),
]


class Migration(migrations.Migration):
    """What is unique and what is indexed about messages counts their rows alone: those of alerts cost what they did."""

    dependencies = [("alerts", "0012_subscriptions")]

    operations = [
        migrations.RemoveConstraint(model_name="delivery", name="alert_delivery_is_for_one"),
        migrations.RemoveIndex(model_name="delivery", name="alert_inbox"),
        migrations.AddField(
            model_name="delivery",
            name="thread",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="alerts.thread",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="message",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="alerts.message",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="why",
            field=models.CharField(choices=WHY, max_length=8),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("alert__isnull", False), ("channel", "app")),
                fields=["recipient", "-made_at", "-id"],
                name="alert_inbox",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("channel", "app"), ("read_at__isnull", True), ("thread__isnull", False)),
                fields=["recipient", "thread"],
                name="message_delivery_unread",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", False)),
                fields=("message", "recipient", "channel"),
                name="message_delivery_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("alert__isnull", False), ("message__isnull", False), _connector="OR"),
                        ("channel__in", ["app", "email"]),
                        ("recipient__isnull", False),
                        ("webhook__isnull", True),
                    ),
                    models.Q(("channel", "webhook"), ("recipient__isnull", True), ("webhook__isnull", False)),
                    models.Q(
                        ("alert__isnull", True),
                        ("channel", "digest"),
                        ("recipient__isnull", False),
                        ("webhook__isnull", True),
                    ),
                    models.Q(
                        ("alert__isnull", True),
                        ("channel", "beat"),
                        ("recipient__isnull", True),
                        ("webhook__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="alert_delivery_is_for_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("message__isnull", True), ("thread__isnull", True)),
                    models.Q(
                        ("alert__isnull", True),
                        ("channel__in", ["app", "email"]),
                        ("in_digest", False),
                        ("message__isnull", False),
                        ("thread__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="message_delivery_alone",
            ),
        ),
    ]
