"""The list of seizures: filters said in words, two orders, pages by keyset, a capped count of the same rows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aircop.access.pages import page
from aircop.access.requests import ActorRequest
from aircop.audit import record
from aircop.web.pagination import address_without, bar_of, count_words, marks_asked, pager
from aircop.web.words import quantity
from seizures.case_rules import can_open_case
from seizures.forms.filter import ORDERS, FilterForm, kept, sentence
from seizures.forms.listing import SEIZURES
from seizures.models import Seizure, SeizureQuerySet
from seizures.queries.saved_view import own_views
from seizures.queries.seizure import cap_of, capped_count, kilograms, narrowed
from seizures.views.rows import rows_of
from seizures.views.saved_view import opening, tabs

SIZE = 50
SUMMED = 2_000  # rows that are added up while somebody waits: no more than are counted


@require_GET
def seizure_list(request: ActorRequest) -> HttpResponse:
    """Show the seizures that the reader may see, narrowed as the address says."""
    views = own_views(request.actor)
    if chosen := opening(request, views):
        return chosen
    form = FilterForm(request.GET)
    wanted = form.wanted()
    rows = narrowed(Seizure.objects.visible_to(request.actor), wanted)
    order = request.GET.get("order", "")
    marks, notes = marks_asked(request)
    found = page(rows.with_rows(), order=ORDERS.get(order, "-occurred_at"), size=SIZE, **marks)
    record(request.actor, "seizure.list", rows=found.rows)
    count, cap = capped_count(rows), cap_of(rows)
    context = {
        "rows": rows_of(found.rows),
        "pager": pager(
            request, next_mark=found.next, previous_mark=found.previous, words=_shown(len(found.rows), count, cap)
        ),
        "form": form,
        "kept": kept(form, order),
        "views": tabs(views, form, order),
        "bar": _bar(request, form, rows, wanted, count),
        "sorts": _sorts(request, order if order in ORDERS else "-occurred"),
        "notes": notes + _notes(form),
        "may_open_case": bool(can_open_case(request.actor)),
    }
    return render(request, "seizures/seizure/list.html", context)


def _notes(form: FilterForm) -> list[str]:
    return [_("“%(name)s” is not a filter of this list and was left out.") % {"name": name} for name in form.unknown()]


def _shown(here: int, count: int, cap: int) -> str:
    return _("%(here)s of %(count)s") % {"here": here, "count": count_words(count, cap)} if count else ""


def _bar(
    request: ActorRequest, form: FilterForm, rows: SeizureQuerySet, wanted: dict[str, Any], count: int
) -> dict[str, Any]:
    """Return what the filter bar says: how many, what in words, and one chip to take each filter off."""
    words = form.words()
    summed = kilograms(rows, wanted) if wanted and 0 < count < SUMMED else None
    said = sentence(words.values(), count)
    return {
        "count": count_words(count, cap_of(rows)),
        "words": _("%(what)s; together %(kg)s") % {"what": said, "kg": quantity(summed, "kg")} if summed else said,
        **bar_of(request, words, everything=SEIZURES.everything),
    }


def _sorts(request: ActorRequest, order: str) -> dict[str, dict[str, str | None]]:
    """Return, per column that can be sorted by, where its heading leads and which way it goes now."""
    sorts = {}
    for name in ("occurred", "recorded"):
        now = {name: "asc", f"-{name}": "desc"}.get(order)
        then = name if order == f"-{name}" else f"-{name}"
        sorts[name] = {"href": address_without(request, order=then), "direction": now}
    return sorts
