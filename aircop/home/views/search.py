"""The search of the house: what the reader may see of all kinds of records, by words."""

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.pages import page
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.audit import record
from aircop.errors import Invalid
from aircop.home.forms import SearchForm
from aircop.paging import Mark
from aircop.reference.marks import excerpt, holds, marked
from aircop.web.pagination import count_words, pager, place_asked
from seizures.models import Seizure
from seizures.queries.search import search_of
from seizures.queries.seizure import cap_of, capped_count, narrowed
from seizures.rules import can_search_persons
from seizures.views.rows import rows_of

SIZE = 20


@require_GET
def search(request: ActorRequest) -> HttpResponse:
    """Show what holds the words, newest first; without words, what can be looked for."""
    form = SearchForm(request.GET)
    words = form.words()
    may = bool(can_search_persons(request.actor))
    context = {
        "form": form,
        "words": words,
        "may_search_persons": may,
        **(_found(request, form, words) if words else {}),
    }
    return render(request, "home/search.html", context)


def _found(request: ActorRequest, form: SearchForm, words: str) -> dict[str, Any]:
    rows = narrowed(Seizure.objects.visible_to(request.actor), {"q": words, "since": form.since()})
    found = page(rows.with_rows(), size=SIZE, **_place(request))
    record(request.actor, "seizure.search", rows=found.rows)
    count = capped_count(rows)
    counted = count_words(count, cap_of(rows))
    shown = _("%(here)s of %(count)s") % {"here": len(found.rows), "count": counted} if count else ""
    return {
        "hits": _hits(request.actor, found.rows, search_of(rows).beginnings),
        "count": counted,
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous, words=shown),
    }


def _place(request: ActorRequest) -> dict[str, Any]:
    try:
        return {name: Mark(*place) for name, place in place_asked(request).items()}
    except Invalid:
        return {}


def _hits(actor: Actor, rows: Sequence[Seizure], words: Collection[str]) -> list[dict[str, Any]]:
    """Return each record with its summary; of the narrative what was looked for, where its reader may read it."""
    held = grants.held_on(actor, rows)
    return [
        {
            **row,
            "reference": marked(row["record"].reference or "", words),
            "summary": marked(row["record"].summary, words),
            "flight": marked(row["record"].flight_number, words),
            "narrative": _narrative(row["record"], words) if SEE_IDENTITY in held[row["record"].pk] else "",
        }
        for row in rows_of(rows)
    ]


def _narrative(seizure: Seizure, words: Collection[str]) -> str:
    text = seizure.narrative
    return marked(excerpt(text, words), words) if holds(text, words) else ""
