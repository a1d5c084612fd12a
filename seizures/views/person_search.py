"""The page on which persons are looked for by name: what is asked and found stands in no address and no history."""

from collections.abc import Iterable
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid
from aircop.reference.queries import label
from aircop.web.words import day
from seizures.forms.faults import put_fault
from seizures.forms.person_search import PersonSearchForm, seconds_to_wait
from seizures.queries.person_search import Hit
from seizures.rules import can_search_persons
from seizures.services.person_search import search_persons
from seizures.views.identity import name_lines
from seizures.views.people import chip, linked

TOO_MANY = 429
WORDS = {
    "same_document": gettext_lazy("same number of a document"),
    "name_same": gettext_lazy("same name"),
    "name_begins": gettext_lazy("begins like this"),
    "name_sounds": gettext_lazy("sounds the same"),
    "name_near": gettext_lazy("spelt a little differently"),
    "name_lacks": gettext_lazy("a word is lacking"),
    "name_order": gettext_lazy("words in another order"),
    "name_alias": gettext_lazy("under another name"),
}


@require_http_methods(["GET", "POST"])
def person_search(request: ActorRequest) -> HttpResponse:
    """Ask for a name and a purpose; show the persons found among those whose identities the reader may see."""
    require(can_search_persons(request.actor))
    form = PersonSearchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (wait := seconds_to_wait(request.actor)):
        return _later(request, form, ceil(wait))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            hits, more = search_persons(actor=request.actor, asked=form.asked(), purpose=form.purpose())
            context |= {"asked": True, "hits": hits_shown(hits), "more": more}
        except Invalid as fault:
            put_fault(form, fault)
    return render(request, "seizures/person_search/list.html", context)


def _later(request: ActorRequest, form: PersonSearchForm, seconds: int) -> HttpResponse:
    words = ngettext("Search again in %(n)d second.", "Search again in %(n)d seconds.", seconds) % {"n": seconds}
    context = {"form": form, "later": words}
    response = render(request, "seizures/person_search/list.html", context, status=TOO_MANY)
    response.headers["Retry-After"] = str(seconds)
    return response


def hits_shown(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return persons that were found as a page shows them."""
    return [_hit(hit) for hit in hits]


def _hit(hit: Hit) -> dict[str, Any]:
    person, identity = hit.person, hit.identity
    place = {"airport": person.seizure.airport_id, "day": day(person.seizure.occurred_on)}
    row: dict[str, Any] = {
        "chip": chip(person),
        "id": person.pk,
        "seizure": person.seizure,
        "where": _("%(airport)s, %(day)s") % place,
        "score": hit.score,
        "into": linked(hit.into),
        "reasons": [WORDS[reason] for reason in hit.reasons],
    }  # fmt: skip
    if identity is not None:
        row |= {
            "names": name_lines(identity),
            "born": day(identity.birth_date) if identity.birth_date else "",
            "nationality": label("country", identity.nationality),
            "documents": [(label("document_kind", each.kind), each.number) for each in person.documents.all()],
        }
    return row
