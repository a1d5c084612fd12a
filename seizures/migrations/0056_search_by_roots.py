"""The functions that find seizures and cases learn the roots of a reader's lists from its grants."""

from django.db import migrations

from seizures.queries import case_search_index, search_find
from seizures.queries.case_search_index import of_cases

# How the lists were asked for their roots before grants named them: what stands again where this is undone.
NOW = """
    SELECT content_object_id AS id, root_id, permission_id FROM access_listgroupgrant
     WHERE group_id = ANY (groups) AND (expires_at IS NULL OR expires_at > statement_timestamp())
    UNION ALL SELECT content_object_id, root_id, permission_id FROM access_listusergrant
     WHERE user_id = subject AND (expires_at IS NULL OR expires_at > statement_timestamp())
  ), held AS MATERIALIZED (
    SELECT g.id, g.root_id, bool_or(p.codename = 'see_identity') AS names
      FROM granted g JOIN auth_permission p ON p.id = g.permission_id GROUP BY g.id, g.root_id
"""
BEFORE = """
    SELECT content_object_id AS id, permission_id FROM access_listgroupgrant
     WHERE group_id = ANY (groups) AND (expires_at IS NULL OR expires_at > statement_timestamp())
    UNION ALL SELECT content_object_id, permission_id FROM access_listusergrant
     WHERE user_id = subject AND (expires_at IS NULL OR expires_at > statement_timestamp())
  ), held AS MATERIALIZED (
    SELECT l.id, l.root_id, bool_or(p.codename = 'see_identity') AS names
      FROM granted g JOIN access_accesslist l ON l.id = g.id JOIN auth_permission p ON p.id = g.permission_id
     GROUP BY l.id, l.root_id
"""
FORMER = search_find.FIND.replace(NOW, BEFORE)


class Migration(migrations.Migration):
    dependencies = [("seizures", "0055_names_of_several_readings"), ("access", "0007_roots_of_grants")]

    operations = [
        migrations.RunSQL([search_find.FIND_DOWN, search_find.FIND], [search_find.FIND_DOWN, FORMER]),
        migrations.RunSQL(
            [case_search_index.FIND_DOWN, case_search_index.FIND], [case_search_index.FIND_DOWN, of_cases(FORMER)]
        ),
    ]
