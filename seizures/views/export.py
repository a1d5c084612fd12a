"""Seizures and cases as a file: what their list shows, or what was chosen in it, after saying what for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.requests import ActorRequest
from aircop.access.verdict import Rule, Verdict, refuse
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.audit import record
from aircop.web.pagination import count_words
from seizures.case_rules import can_export_case
from seizures.enums import Handling
from seizures.exports.case_table import CaseTable
from seizures.exports.csv_file import csv_text
from seizures.exports.table import May, SeizureTable, Table
from seizures.forms.export import ExportForm
from seizures.forms.listing import CASES, SEIZURES, Listing
from seizures.models import Case, Seizure
from seizures.queries.case import cases_narrowed, conditions_in_cases
from seizures.queries.case_search import CAP, count_cases
from seizures.queries.seizure import cap_of, capped_count, conditions_in, narrowed
from seizures.rules import can_export_seizure

MANY = 100  # records from which on the person proves again who it is
MOST_CHOSEN = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """What is exported: its list, its name in the audit, how its rows are found and counted, and who may."""

    listing: Listing
    noun: str
    title: Promise
    lead: Promise
    table: type[Table[Any]]
    may: Rule
    every: Callable[[Actor], Any]
    narrowed: Callable[[Any, Any], Any]
    counted: Callable[[Any], tuple[int, int]]
    conditions: Callable[[Any], list[str]]

    def rows(self, actor: Actor, filters: Any, chosen: list[UUID]) -> Any:
        """Return what the filters leave, and of these only what was chosen, if anything was."""
        return self.narrowed(self.every(actor), filters.wanted() | ({"id": tuple(chosen)} if chosen else {}))


OF_SEIZURES = Exported(
    listing=SEIZURES,
    noun="seizure",
    title=gettext_lazy("Export seizures"),
    lead=gettext_lazy(
        "A CSV file for spreadsheets, a line for each item. What may not be passed on without consent (H2) is left "
        "out and counted; where H3 sets conditions, you confirm them."
    ),
    table=SeizureTable,
    may=can_export_seizure,
    every=Seizure.objects.visible_to,
    narrowed=narrowed,
    counted=lambda rows: (capped_count(rows), cap_of(rows)),
    conditions=conditions_in,
)
OF_CASES = Exported(
    listing=CASES,
    noun="case",
    title=gettext_lazy("Export cases"),
    lead=gettext_lazy(
        "A CSV file for spreadsheets, a line for each case, without what is linked to it. What may not be passed on "
        "without consent (H2) is left out and counted; where H3 sets conditions, you confirm them."
    ),
    table=CaseTable,
    may=can_export_case,
    every=Case.objects.visible_to,
    narrowed=cases_narrowed,
    counted=lambda rows: (count_cases(rows), CAP),
    conditions=conditions_in_cases,
)


@require_http_methods(["GET", "POST"])
def seizure_export(request: ActorRequest) -> HttpResponseBase:
    """Ask what for, then send the file of seizures."""
    return _export(request, OF_SEIZURES)


@require_http_methods(["GET", "POST"])
def case_export(request: ActorRequest) -> HttpResponseBase:
    """Ask what for, then send the file of cases."""
    return _export(request, OF_CASES)


def _export(request: ActorRequest, what: Exported) -> HttpResponseBase:
    """Ask what for, then send the file. Many records need a fresh proof of who asks."""
    asked, listing = request.POST if request.method == "POST" else request.GET, what.listing
    filters, chosen = listing.form(asked, request.actor), _chosen(asked)
    rows = what.rows(request.actor, filters, chosen)
    form = ExportForm(request.POST if request.method == "POST" else None, conditions=what.conditions(rows))
    count, cap = what.counted(rows)
    if request.method == "POST" and form.is_valid() and count:
        send = fresh_sign_in_required(_send) if count > MANY else _send
        return send(request, what, form, filters, chosen)
    words = listing.sentence(filters.words().values(), count)
    context = {
        "form": form,
        "title": what.title,
        "lead": what.lead,
        "count": count_words(count, cap),
        "words": _("%(what)s, chosen in the list") % {"what": words} if chosen else words,
        "kept": listing.asked(filters, asked.get("order", "")) + [("id", str(each)) for each in chosen],
        "fresh": count > MANY,
        "back": reverse(listing.page),
        "crumbs": [{"label": listing.shows.label, "href": reverse(listing.page)}],
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


def _send(request: ActorRequest, what: Exported, form: ExportForm, filters: Any, chosen: list[UUID]) -> Any:
    told, listing = form.cleaned_data, what.listing
    record(request.actor, f"{what.noun}.export", purpose=told["purpose"])
    order = listing.orders.get(request.POST.get("order", ""), listing.orders[listing.everything.removeprefix("order=")])
    asked = Asked(
        what, filters, chosen, told["purpose"], order, identities=told["identities"],
        accepted=told.get("conditions_accepted", False),
    )  # fmt: skip
    response: Any = StreamingHttpResponse(_streamed(request.actor, asked), content_type="text/csv; charset=utf-8")
    name = f"{listing.shows.value}-{timezone.now():%Y%m%d-%H%M}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@dataclass(frozen=True)
class Asked:
    """One export as it was asked for."""

    what: Exported
    filters: Any
    chosen: list[UUID]
    purpose: str
    order: str
    identities: bool
    accepted: bool

    def table(self, actor: Actor) -> Table[Any]:
        """Return the table that a reader gets."""
        rows = self.what.rows(actor, self.filters, self.chosen)
        return self.what.table(actor, rows, may=self._may(), identities=self.identities, order=self.order)

    def _may(self) -> May:
        """Return what decides on each row: what came under H3 after the question was asked stays out and is counted."""

        def may(actor: Actor, row: Any) -> Verdict:
            if row.handling == Handling.H3 and not self.accepted:
                return refuse(Handling.H3.label, "conditions")
            return self.what.may(actor, row)

        return may


def _streamed(actor: Actor, asked: Asked) -> Iterator[bytes]:
    """Yield the file in a transaction of its own, bound to the reader: the one of the request is over by then."""
    language = translation.get_language() or "en"
    table: Table[Any] | None = None
    whole = False
    try:
        with translation.override(language), transaction.atomic():
            table = asked.table(bind(actor))
            words = asked.what.listing.sentence(asked.filters.words().values(), 2)
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
            verb = f"{asked.what.noun}.export_end"
            record(bind(actor), verb, changes=counts, purpose=asked.purpose, owners=owners)
