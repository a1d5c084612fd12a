"""Questions of consent are seen with the record that they are about, a seizure or a case."""

from django.db import migrations

from aircop.access.wall import child_policies, either_policies

DRAFT = "p.status = 'draft'"
FORMER = child_policies("seizures_consent", parent="seizures_seizure", column="seizure_id", drafts=DRAFT)


class Migration(migrations.Migration):
    """The policies of before asked for the seizure."""

    dependencies = [("seizures", "0048_consent_about_cases")]

    operations = [
        *(migrations.RunSQL(each.reverse_sql, each.sql) for each in reversed(FORMER)),
        *either_policies(
            "seizures_consent",
            ends={"seizure_id": "seizures_seizure", "case_id": "seizures_case"},
            drafts=DRAFT,
        ),
    ]
