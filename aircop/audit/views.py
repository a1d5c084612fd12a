"""The audit page: a sentence per entry, for those who may read the audit of their agencies."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from aircop.access.roles import Permission
from aircop.access.verdict import allow, lacks, require
from aircop.audit import record
from aircop.audit.forms import AuditFilterForm
from aircop.audit.kinds import OTHERS, ActKind, Side
from aircop.audit.models import AuditEntry
from aircop.audit.presenters import lines
from aircop.audit.queries import chain_state, entries
from aircop.errors import Invalid
from aircop.paging import Mark, Page
from aircop.web.pagination import bar_of, pager, place_asked
from aircop.web.words import day

PLACES = {"after", "before"}
BAD_REQUEST = 400
NOTHING: Page[AuditEntry] = Page([], None, None)


@require_GET
def entry_list(request: ActorRequest) -> HttpResponse:
    """Show what was done to the records of one's agencies and by their people; that this was read is on record too.

    A filter that is none, or that cannot be read, shows nothing: an answer that looks filtered and is not misleads.
    """
    actor = request.actor
    require(allow() if actor.holds(Permission.READ_AUDIT) else lacks(Permission.READ_AUDIT))
    form = AuditFilterForm(request.GET)
    unknown = form.unknown(PLACES)
    sound = form.is_valid() and not unknown
    wanted = form.wanted() if sound else {}
    place = _place(request)
    found = entries(actor, wanted, after=place.get("after"), before=place.get("before")) if sound else NOTHING
    record(actor, "audit.read")
    context = {
        "lines": lines(actor, found.rows),
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous),
        "form": form,
        "tabs": _tabs(wanted),
        "chips": bar_of(request, _words(form, wanted))["chips"],
        "words": _("filtered") if wanted else _("All entries of your agencies, the newest first"),
        "unknown": unknown,
        "sound": sound,
        "clear": request.path if wanted or not sound else "",
        "chain": chain_state(),
    }
    return render(request, "audit/entry_list.html", context, status=200 if sound else BAD_REQUEST)


def _tabs(wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the questions that an agency asks first, each a set of filters."""
    ours = {"side": Side.RECORDS.value}
    asked: list[tuple[str, dict[str, str]]] = [
        (_("All entries"), {}),
        (_("Who opened our records"), ours | {"kind": ActKind.OPENED.value}),
        (_("Who exported them"), ours | {"kind": ActKind.EXPORTED.value}),
        (_("Who was told of them"), ours | {"kind": ActKind.TOLD.value}),
        (_("What other agencies did with them"), ours | {"agency": OTHERS}),
    ]
    return [{"label": label, "href": f"?{urlencode(query)}", "current": wanted == query} for label, query in asked]


def _place(request: ActorRequest) -> dict[str, Mark]:
    try:
        return {name: Mark(*place) for name, place in place_asked(request).items()}
    except Invalid:
        return {}


def _words(form: AuditFilterForm, wanted: dict[str, Any]) -> dict[str, str]:
    """Return, per filter, what it says."""
    words = {}
    for name in wanted:
        value = form.cleaned_data[name]
        said = dict(form.fields[name].choices).get(value, value) if hasattr(form.fields[name], "choices") else value  # type: ignore[attr-defined]
        words[name] = f"{form.fields[name].label}: {day(said) if isinstance(said, date) else said}"
    return words
