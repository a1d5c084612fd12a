"""A notice of a hit is read in its own agency, by who sees the identity of its person; the system alone writes it."""

from django.db import migrations

from aircop.access.wall import OF_READERS_AGENCY, identity_policies
from aircop.events.append_only import rights

DRAFT_OF_PERSON = "EXISTS (SELECT FROM seizures_seizure s WHERE s.id = p.seizure_id AND s.status = 'draft')"


class Migration(migrations.Migration):
    """It goes with its person, and is never rewritten."""

    dependencies = [("seizures", "0045_hits")]

    operations = [
        *identity_policies(
            "seizures_hitnotice",
            parent="seizures_person",
            column="person_id",
            drafts=DRAFT_OF_PERSON,
            besides=OF_READERS_AGENCY.format(table="seizures_hitnotice", column="agency_id"),
        ),
        rights("seizures_hitnotice", aircop_app="SELECT, DELETE", aircop_system="SELECT, INSERT"),
    ]
