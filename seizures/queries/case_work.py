"""Reads of cases for one person's day: its tasks, what is left to do in its unit, what the news are about."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from seizures.models import Case, CaseTask
from seizures.models.case_task import CHECKLIST
from seizures.states import COURSE


def own_tasks(actor: Actor, limit: int = 20) -> list[CaseTask]:
    """Return the open tasks that were given to the actor in running cases that it sees, the next day first."""
    running = Case.objects.visible_to(actor).filter(status__in=COURSE)
    rows = CaseTask.objects.filter(case__in=running, assignee_id=actor.subject_id, done_at__isnull=True)
    return list(rows.select_related("case").order_by(F("due_on").asc(nulls_last=True), "id")[:limit])


def cases_left(actor: Actor, limit: int = 10) -> list[Case]:
    """Return the cases of the unit in which the actor acts that were reminded of and still have something to do."""
    unit: UUID | None = actor.acting.unit_id if actor.acting else None
    if unit is None or not actor.may(Permission.EDIT_CASE):
        return []
    still = CaseTask.objects.filter(case=OuterRef("pk"), kind__in=CHECKLIST, done_at__isnull=True)
    rows = Case.objects.visible_to(actor).filter(task_force_id=unit, reminded__gt=0, status__in=COURSE)
    return list(rows.filter(Exists(still)).order_by("opened_at", "id")[:limit])


def still_visible_cases(actor: Actor, ids: Sequence[UUID]) -> list[Case]:
    """Return, of the cases named, those that the actor may see now."""
    return list(Case.objects.visible_to(actor).filter(pk__in=ids)) if ids else []
