"""Persons lie where their seizure lies; names stand behind a wall of their own; outcomes are only added."""

from django.db import migrations

from aircop.access.wall import child_policies, follower_wall, identity_policies
from aircop.events.append_only import rights

DRAFT = "p.status = 'draft'"
DRAFT_OF_PERSON = "EXISTS (SELECT FROM seizures_seizure s WHERE s.id = p.seizure_id AND s.status = 'draft')"


class Migration(migrations.Migration):
    """Rows of a draft may be deleted with it; nothing else is."""

    dependencies = [("seizures", "0006_persons_and_arrests"), ("access", "0002_binding_and_shares")]

    operations = [
        *follower_wall(
            "seizures_person", parent="seizures_seizure", column="seizure_id", orders=("recorded_at",), drafts=DRAFT
        ),
        *identity_policies("seizures_identity", parent="seizures_person", column="person_id", drafts=DRAFT_OF_PERSON),
        *identity_policies(
            "seizures_identitydocument", parent="seizures_person", column="person_id", drafts=DRAFT_OF_PERSON
        ),
        *child_policies("seizures_arrest", parent="seizures_seizure", column="seizure_id", drafts=DRAFT),
        *child_policies("seizures_outcome", parent="seizures_seizure", column="seizure_id", drafts=DRAFT),
        rights("seizures_outcome", aircop_app="SELECT, INSERT, DELETE", aircop_system="SELECT, INSERT"),
    ]
