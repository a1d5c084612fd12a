"""Who took part in many seizures is told by a function, whose plan is kept."""

from django.db import migrations

from seizures.queries.assistance_find import FIND, FIND_DOWN


class Migration(migrations.Migration):
    """It runs with the rights of whoever asks: the wall stands as before."""

    dependencies = [("seizures", "0029_search_laid_aside")]

    operations = [migrations.RunSQL(FIND, FIND_DOWN)]
