"""Seizures as a file: what the list shows, or what was chosen in it, after saying what for."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.requests import ActorRequest
from aircop.access.verdict import Verdict, refuse
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.audit import record
from aircop.web.pagination import count_words
from seizures.enums import Handling
from seizures.exports.csv_file import csv_text
from seizures.exports.table import May, Table
from seizures.forms.export import ExportForm
from seizures.forms.filter import ORDERS, FilterForm, kept, sentence
from seizures.models import Seizure, SeizureQuerySet
from seizures.queries.seizure import cap_of, capped_count, conditions_in, narrowed
from seizures.rules import can_export_seizure

MANY = 100  # records from which on the person proves again who it is
MOST_CHOSEN = 500


@require_http_methods(["GET", "POST"])
def seizure_export(request: ActorRequest) -> HttpResponseBase:
    """Ask what for, then send the file. Many records need a fresh proof of who asks."""
    asked = request.POST if request.method == "POST" else request.GET
    filters, chosen = FilterForm(asked), _chosen(asked)
    rows = _rows(request.actor, filters, chosen)
    form = ExportForm(request.POST if request.method == "POST" else None, conditions=conditions_in(rows))
    count = capped_count(rows)
    if request.method == "POST" and form.is_valid() and count:
        send = fresh_sign_in_required(_send) if count > MANY else _send
        return send(request, form, filters, chosen)
    words = sentence(filters.words().values(), count)
    context = {
        "form": form,
        "count": count_words(count, cap_of(rows)),
        "words": _("%(what)s, chosen in the list") % {"what": words} if chosen else words,
        "kept": kept(filters, asked.get("order", "")) + [("id", str(each)) for each in chosen],
        "fresh": count > MANY,
        "crumbs": [{"label": _("Seizures"), "href": reverse("seizures:seizure-list")}],
    }
    return render(request, "seizures/export/create.html", context)


def _chosen(asked: QueryDict) -> list[UUID]:
    """Return the ids that were ticked; what is no id is left out."""
    found = []
    for text in asked.getlist("id")[:MOST_CHOSEN]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _rows(actor: Actor, filters: FilterForm, chosen: list[UUID]) -> SeizureQuerySet:
    return narrowed(Seizure.objects.visible_to(actor), filters.wanted() | {"id": tuple(chosen)})


def _send(request: ActorRequest, form: ExportForm, filters: FilterForm, chosen: list[UUID]) -> Any:
    told = form.cleaned_data
    purpose = told["purpose"]
    record(request.actor, "seizure.export", purpose=purpose)
    order = ORDERS.get(request.POST.get("order", ""), "-occurred_at")
    may = _may(accepted=told.get("conditions_accepted", False))
    lines = _streamed(
        request.actor, filters, chosen, may=may, identities=told["identities"], order=order, purpose=purpose
    )
    response: Any = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"seizures-{timezone.now():%Y%m%d-%H%M}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _may(*, accepted: bool) -> May:
    """Return what decides on each row: what came under H3 after the question was asked stays out and is counted."""

    def may(actor: Actor, seizure: Seizure) -> Verdict:
        if seizure.handling == Handling.H3 and not accepted:
            return refuse(Handling.H3.label, "conditions")
        return can_export_seizure(actor, seizure)

    return may


def _streamed(
    actor: Actor, filters: FilterForm, chosen: list[UUID], *, may: May, identities: bool, order: str, purpose: str
) -> Iterator[bytes]:
    """Yield the file in a transaction of its own, bound to the reader: the one of the request is over by then."""
    language = translation.get_language() or "en"
    table: Table | None = None
    whole = False
    try:
        with translation.override(language), transaction.atomic():
            bound = bind(actor)
            rows = _rows(bound, filters, chosen)
            table = Table(bound, rows, may=may, identities=identities, order=order)
            words = sentence(filters.words().values(), 2)
            for piece in csv_text(table, shown=words, at=timezone.now()):
                yield piece.encode()
        whole = True
    finally:
        with transaction.atomic():
            told = table.told if table else None
            counts = {
                "records": (None, told.records if told else 0),
                "withheld": (None, told.withheld if told else 0),
                "whole": (None, whole),
                "identities": (None, bool(table and table.identities)),
            }
            owners = table.told.owners if table else ()
            record(bind(actor), "seizure.export_end", changes=counts, purpose=purpose, owners=owners)
