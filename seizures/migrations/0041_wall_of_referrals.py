"""Referrals are seen with their case; of one that was offered only its answer and its end are written."""

from django.db import migrations

from aircop.access.wall import child_policies
from aircop.events.append_only import rights

ANSWER = "status, answered_at, answered_by_id, answer_words, work_due_at, ended_at"


class Migration(migrations.Migration):
    """Which of the case's readers is told of them, the query says: those of the two units."""

    dependencies = [("seizures", "0040_referrals")]

    operations = [
        *child_policies("seizures_referral", parent="seizures_case", column="case_id", drafts="p.status = 'draft'"),
        rights(
            "seizures_referral",
            aircop_app=f"SELECT, INSERT, DELETE, UPDATE ({ANSWER})",
            aircop_system="SELECT, INSERT",
        ),
    ]
