"""The identities that stand get the keys of names whose letters have several readings."""

from typing import Any

from django.db import migrations

from aircop.reference.names import names_keys

PIECE = 500
OTHERS = ("n:", "b:")  # keys of documents and days stay as they are


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the keys of the names anew where they differ, a piece at a time."""
    kind = apps.get_model("seizures", "Identity")
    rows = kind.objects.using(schema_editor.connection.alias)
    for row in rows.iterator(chunk_size=PIECE):
        own = f"{row.family_name} {row.given_names}".strip()
        keys = set(names_keys(name for name in (own, row.other_names, *row.aliases) if name))
        found_by = sorted(keys | {key for key in row.found_by if key.startswith(OTHERS)})
        if found_by != row.found_by:
            rows.filter(pk=row.pk).update(found_by=found_by)


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [("seizures", "0054_search_of_the_score")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
