"""Tabs of what is to do in a case, and of its notes."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from aircop.audit import record
from aircop.audit.history import history
from aircop.errors import Missing, StaleWrite
from aircop.web.versions import seen_version
from seizures.case_rules import can_add_to_case, can_change_task, can_write_note
from seizures.forms.case_parts import FinishForm, NoteForm, TaskForm
from seizures.models import Case, CaseNote, CaseTask
from seizures.queries.case import tasks_of, visible_case
from seizures.queries.case_task import assignable
from seizures.services.case_note import add_note
from seizures.services.case_task import add_task, change_task, finish_task
from seizures.views.case_tabs import asked, page_of, sent, tried
from seizures.views.kept import CONFLICT


@require_http_methods(["GET", "POST"])
def case_tasks(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show what is to do, open tasks by their day; take a further one."""
    actor, case = request.actor, visible_case(request.actor, pk)
    form = TaskForm(sent(request), people=assignable(actor, case))
    if tried(request, form, lambda: add_task(actor=actor, case=case, **form.told()), _("The task is added.")):
        return redirect("cases:case-tasks", pk=pk)
    record(actor, "case.read", about=case)
    context = {
        "tasks": tasks_of(case),
        "form": form,
        "may_add": can_add_to_case(actor, case),
        "serves": actor.serves(case.owner_agency, case.owner_unit),
    }
    return render(request, "seizures/case/tasks.html", page_of(case, "cases:case-tasks") | context)


@require_http_methods(["GET", "POST"])
def case_task_change(request: ActorRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Change an open task."""
    actor, row = request.actor, _task(request, pk, task)
    people = assignable(actor, row.case)
    form = TaskForm(sent(request), people=people, task=row)
    words: dict[str, Any] = {"title": _("Change the task"), "button": _("Save"), "back": "cases:case-tasks"}
    try:
        if tried(
            request, form, lambda: change_task(actor=actor, task=row, version=seen_version(request), facts=form.told()),
            _("Saved."), stale=False,
        ):  # fmt: skip
            return redirect("cases:case-tasks", pk=pk)
    except StaleWrite as stale:
        form.task = row = _task(request, pk, task)
        again = TaskForm(people=people, task=row, initial=form.data.dict() | {"version": row.version})  # type: ignore[attr-defined]
        return _both_texts(request, row, again, words | {"clashes": form.clashes(), "reason": stale.reason})
    return asked(request, row.case, form, words)


def _both_texts(request: ActorRequest, row: CaseTask, form: forms.Form, words: dict[str, Any]) -> HttpResponse:
    """Show the task as it stands with the writer's own text over it; the next save names the new version."""
    last = next(iter(history(row.case, request.actor, limit=1)), None)
    return asked(request, row.case, form, words | {"last": last}, status=CONFLICT)


@require_http_methods(["GET", "POST"])
def case_task_finish(request: ActorRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Ask what came of a task, then finish it."""
    actor, row = request.actor, _task(request, pk, task)
    form = FinishForm(sent(request), initial={"version": row.version})
    words: dict[str, Any] = {"title": _("Finish the task"), "button": _("Finish"), "back": "cases:case-tasks"}
    try:
        if tried(
            request, form,
            lambda: finish_task(
                actor=actor, task=row, words=form.cleaned_data["words"],
                not_applicable=form.cleaned_data["not_applicable"], version=seen_version(request),
            ),
            _("The task is finished."), stale=False,
        ):  # fmt: skip
            return redirect("cases:case-tasks", pk=pk)
    except StaleWrite:
        row = _task(request, pk, task)
        again = FinishForm(initial=form.cleaned_data | {"version": row.version})
        reason = _("Somebody changed this task while you were writing. Below it stands as it is now.")
        return _both_texts(request, row, again, words | {"task": row, "clashes": [], "reason": reason})
    return asked(request, row.case, form, words | {"task": row})


def _task(request: ActorRequest, pk: UUID, task: UUID) -> CaseTask:
    """Return an open task of a case; Missing for one of another case, refused for who may not work on it."""
    case = visible_case(request.actor, pk)
    row = CaseTask.objects.filter(case=case, pk=task).select_related("assignee").first()
    if row is None:
        raise Missing
    row.case = case
    require(can_change_task(request.actor, row))
    return row


@require_http_methods(["GET", "POST"])
def case_notes(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the notes, the newest first, to who sees identities; take a further one."""
    actor, case = request.actor, visible_case(request.actor, pk)
    notes = _notes(case)
    form = NoteForm(sent(request), notes=notes)
    if tried(request, form, lambda: add_note(actor=actor, case=case, **form.told()), _("The note is added.")):
        return redirect("cases:case-notes", pk=pk)
    record(actor, "case.read", about=case)
    with grants.asked_once():
        context = {
            "notes": notes,
            "form": form,
            "may_write": can_write_note(actor, case),
            "identities": SEE_IDENTITY in grants.held(actor, case),
            "serves": actor.serves(case.owner_agency, case.owner_unit),
        }
    return render(request, "seizures/case/notes.html", page_of(case, "cases:case-notes") | context)


def _notes(case: Case) -> list[CaseNote]:
    """Return the notes of a case as far as the wall shows them, the newest first."""
    rows = CaseNote.objects.filter(case=case).select_related("recorded_by", "agency", "corrects")
    return list(rows.order_by("-sequence"))
