"""Views of the list of cases are kept beside those of the list of seizures."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    """A view says of which list it is; names and the one that opens are told apart by it."""

    dependencies = [("seizures", "0051_cases_laid_set_based")]

    operations = [
        migrations.RemoveConstraint(model_name="savedview", name="savedview_name_once"),
        migrations.RemoveConstraint(model_name="savedview", name="savedview_one_chosen"),
        migrations.AddField(
            model_name="savedview",
            name="shows",
            field=models.CharField(
                choices=[("seizures", "Seizures"), ("cases", "Cases")], default="seizures", max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                models.F("author"), models.F("shows"), Lower("name"), name="savedview_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chosen", True)), fields=("author", "shows"), name="savedview_one_chosen"
            ),
        ),
    ]
