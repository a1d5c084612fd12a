"""Tests, requests and results are seen with their seizure and go with a draft; nothing else of them is rewritten."""

from django.db import migrations

from aircop.access.wall import child_policies
from aircop.events.append_only import rights

DRAFT = "p.status = 'draft'"
PARTS = ("seizures_fieldtest", "seizures_labrequest", "seizures_labresult")


class Migration(migrations.Migration):
    """A correction is another row; of a request only its answer is written."""

    dependencies = [("seizures", "0016_laboratory"), ("access", "0002_binding_and_shares")]

    operations = [
        *(
            operation
            for table in PARTS
            for operation in child_policies(table, parent="seizures_seizure", column="seizure_id", drafts=DRAFT)
        ),
        rights("seizures_fieldtest", aircop_app="SELECT, INSERT, DELETE", aircop_system="SELECT, INSERT"),
        rights("seizures_labresult", aircop_app="SELECT, INSERT, DELETE", aircop_system="SELECT, INSERT"),
        rights(
            "seizures_labrequest",
            aircop_app="SELECT, INSERT, DELETE, UPDATE (answered_at)",
            aircop_system="SELECT, INSERT",
        ),
        rights("seizures_substancesighting", aircop_app="SELECT, INSERT", aircop_system="SELECT, INSERT"),
    ]
