"""Reminders: thirty and ninety days after its opening, of what should follow the seizures of a case and is not done."""

from django.db import connections, transaction

from aircop.access.actor import NOBODY
from aircop.access.unscoped import unscoped
from aircop.events import append
from seizures.case_events import CaseReminderDue
from seizures.models import Case
from seizures.models.case_task import CHECKLIST
from seizures.states import COURSE

MOST = 500  # cases at once, so that nobody waits long for a row
REMIND = """
UPDATE seizures_case c SET reminded = due.days FROM (
  SELECT id, CASE WHEN opened_at <= now() - interval '90 days' THEN 90 ELSE 30 END AS days FROM seizures_case
   WHERE status = ANY (%s) AND opened_at <= now() - interval '30 days' AND withdrawn_at IS NULL
     AND reminded < CASE WHEN opened_at <= now() - interval '90 days' THEN 90 ELSE 30 END
     AND EXISTS (SELECT FROM seizures_casetask t
                  WHERE t.case_id = seizures_case.id AND t.kind = ANY (%s) AND t.done_at IS NULL)
   ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) due WHERE c.id = due.id RETURNING c.id, c.access_list_id, c.root_list_id, c.recorded_by_id, c.reminded
"""


def remind_of_cases() -> int:
    """Announce, once for each of the two days, the running cases with something left to do; return how many.

    By the clock: nobody acts, and nothing is shown to anybody who does not see the case.
    """
    with unscoped("cases with something left to do") as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(REMIND, [[*COURSE], [*CHECKLIST], MOST])
            rows = cursor.fetchall()
        for pk, access_list, root_list, author, days in rows:
            case = Case(id=pk, access_list_id=access_list, root_list_id=root_list)
            append(CaseReminderDue(pk, author, days), about=case, actor=NOBODY, using=alias)
    return len(rows)
