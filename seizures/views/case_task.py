"""Tabs of what is to do in a case, and of its notes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Missing
from aircop.web.versions import seen_version
from seizures.case_rules import can_add_to_case, can_change_task, can_write_note
from seizures.forms.case_parts import FinishForm, NoteForm, TaskForm
from seizures.models import Case, CaseNote, CaseTask
from seizures.queries.case import tasks_of, visible_case
from seizures.queries.case_task import assignable
from seizures.services.case_note import add_note
from seizures.services.case_task import add_task, change_task, finish_task
from seizures.views.case_tabs import asked, page_of, sent, tried


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
    form = TaskForm(sent(request), people=assignable(actor, row.case), task=row)
    if tried(
        request, form, lambda: change_task(actor=actor, task=row, version=seen_version(request), facts=form.told()),
        _("Saved."),
    ):  # fmt: skip
        return redirect("cases:case-tasks", pk=pk)
    words = {"title": _("Change the task"), "button": _("Save"), "back": "cases:case-tasks"}
    return asked(request, row.case, form, words)


@require_http_methods(["GET", "POST"])
def case_task_finish(request: ActorRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Ask what came of a task, then finish it."""
    actor, row = request.actor, _task(request, pk, task)
    form = FinishForm(sent(request), initial={"version": row.version})
    if tried(
        request, form,
        lambda: finish_task(
            actor=actor, task=row, words=form.cleaned_data["words"],
            not_applicable=form.cleaned_data["not_applicable"], version=seen_version(request),
        ),
        _("The task is finished."),
    ):  # fmt: skip
        return redirect("cases:case-tasks", pk=pk)
    words = {"title": _("Finish the task"), "button": _("Finish"), "back": "cases:case-tasks", "task": row}
    return asked(request, row.case, form, words)


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
