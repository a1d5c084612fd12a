"""Seizures are found by the numbers that they have elsewhere, and by the captions of photos, as long as those stand."""

from django.db import migrations

from seizures.queries.search_index import searched


class Migration(migrations.Migration):
    """Numbers for everybody who sees the record, captions as identities."""

    dependencies = [("seizures", "0014_attachments")]

    operations = [
        *searched(
            "seizures_externalreference",
            words=("CASE WHEN p.ended_at IS NULL THEN p.number END",),
            watch=("number", "ended_at"),
        ),
        *searched(
            "seizures_attachment",
            hidden=("CASE WHEN p.withdrawn_at IS NULL THEN p.caption END",),
            watch=("caption", "withdrawn_at"),
            fill=True,
        ),
    ]
