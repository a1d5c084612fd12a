"""Cases lie behind the wall; a link is seen by who sees both of its ends, a note by who sees identities."""

from django.db import migrations

from aircop.access.wall import child_policies, identity_policies, link_policies, raise_wall
from aircop.events.append_only import rights

CASE, DRAFT = "seizures_case", "p.status = 'draft'"
LINKS = {
    "seizures_caseseizure": {"case_id": CASE, "seizure_id": "seizures_seizure"},
    "seizures_caseperson": {"case_id": CASE, "person_id": "seizures_person"},
    "seizures_caserelation": {"case_id": CASE, "other_id": CASE},
}


class Migration(migrations.Migration):
    """What belongs to a draft goes with it; nothing else is deleted, and no note is rewritten."""

    dependencies = [("seizures", "0026_cases"), ("access", "0003_share_giver")]

    operations = [
        *raise_wall(CASE, orders=("recorded_at",), drafts="status = 'draft'"),
        *(operation for table, ends in LINKS.items() for operation in link_policies(table, ends=ends, drafts=DRAFT)),
        *child_policies("seizures_caseagency", parent=CASE, column="case_id", drafts=DRAFT),
        *child_policies("seizures_casetask", parent=CASE, column="case_id", drafts=DRAFT),
        *identity_policies("seizures_casenote", parent=CASE, column="case_id", drafts=DRAFT),
        rights("seizures_casenote", aircop_app="SELECT, INSERT, DELETE", aircop_system="SELECT, INSERT"),
    ]
