"""Pages of alerts: what came in, what the unit told, one of them, writing one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.pages import page
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing, StaleWrite
from aircop.reference.queries import label
from aircop.web.pagination import bar_of, marks_asked, pager
from aircop.web.versions import seen_version
from alerts import rules
from alerts.enums import AlertStatus, Step
from alerts.forms.alert import AlertForm, FilterForm, as_typed, blank, from_case, from_seizure
from alerts.models import Alert
from alerts.queries.acceptance import asking_note
from alerts.queries.alert import (
    addressees_of,
    answers_of,
    case_of,
    inbox,
    narrowed,
    own_addressee,
    seizure_of,
    visible_alert,
)
from alerts.queries.answer import reminded_at, seizures_of
from alerts.queries.escalation import steps_of
from alerts.queries.photo import photos_of
from alerts.queries.subscription import told_why
from alerts.services.alert import Words, change_alert, draft_alert
from alerts.services.delivery import figures_of, mark_read
from alerts.views.shown import addressees_shown, facts_of, reasons_told
from seizures.models import Case, Seizure
from taskforces.models import TaskForce

SIZE = 50


@require_GET
def alert_list(request: ActorRequest) -> HttpResponse:
    """Show what was told to the reader and what its units tell, the newest first."""
    actor = request.actor
    form = FilterForm(request.GET, statuses=AlertStatus.choices)
    words = form.words()
    rows = narrowed(Alert.objects.visible_to(actor).with_rows(), form.wanted())
    marks, notes = marks_asked(request)
    found = page(rows, order="-recorded_at", size=SIZE, **marks)
    record(actor, "alert.list", rows=found.rows)
    news = {row.alert_id for row in inbox(actor, unread=True)}
    context = {
        "rows": [{"alert": each, "new": each.pk in news} for each in found.rows],
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous, words=""),
        "form": form,
        "notes": notes,
        "bar": {"words": ", ".join(words.values()) or _("All alerts"), **bar_of(request, words)},
        "may_write": rules.can_write_alert(actor),
        "may_follow": bool(rules.can_follow_deliveries(actor)),
        "may_answer": bool(rules.can_answer_alerts(actor)),
    }
    return render(request, "alerts/alert/list.html", context)


@require_GET
def alert_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show one alert with what came back on it; whoever was told it has read it now, unless it is closed."""
    actor = request.actor
    alert = visible_alert(actor, pk)
    record(actor, "alert.read", about=alert)
    asks_note = bool(asking_note(actor, [alert]))
    closed = asks_note and not alert.presses
    if not closed:
        mark_read(actor=actor, alert_id=alert.pk)
    ours = actor.serves(alert.owner_agency, alert.owner_unit)
    taken = steps_of(actor, alert) if alert.presses and alert.published_at else {}
    own = own_addressee(actor, alert)
    names = SEE_IDENTITY in grants.held(actor, alert)
    context = {
        "alert": alert,
        "asks_note": asks_note,
        "closed": closed,
        "facts": facts_of(alert, closed=closed),
        "colour": label("notice_colour", alert.colour) if alert.colour else "",
        "names_shown": names,
        "names": alert.person_details if names and not closed else "",
        "hidden": bool(alert.person_details) and not names,
        "photos": list(photos_of(actor, alert)),
        "seizure": None if closed else seizure_of(actor, alert),
        "case": None if closed else case_of(actor, alert),
        "addressees": addressees_shown(actor, addressees_of(actor, alert), taken, _asked_again(actor, alert)),
        "review_steps": [each for each in taken.get(alert.task_force_id, []) if each.step.step == Step.REVIEW],
        "answers": _answers(actor, alert),
        "figures": figures_of(alert.pk) if ours and alert.published_at else None,
        "ours": ours,
        "own": own,
        "reasons": reasons_told(told_why(actor, [alert.pk]).get(alert.pk)),
        "acts": _acts(actor, alert),
        "may_answer": rules.can_answer_alert(actor, alert, own) if own else None,
    }
    return render(request, "alerts/alert/detail.html", context)


def _asked_again(actor: Actor, alert: Alert) -> dict[UUID, datetime]:
    """Return when the silent were asked again: for who serves with the unit that told it."""
    ours = actor.serves(alert.owner_agency, alert.owner_unit)
    return reminded_at(alert) if ours and alert.answer_by else {}


def _answers(actor: Actor, alert: Alert) -> list[dict[str, Any]]:
    """Return what came back, each with the seizure that came of it, for who sees that record too."""
    found = answers_of(actor, alert)
    seen = seizures_of(actor, found)
    return [{"answer": each, "seizure": seen.get(each.seizure_id) if each.seizure_id else None} for each in found]


def _acts(actor: Actor, alert: Alert) -> dict[str, Any]:
    """Return, for who serves with the unit, what may be done now; a refusal says why."""
    if not actor.serves(alert.owner_agency, alert.owner_unit):
        return {}
    names: tuple[str, ...] = ()
    if alert.status == AlertStatus.DRAFT:
        names = ("change_alert", "submit_alert", "warn_at_once", "discard_alert")
    elif alert.status == AlertStatus.IN_REVIEW:
        names = ("change_alert", "publish_alert", "return_alert")
    elif alert.status == AlertStatus.PUBLISHED:
        names = ("recall_alert", *(["review_warning"] if alert.urgent and not alert.reviewed_at else []))
    return {name: getattr(rules, f"can_{name}")(actor, alert) for name in names}


def _unit(actor: Actor) -> TaskForce:
    require(rules.can_write_alert(actor))
    return TaskForce.objects.select_related("airport").get(pk=actor.acting.unit_id)  # type: ignore[union-attr, misc]


@require_http_methods(["GET", "POST"])
def alert_create(request: ActorRequest) -> HttpResponse:
    """Write an alert; with `?seizure=` or `?case=` it is about that record and filled in, if alerts may tell of it."""
    actor, unit = request.actor, _unit(request.actor)
    seizure, case = _about(request, "seizure", Seizure), _about(request, "case", Case)
    if request.method == "GET":  # what was typed is not thrown away
        _require_told_of(actor, seizure, case)
    form = AlertForm(request.POST or None, unit=unit, names=True, initial=_filled_in(unit, seizure, case))
    if request.method == "POST" and form.is_valid():
        try:
            words = Words(**form.told())
            made = draft_alert(actor=actor, words=words, chosen=form.chosen(), seizure=seizure, case=case)
        except Invalid as fault:
            _put_fault(form, fault)
        else:
            messages.success(request, _("The alert is kept as a draft. Nobody was told yet."))
            return redirect("alerts:alert-detail", pk=made.pk)
    return render(request, "alerts/alert/form.html", {"form": form, "about": seizure or case, "unit": unit})


def _filled_in(unit: TaskForce, seizure: Seizure | None, case: Case | None) -> dict[str, Any]:
    if seizure:
        return from_seizure(unit, seizure)
    return from_case(unit, case) if case else blank(unit)


def _about[R: (Seizure, Case)](request: ActorRequest, name: str, kind: type[R]) -> R | None:
    """Return the record that the address names, if it names one; Missing when the reader does not see it."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        found: R | None = kind.objects.visible_to(request.actor).filter(pk=UUID(text)).first()
    except ValueError:
        raise Missing from None
    if found is None:
        raise Missing
    return found


def _require_told_of(actor: Actor, *records: Seizure | Case | None) -> None:
    for each in records:
        if each is not None:
            require(rules.can_tell_of_record(actor, each))


@require_http_methods(["GET", "POST"])
def alert_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change an alert before it is told; the second of two writers sees both texts."""
    actor = request.actor
    alert = visible_alert(actor, pk)
    require(rules.can_change_alert(actor, alert))
    names = bool(rules.can_tell_names(actor, alert))
    form = AlertForm(request.POST or None, unit=alert.task_force, names=names, initial=as_typed(alert))
    clashes: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            change_alert(
                actor=actor, alert=alert, told=form.told(), chosen=form.chosen(), version=seen_version(request)
            )
        except StaleWrite as stale:
            clashes = stale.clashes
            again = request.POST.copy()
            again["version"] = str(stale.version)
            form = AlertForm(again, unit=alert.task_force, names=names)
        except Invalid as fault:
            _put_fault(form, fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("alerts:alert-detail", pk=alert.pk)
    context = {"form": form, "alert": alert, "unit": alert.task_force, "clashes": clashes}
    return render(request, "alerts/alert/form.html", context)


def _put_fault(form: AlertForm, fault: Invalid) -> None:
    """Put what a service refused onto the field that it concerns."""
    form.add_error(fault.field if fault.field in form.fields else None, fault.reason)
