"""Tasks of a case: written down, given to somebody, finished."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts.models import User
from aircop.audit import record
from aircop.errors import Clash, Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.queries import require_code
from seizures.case_events import CaseTaskAdded, CaseTaskChanged, CaseTaskFinished
from seizures.case_rules import can_add_to_case, can_change_task
from seizures.models import Case, CaseTask
from seizures.queries.case_task import assignable
from seizures.services.assistance import by_whom
from seizures.services.case import locked_case
from seizures.services.found import plain

TASK_NAMES = ("kind", "title", "assignee", "due_on")
OTHER = "other"


@transaction.atomic
def add_task(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    title: str = "",
    assignee: User | None = None,
    due_on: date | None = None,
) -> CaseTask:
    """Write down something to do. Refuses people to whom it cannot be given, and other tasks without words."""
    case = locked_case(actor, case)
    require(can_add_to_case(actor, case))
    last = case.tasks.aggregate(last=Max("sequence"))["last"] or 0
    task = CaseTask(
        case=case, sequence=last + 1, kind=kind, title=title.strip(), assignee=assignee, due_on=due_on,
        recorded_by_id=by_whom(actor),
    )  # fmt: skip
    _settle(actor, task, TASK_NAMES)
    task.save(force_insert=True)
    told = {name: (None, plain(getattr(task, name))) for name in TASK_NAMES if getattr(task, name)}
    _record(actor, "case.add_task", task, told)
    append(CaseTaskAdded(case.pk, task.pk, task.assignee_id), about=case, actor=actor)
    return task


@transaction.atomic
def change_task(*, actor: Actor, task: CaseTask, version: int | None, facts: Mapping[str, Any]) -> CaseTask:
    """Change an open task: what it is, whose, until when. Refuses another version, and a task that is finished."""
    if unknown := facts.keys() - set(TASK_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    task = _held(actor, task, version, facts)
    require(can_change_task(actor, task))
    before = {name: getattr(task, name) for name in facts}
    for name, value in facts.items():
        setattr(task, name, value.strip() if name == "title" else value)
    changed = [name for name, old in before.items() if old != getattr(task, name)]
    if not changed:
        return task
    _settle(actor, task, changed)
    _save(task)
    changes = {name: (plain(before[name]), plain(getattr(task, name))) for name in changed}
    _record(actor, "case.change_task", task, changes)
    append(CaseTaskChanged(task.case_id, task.pk, task.assignee_id), about=task.case, actor=actor)
    return task


@transaction.atomic
def finish_task(
    *, actor: Actor, task: CaseTask, words: str = "", not_applicable: bool = False, version: int | None = None
) -> CaseTask:
    """Say that a task is done, or in words why it does not apply. It stays as it is from then on."""
    task = _held(actor, task, version)
    require(can_change_task(actor, task))
    words = words.strip()
    if not_applicable and not words:
        raise Invalid(_("Say why it does not apply here."), field="words")
    task.done_at, task.done_by_id = timezone.now(), by_whom(actor)
    task.not_applicable, task.words = not_applicable, words
    _save(task)
    _record(actor, "case.finish_task", task, {"not_applicable" if not_applicable else "done": (None, True)}, words)
    append(CaseTaskFinished(task.case_id, task.pk, not not_applicable), about=task.case, actor=actor)
    return task


# The parts ----------------------------------------------------------------------------------------------------------


def _held(
    actor: Actor, task: CaseTask, version: int | None, sent: Mapping[str, Any] = MappingProxyType({})
) -> CaseTask:
    """Return the task as it stands, in its case, both locked; for another version both texts of what was sent."""
    case = locked_case(actor, Case(pk=task.case_id))
    stands = CaseTask.objects.filter(case=case, pk=task.pk).select_for_update(no_key=True).first()
    if stands is None:
        raise Missing
    stands.case = case
    if version is not None and version != stands.version:
        reason = _("Somebody changed this task while you were writing. Compare both texts and choose.")
        clashes = tuple(
            Clash(name, name, plain(value), plain(getattr(stands, name)))
            for name, value in sent.items()
            if getattr(stands, name) != value
        )
        raise StaleWrite(reason, version=stands.version, clashes=clashes)
    return stands


def _save(task: CaseTask) -> None:
    task.version += 1
    task.save(force_update=True)


def _settle(actor: Actor, task: CaseTask, told: Any) -> None:
    require_code("follow_up", task.kind, field="kind")
    if task.kind == OTHER and not task.title:
        raise Invalid(_("Say in a few words what is to do."), field="title")
    if "assignee" in told and task.assignee_id is not None and task.assignee_id not in assignable(actor, task.case):
        raise Invalid(_("Choose somebody of the unit, or take it yourself."), field="assignee")


def _record(actor: Actor, verb: str, task: CaseTask, told: Mapping[str, tuple[Any, Any]], words: str = "") -> None:
    changes = {f"tasks.{task.sequence}.{name}": pair for name, pair in told.items()}
    record(actor, verb, about=task.case, changes=changes, reason=words)
