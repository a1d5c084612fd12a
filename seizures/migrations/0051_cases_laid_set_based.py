"""A bulk load of cases may lay the triggers of their search aside too, and bring its rows in at the end."""

from importlib import import_module

from django.db import migrations

from seizures.queries.case_search_index import of_cases

laid_aside = import_module("seizures.migrations.0029_search_laid_aside")


class Migration(migrations.Migration):
    """As for seizures; functions that were made before that text was changed are changed here."""

    dependencies = [("seizures", "0050_orders_of_arrests")]

    operations = [
        migrations.RunSQL(of_cases(laid_aside.LAID_ASIDE), migrations.RunSQL.noop),
        migrations.RunSQL(of_cases(laid_aside.CATCH_UP), "DROP FUNCTION seizures_casesearch_catch_up(uuid[])"),
    ]
