"""The list of cases: filters said in words, pages by keyset, a capped count of the same rows."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aircop.access.pages import page
from aircop.access.requests import ActorRequest
from aircop.access.roles import Permission
from aircop.audit import record
from aircop.errors import Invalid
from aircop.paging import Mark
from aircop.web.pagination import address_without, bar_of, count_words, pager, place_asked
from seizures.case_rules import can_open_case
from seizures.forms.case_filter import CASE_ORDERS, CaseFilterForm, case_sentence
from seizures.forms.listing import CASES
from seizures.models import Case
from seizures.queries.case import NOTHING, cases_narrowed, progress_of
from seizures.queries.case_search import CAP, count_cases
from seizures.queries.saved_view import own_views
from seizures.views.saved_view import opening, tabs

SIZE = 50


@require_GET
def case_list(request: ActorRequest) -> HttpResponse:
    """Show the cases that the reader may see, narrowed as the address says."""
    views = own_views(request.actor, CASES.shows)
    if chosen := opening(request, views):
        return chosen
    form = CaseFilterForm(request.GET, request.actor)
    rows = cases_narrowed(Case.objects.visible_to(request.actor), form.wanted())
    order = request.GET.get("order", "")
    marks, notes = _place(request)
    found = page(rows.with_rows(), order=CASE_ORDERS.get(order, "-recorded_at"), size=SIZE, **marks)
    record(request.actor, "case.list", rows=found.rows)
    count = count_cases(rows)
    words = form.words()
    context = {
        "rows": rows_of_cases(found.rows),
        "pager": pager(
            request, next_mark=found.next, previous_mark=found.previous, words=_shown(len(found.rows), count)
        ),
        "form": form,
        "kept": CASES.asked(form, order),
        "views": tabs(views, form, order, CASES),
        "bar": {
            "count": count_words(count, CAP),
            "words": case_sentence(words.values(), count),
            **bar_of(request, words, everything=CASES.everything),
        },
        "sort": _sort(request, order),
        "notes": notes + _notes(form),
        "may_open": can_open_case(request.actor) if request.actor.holds(Permission.OPEN_CASE) else None,
    }
    return render(request, "seizures/case/list.html", context)


def rows_of_cases(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Return, per case, the record with how far its tasks are."""
    progress, today = progress_of(cases), timezone.now().date()
    return [{"record": row, "tasks": progress.get(row.pk, NOTHING), "today": today} for row in cases]


def _place(request: ActorRequest) -> tuple[dict[str, Mark], list[str]]:
    try:
        return {name: Mark(*place) for name, place in place_asked(request).items()}, []
    except Invalid:
        return {}, [_("This page address is not complete, so the list begins at its first page.")]


def _notes(form: CaseFilterForm) -> list[str]:
    return [_("“%(name)s” is not a filter of this list and was left out.") % {"name": name} for name in form.unknown()]


def _shown(here: int, count: int) -> str:
    return _("%(here)s of %(count)s") % {"here": here, "count": count_words(count, CAP)} if count else ""


def _sort(request: ActorRequest, order: str) -> dict[str, str]:
    """Return where the heading of the order leads, and which way it goes now."""
    up = order == "recorded"
    href = address_without(request, order="-recorded" if up else "recorded")
    return {"href": href, "direction": "asc" if up else "desc"}
