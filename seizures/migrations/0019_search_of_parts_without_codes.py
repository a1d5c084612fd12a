"""A part that has words but no codes (what is told of a conveyance) is searched as well."""

from django.db import migrations

from seizures.queries.search_index import COMPOSE, COMPOSED

COMPOSE_AGAIN = COMPOSE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


class Migration(migrations.Migration):
    """Writes the function anew, where it was made before."""

    dependencies = [("seizures", "0018_substances_seen")]

    operations = [
        migrations.RunSQL(COMPOSE_AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(COMPOSED, migrations.RunSQL.noop),
    ]
