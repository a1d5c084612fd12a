"""Hits: that another agency holds a document number of ours, and whom to call."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from aircop.audit import record
from aircop.paging import Mark, keyset
from aircop.web.pagination import pager, place_asked
from seizures.queries.hit import Told, hits, with_desks
from taskforces.queries.hit_opening import open_to_hits
from taskforces.queries.task_force import names_of_agencies

SIZE = 50


@require_GET
def hit_list(request: ActorRequest) -> HttpResponse:
    """Show what the reader's agencies were told, the newest first, and whether they take part."""
    actor = request.actor
    marks = {name: Mark(*place) for name, place in place_asked(request).items()}
    found = keyset(hits(actor), order="-told_at", size=SIZE, **marks)
    if found.rows:
        record(actor, "hit.list", rows=[each.person for each in found.rows])
    own = {each.agency_id for each in actor.memberships}
    taking_part, names = open_to_hits(own), names_of_agencies()
    context = {
        "rows": [_row(each) for each in with_desks(actor, found.rows)],
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous),
        "agencies": [{"name": names[each], "open": each in taking_part} for each in sorted(own)],
    }
    return render(request, "seizures/hit/list.html", context)


def _row(told: Told) -> dict[str, Any]:
    person = told.notice.person
    return {"notice": told.notice, "desk": told.desk, "person": person, "seizure": person.seizure}
