"""Questions of consent are seen with their record; of one that was asked only the answer and its end are written."""

from django.db import migrations

from aircop.access.wall import child_policies
from aircop.events.append_only import rights

ANSWER = "answer, answer_words, answered_at, answered_person_id, until, ended_at"


class Migration(migrations.Migration):
    """Which of the record's readers is told of them, the query says: those of the two sides."""

    dependencies = [("seizures", "0032_grades_and_consent"), ("access", "0004_shares_by_what_they_came")]

    operations = [
        *child_policies(
            "seizures_consent", parent="seizures_seizure", column="seizure_id", drafts="p.status = 'draft'"
        ),
        rights(
            "seizures_consent",
            aircop_app=f"SELECT, INSERT, DELETE, UPDATE ({ANSWER})",
            aircop_system="SELECT, INSERT",
        ),
    ]
