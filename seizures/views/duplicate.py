"""Two records that look like one: hints while typing, the queue, the decision, and its undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.verdict import Verdict, require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.reference.normalise import normalise
from aircop.reference.queries import sub_region
from aircop.web.pagination import CAP, count_words
from seizures.forms.faults import put_fault
from seizures.forms.related import DecisionForm, UnmergeForm
from seizures.forms.seizure import QuickForm
from seizures.models import DuplicateHint, Seizure
from seizures.queries.duplicate import alike, as_seen, hint_of, hints
from seizures.queries.likeness import Stuff, Traits
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_log_seizure, can_merge_seizure, can_search_persons, can_unmerge_seizure
from seizures.services.duplicate import merge_seizures, tell_apart, unmerge_seizure
from seizures.views.alike import reasons, told
from seizures.views.rows import rows_of
from seizures.views.tabs import duplicate_tabs
from seizures.views.verification import asked
from taskforces.queries.task_force import acting_unit

SHOWN = 50


@require_POST
def alike_hint(request: ActorRequest) -> HttpResponse:
    """Answer what looks like the entry being typed, among what the writer may see. Nothing is kept of it."""
    require(can_log_seizure(request.actor))
    unit = acting_unit(request.actor)
    form = QuickForm(request.POST, unit=unit, zone="", agency=None)
    form.is_valid()
    traits = _typed(form.cleaned_data)
    found = alike(traits)[:3] if traits else []
    likenesses = {other.id: how for other, how in found if other.id}
    rows = Seizure.objects.visible_to(request.actor).with_rows().filter(pk__in=likenesses)
    shown = [(row, likenesses[row["record"].pk]) for row in rows_of(rows)]
    return render(request, "seizures/duplicate/alike.html", {"found": [told(row, how) for row, how in shown]})


def _typed(cleaned: dict[str, Any]) -> Traits | None:
    """Return what can be compared of a half-typed entry; None until place, time and quantity are there."""
    if not all(cleaned.get(name) for name in ("airport", "occurred", "commodity", "amount")):
        return None
    airport, amount = cleaned["airport"], cleaned["amount"]
    day = cleaned["occurred"].local_date
    substance = cleaned.get("substance") or ""
    kg = normalise(amount.value, amount.unit, substance, sub_region(airport.country_id), day).kg
    agency = cleaned.get("lead_agency")
    return Traits(
        id=None, unit=None, airport=airport.pk, occurred_on=day, direction=cleaned.get("direction") or "",
        agency=agency.pk if agency else None, flight="", waybill="",
        stuff=(Stuff(cleaned["commodity"], substance, amount.value, amount.unit, kg),),
    )  # fmt: skip


@require_GET
def duplicate_list(request: ActorRequest) -> HttpResponse:
    """Show the pairs that the reader's units have to decide on, the likeliest of the newest first."""
    rows = hints(request.actor)
    newest = as_seen(request.actor, rows.order_by("-id")[:SHOWN])
    pairs = _pairs(request, sorted(newest, key=lambda hint: -hint.score))
    count = rows.values("pk")[:CAP].count()
    context = {"pairs": pairs, "count": count_words(count), "more": count > len(newest)}
    if can_search_persons(request.actor):
        context["tabs"] = duplicate_tabs("seizures:duplicate-list")
    return render(request, "seizures/duplicate/list.html", context)


def _pairs(request: ActorRequest, found: list[DuplicateHint]) -> list[dict[str, Any]]:
    ids = {pk for hint in found for pk in (hint.first_id, hint.second_id)}
    rows = list(Seizure.objects.visible_to(request.actor).with_rows().filter(pk__in=ids))
    record(request.actor, "seizure.list", rows=rows)
    by_id = {row["record"].pk: row for row in rows_of(rows)}
    return [
        {"hint": hint, "rows": [by_id[hint.first_id], by_id[hint.second_id]], "reasons": reasons(hint.reasons)}
        for hint in found
        if hint.first_id in by_id and hint.second_id in by_id
    ]


@require_http_methods(["GET", "POST"])
def duplicate_decide(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show two records side by side, and take the decision of a person."""
    hint = hint_of(request.actor, pk)
    first, second = (visible_seizure(request.actor, each) for each in (hint.first_id, hint.second_id))
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, first=str(first), second=str(second))
    if sent is not None and form.is_valid():
        try:
            return _decided(request, hint, first, second, form)
        except Invalid as fault:
            put_fault(form, fault)
    with grants.asked_once():
        verdict = _verdict(request, first, second)
    record(request.actor, "seizure.list", rows=[first, second])
    context = {
        "hint": hint,
        "rows": rows_of([first, second]),
        "reasons": reasons(hint.reasons),
        "form": form,
        "verdict": verdict,
    }
    return render(request, "seizures/duplicate/decide.html", context)


def _verdict(request: ActorRequest, first: Seizure, second: Seizure) -> Verdict:
    """Return whether the reader may merge the two, and why not; telling them apart asks for less."""
    verdict = can_merge_seizure(request.actor, first)
    return can_merge_seizure(request.actor, second) if verdict else verdict


def _decided(
    request: ActorRequest, hint: DuplicateHint, first: Seizure, second: Seizure, form: DecisionForm
) -> HttpResponse:
    decision, words = form.cleaned_data["decision"], form.cleaned_data["words"]
    if decision == DecisionForm.APART:
        tell_apart(actor=request.actor, hint=hint, words=words)
        messages.success(request, _("They are two seizures. They are not shown together again."))
        return redirect("seizures:duplicate-list")
    kept, duplicate = (first, second) if decision == DecisionForm.FIRST else (second, first)
    merge_seizures(actor=request.actor, kept=kept, duplicate=duplicate, words=words)
    told_words = _("%(duplicate)s is set aside as a duplicate of %(kept)s. It can be undone on its page.")
    messages.success(request, told_words % {"duplicate": duplicate, "kept": kept})
    return redirect("seizures:seizure-detail", pk=kept.pk)


@require_http_methods(["GET", "POST"])
def seizure_unmerge(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then undo a merge."""
    seizure = visible_seizure(request.actor, pk)
    require(can_unmerge_seizure(request.actor, seizure))
    return asked(
        request,
        seizure,
        UnmergeForm,
        lambda terms: unmerge_seizure(actor=request.actor, seizure=seizure, **terms),
        _("%(reference)s counts again."),
    )
