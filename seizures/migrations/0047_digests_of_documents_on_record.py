"""Document numbers on record get their digest."""

from typing import Any

from django.db import migrations

from aircop.audit.recorder import keyed_hash

TRAVEL = (
    "passport",
    "diplomatic-passport",
    "service-passport",
    "identity-card",
    "refugee-document",
    "laissez-passer",
    "ecowas-certificate",
    "seafarer",
    "crew",
)
SHORTEST, PIECE = 6, 2_000


def seal(apps: Any, schema_editor: Any) -> None:
    """Put down the digest of each number of a travel document, a piece at a time."""
    documents = apps.get_model("seizures", "IdentityDocument").objects.using(schema_editor.connection.alias)
    waiting = documents.filter(kind__in=TRAVEL).order_by("id").only("id", "number")
    after = None
    while rows := list((waiting.filter(id__gt=after) if after else waiting)[:PIECE]):
        for row in rows:
            row.digest = keyed_hash("travel document", row.number) if len(row.number) >= SHORTEST else ""
        documents.bulk_update(rows, ["digest"])
        after = rows[-1].id


class Migration(migrations.Migration):
    """Data alone; what is written from now on is sealed by the act that writes it. Repeated after a new key."""

    dependencies = [("seizures", "0046_wall_of_hits")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
