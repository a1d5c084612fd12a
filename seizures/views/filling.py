"""The page of the quick entry, and what fills its form without saving it: a scan, and what was logged last."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aircop.access.requests import ActorRequest
from aircop.errors import Missing
from aircop.reference.queries import airport
from seizures.enums import EntryForm
from seizures.forms.carried_along import read_into
from seizures.forms.entry_draft import WORDS, EntryMarks, plain_names, put_typed, typed_of, words_typed
from seizures.forms.scan import read_scan, words_of
from seizures.forms.seizure import QuickForm
from seizures.forms.wording import shown
from seizures.models import EntryDraft, Seizure
from seizures.queries.work import last_logged
from seizures.services.entry_draft import Writing
from seizures.views.blank import photos_for, quick_form
from taskforces.models import TaskForce


def writing_of(request: ActorRequest) -> Writing | None:
    """Return the text that a form carries with its marks, or None when it carries none that can be read."""
    marks = EntryMarks(request.POST)
    return marks.writing() if marks.is_valid() else None


def entry_context(request: ActorRequest, form: Any, kind: EntryForm, **known: Any) -> dict[str, Any]:
    """Return what a page needs to keep its form while it is typed."""
    sent = writing_of(request) if request.method == "POST" else None
    entry: EntryDraft | None = known.pop("entry", None)
    new = known.pop("record", None)
    return {
        "entry": {
            "form": kind.value,
            "record": sent.record if sent else entry.record if entry else new,
            "revision": sent.revision if sent else entry.revision if entry else 0,
            "saved_at": entry.saved_at if entry else None,
            "words": json.dumps(words_typed(sent.typed if sent else entry.typed if entry else {})),
            "plain": " ".join(plain_names(form)),
            "own_record": "record" in form.fields,
            **known,
        }
    }


def quick_page(request: ActorRequest, form: QuickForm, unit: TaskForce, **known: Any) -> HttpResponse:
    """Show the quick entry; `known` is what else the page says."""
    entry = known.pop("entry", None)
    record = None if entry else form["record"].value()
    context = {
        "form": form,
        "unit": unit,
        "photos_for": photos_for(request.actor, form),
        "last": same_as_last(last_logged(request.actor)),
        **entry_context(request, form, EntryForm.QUICK, entry=entry, record=record),
        **known,
    }
    return render(request, "seizures/seizure/create.html", context)


def same_as_last(last: Seizure | None) -> dict[str, Any] | None:
    """Return what the last record lends to the next one: never how much, how many, or who."""
    item = next(iter(last.items.all()), None) if last else None
    if last is None or item is None:
        return None
    lent = {
        "direction": last.direction,
        "conveyance": last.conveyance,
        "commodity": item.commodity,
        "substance": item.substance,
        "amount_1": item.unit,
        "lead_agency": str(last.lead_agency_id),
    }
    told = [shown("direction", last.direction), shown("conveyance", last.conveyance)]
    told.append(shown("items.substance", item.substance) or shown("items.commodity", item.commodity))
    return {"fills": json.dumps(lent), "lent": lent, "words": ", ".join(filter(None, told))}


def filled(request: ActorRequest, unit: TaskForce) -> HttpResponse | None:
    """Answer a button that fills the form: what was typed stands, nothing is saved. None when none was pressed."""
    if "read" in request.POST and request.POST.get("scanned", "").strip():
        return _read(request, unit)
    if "same" in request.POST:
        last = same_as_last(last_logged(request.actor))
        return quick_page(request, _form_with(request, unit, last["lent"] if last else {}), unit)
    return None


def _read(request: ActorRequest, unit: TaskForce) -> HttpResponse:
    """Put what was scanned into the form, over what was typed; the scan itself is forgotten."""
    today = timezone.localtime(timezone.now(), unit.airport.zone).date()
    found = read_scan(request.POST["scanned"], today)
    told = read_into(found, request.POST, _home(request, unit))
    written = {name: ", ".join(value) if isinstance(value, list) else value for name, value in told.items()}
    form = _form_with(request, unit, written)
    return quick_page(request, form, unit, scan=words_of(found), scan_failed=not told)


def _home(request: ActorRequest, unit: TaskForce) -> str:
    """Return the airport of the form, or the unit's own while it names none."""
    try:
        return airport(request.POST.get("airport", "")).pk
    except Missing:
        return unit.airport_id


def _form_with(request: ActorRequest, unit: TaskForce, told: Mapping[str, str]) -> QuickForm:
    """Return the form as it was typed, with some fields filled; unjudged, because nobody sent it yet."""
    form = quick_form(request, unit)
    typed = {name: values for name, values in typed_of(request.POST).items() if name.removesuffix(WORDS) not in told}
    put_typed(form, typed | {name: [value] for name, value in told.items()})
    sent = quick_form(request, unit, request.POST)["record"].value()
    if sent:
        form.initial["record"] = sent
    return form
