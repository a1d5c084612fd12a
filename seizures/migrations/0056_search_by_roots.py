"""The function that finds seizures learns the roots of a reader's lists from its grants."""

from django.db import migrations

from seizures.queries.search_find import FIND, FIND_DOWN


class Migration(migrations.Migration):
    dependencies = [("seizures", "0055_names_of_several_readings"), ("access", "0007_roots_of_grants")]

    operations = [migrations.RunSQL([FIND_DOWN, FIND], migrations.RunSQL.noop)]
