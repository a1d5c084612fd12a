"""Seizures are found by the lots of their field tests, by laboratories and their report numbers."""

from django.db import migrations

from seizures.queries.search_index import searched


class Migration(migrations.Migration):
    """For everybody who sees the record; who made a test is an identity."""

    dependencies = [("seizures", "0021_numbers_of_merged_records")]

    operations = [
        *searched("seizures_fieldtest", words=("lot",), hidden=("operator",)),
        *searched("seizures_labrequest", words=("laboratory",)),
        *searched("seizures_labresult", words=("laboratory", "report_number"), fill=True),
    ]
