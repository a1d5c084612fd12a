"""What the platform's administrator says about codes is marked, so that a load of the lists leaves it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the marks."""

    dependencies = [
        ("reference", "0002_edition_stamp"),
    ]

    operations = [
        migrations.AddField(
            model_name="code",
            name="ended_here",
            field=models.DateField(
                blank=True,
                help_text="Last day that the platform's administrator set.",
                null=True,
                verbose_name="ended here",
            ),
        ),
        migrations.AddField(
            model_name="code",
            name="local",
            field=models.BooleanField(
                default=False,
                help_text="By the platform's administrator; no shipped file knows it.",
                verbose_name="added here",
            ),
        ),
        migrations.AddField(
            model_name="codelabel",
            name="local",
            field=models.BooleanField(
                default=False, help_text="Kept when the shipped lists are loaded again.", verbose_name="worded here"
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_here__isnull", True),
                    models.Q(("valid_to__isnull", False), ("valid_to__lte", models.F("ended_here"))),
                    _connector="OR",
                ),
                name="code_ended_by_then",
            ),
        ),
    ]
