"""Seizures are found by the numbers that they have elsewhere, as long as those stand."""

from django.db import migrations

from seizures.queries.search_index import searched


class Migration(migrations.Migration):
    """A part of its own: its fields are found by everybody who sees the record."""

    dependencies = [("seizures", "0013_two_records_of_one_seizure"), ("seizures", "0012_search")]

    operations = searched(
        "seizures_externalreference",
        words=("CASE WHEN p.ended_at IS NULL THEN p.number END",),
        watch=("number", "ended_at"),
        fill=True,
    )
