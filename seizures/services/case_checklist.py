"""What should follow every seizure, as tasks of a case with a day each."""

from datetime import timedelta

from django.utils import timezone

from aircop.access.actor import Actor
from seizures.models import Case, CaseTask
from seizures.models.case_task import CHECKLIST
from seizures.services.assistance import by_whom

# Days after the opening by which each should be done; the reminders come on the same days.
DAYS = {"finance": 90, "prosecution": 90}
USUAL = 30


def lay_checklist(actor: Actor, case: Case) -> None:
    """Write the tasks of the checklist that the case does not have yet: a step of acts, which record it."""
    known = set(case.tasks.values_list("kind", flat=True))
    first = case.tasks.count() + 1
    today = (case.opened_at or timezone.now()).date()
    rows = [kind for kind in CHECKLIST if kind not in known]
    case.tasks.bulk_create(
        CaseTask(
            case=case, sequence=number, kind=kind, due_on=today + timedelta(days=DAYS.get(kind, USUAL)),
            recorded_by_id=by_whom(actor),
        )
        for number, kind in enumerate(rows, start=first)
    )  # fmt: skip
