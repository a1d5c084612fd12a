"""Cases are found by their own words and codes, and by what waits in them; by nothing of what is linked to them."""

from django.db import migrations

from seizures.queries import case_search_index
from seizures.queries.case_search_index import cases_searched

SHORT = "ltrim(right(p.reference, 6), '0')"
OFFENCES = "ARRAY(SELECT '=offence:' || o FROM unnest(p.offences) o)"


class Migration(migrations.Migration):
    """Plain SQL: Django has no words for these."""

    dependencies = [("seizures", "0027_wall_of_cases")]

    operations = [
        migrations.RunSQL(case_search_index.TABLE, case_search_index.TABLE_DOWN),
        migrations.RunSQL(case_search_index.COMPOSE, case_search_index.COMPOSE_DOWN),
        *cases_searched(
            "seizures_casetask",
            words=("title", "words"),
            lexemes="ARRAY['=mine:' || CASE WHEN p.done_at IS NULL THEN p.assignee_id::text END]",
            watch=("assignee_id", "done_at", "due_on"),
        ),
        *cases_searched("seizures_casenote", hidden=("text",)),
        *cases_searched(
            "seizures_caseagency",
            lexemes="ARRAY['=agency:' || CASE WHEN p.until IS NULL THEN p.agency_id::text END]",
            watch=("agency_id", "until"),
        ),
        *cases_searched(
            "seizures_case",
            column="id",
            words=("reference", SHORT, "title", "summary"),
            hidden=("narrative",),
            codes={
                "status": "status",
                "task_force_id": "task_force",
                "handling": "handling",
                "outcome": "outcome",
                "recorded_by_id": "mine",
            },
            lexemes=OFFENCES,
            watch=("offences", "access_list_id", "root_list_id", "opened_at", "withdrawn_at"),
        ),
        migrations.RunSQL(case_search_index.FIND, case_search_index.FIND_DOWN),
    ]
