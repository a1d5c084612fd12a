"""The identities that stand get their keys; the triggers bring them into the index."""

from typing import Any

from django.db import migrations

from aircop.reference.names import names_keys

PIECE = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the keys of every identity, a piece at a time."""
    kind = apps.get_model("seizures", "Identity")
    rows = kind.objects.using(schema_editor.connection.alias).prefetch_related("person__documents")
    for row in rows.iterator(chunk_size=PIECE):
        own = f"{row.family_name} {row.given_names}".strip()
        keys = set(names_keys(name for name in (own, row.other_names, *row.aliases) if name))
        keys |= {f"n:{document.number}" for document in row.person.documents.all()}
        keys |= {f"b:{row.birth_date.isoformat()}"} if row.birth_date else set()
        kind.objects.using(schema_editor.connection.alias).filter(pk=row.pk).update(found_by=sorted(keys))


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [("seizures", "0024_search_of_persons")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
