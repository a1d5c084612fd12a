"""A notice of a hit is one agency's: told once to each, and read while the person is its own."""

from django.db import migrations, models

from aircop.access.wall import OF_READERS_AGENCY, identity_policies

DRAFT_OF_PERSON = "EXISTS (SELECT FROM seizures_seizure s WHERE s.id = p.seizure_id AND s.status = 'draft')"
READERS = OF_READERS_AGENCY.format(table="seizures_hitnotice", column="agency_id")
OWN = """
EXISTS (SELECT FROM seizures_person o
  WHERE o.id = seizures_hitnotice.person_id AND o.owner_agency = seizures_hitnotice.agency_id)
"""
# On the way back one notice is left of a person and another agency: that of the agency whose the person is.
OF_OTHERS = """
DELETE FROM seizures_hitnotice n USING seizures_person p WHERE p.id = n.person_id AND p.owner_agency <> n.agency_id
"""


def _wall(besides: str) -> list[migrations.RunSQL]:
    parent = {"parent": "seizures_person", "column": "person_id", "drafts": DRAFT_OF_PERSON}
    return identity_policies("seizures_hitnotice", besides=besides, **parent)


class Migration(migrations.Migration):
    """After a transfer the new owner is told as well, and the one before reads the notice no more."""

    dependencies = [("seizures", "0057_persons_part_with_their_records")]

    operations = [
        migrations.RemoveConstraint(model_name="hitnotice", name="hit_notice_once"),
        migrations.AddConstraint(
            model_name="hitnotice",
            constraint=models.UniqueConstraint(fields=("person", "agency", "other"), name="hit_notice_once"),
        ),
        *[migrations.RunSQL(each.reverse_sql, each.sql) for each in reversed(_wall(READERS))],
        *_wall(f"{READERS} AND {OWN}"),
        migrations.RunSQL(migrations.RunSQL.noop, OF_OTHERS),
    ]
