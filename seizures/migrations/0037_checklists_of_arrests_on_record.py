"""The arrests that stand: what is open around them, onto their seizures."""

from typing import Any

from django.db import migrations

# Written out: a migration does not change with the rules of today. Names and order are those of the checklist.
FILL = """
UPDATE seizures_seizure s SET checklists = told.lists FROM (
  SELECT a.seizure_id, jsonb_agg(jsonb_build_object('person', a.person_id, 'open', to_jsonb(array_remove(ARRAY[
    CASE WHEN a.rights_told_at IS NULL THEN 'rights_told_at' END,
    CASE WHEN a.rights_language = '' THEN 'rights_language' END,
    CASE WHEN a.interpreter_needed IS NULL OR a.interpreter_needed AND a.interpreter_present IS NOT TRUE
      THEN 'interpreter_present' END,
    CASE WHEN a.lawyer_asked IS NOT FALSE AND a.lawyer_notified_at IS NULL THEN 'lawyer_notified_at' END,
    CASE WHEN a.consulate_asked IS NOT FALSE AND a.consulate_notified_at IS NULL THEN 'consulate_notified_at' END,
    CASE WHEN CASE WHEN p.ingestion_suspected THEN a.medical_check IS NOT TRUE ELSE a.medical_check IS NULL END
      THEN 'medical_check' END,
    CASE WHEN p.minor AND a.guardian_told IS NOT TRUE THEN 'guardian_told' END,
    CASE WHEN a.search IN ('', 'other') THEN 'search' END], NULL))) ORDER BY a.arrested_at, a.id) AS lists
    FROM seizures_arrest a JOIN seizures_person p ON p.id = a.person_id WHERE p.withdrawn_at IS NULL
   GROUP BY a.seizure_id) told
 WHERE told.seizure_id = s.id
"""


def fill(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001  what a migration is called with
    """Write them in one statement: arrests are few."""
    schema_editor.execute(FILL)


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [("seizures", "0036_checklists_on_the_record")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
