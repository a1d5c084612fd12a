"""The quick entry without a line: the worker that opens it, and the bare form that it keeps."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from seizures.enums import EntryForm
from seizures.rules import can_log_seizure
from seizures.views.blank import quick_form
from seizures.views.filling import entry_context
from taskforces.queries.task_force import acting_unit

WORKER = "js/entry-worker.js"


@cache
def _worker() -> bytes:
    path = finders.find(WORKER)
    if not isinstance(path, str):
        message = f"{WORKER} is not among the static files."
        raise TypeError(message)
    return Path(path).read_bytes()


@require_GET
def entry_worker(request: ActorRequest) -> HttpResponse:
    """Give the worker at an address of the quick entry, so that it can reach no other page."""
    del request
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@require_GET
def entry_offline(request: ActorRequest) -> HttpResponse:
    """Give the bare form of the unit: no record, no name, nothing typed."""
    require(can_log_seizure(request.actor))
    form = quick_form(request, acting_unit(request.actor))
    context = entry_context(request, form, EntryForm.QUICK, record=form["record"].value(), fresh=True)
    return render(request, "seizures/entry_draft/offline.html", {"form": form, **context})
