"""My work: what waits for me, what came back, what was shared with us, what my unit did lately."""

from datetime import datetime
from typing import Any

from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.roles import Permission
from aircop.audit import record
from aircop.home.models import CameBack
from aircop.web.words import day
from alerts.queries.alert import inbox
from alerts.queries.answer import waiting_for_us
from alerts.queries.escalation import urgent_at_hand
from alerts.queries.group import groups_ending
from alerts.queries.request import desk_of
from alerts.queries.thread import unread_threads
from seizures.forms.entry_draft import subject_of_entry
from seizures.models import Case, LabRequest, Seizure
from seizures.queries.case_work import cases_left, own_tasks, still_visible_cases
from seizures.queries.consent import waiting_for_consent
from seizures.queries.entry_draft import own_entries, references_of
from seizures.queries.hit import new_hits
from seizures.queries.laboratory import waiting_at_laboratories
from seizures.queries.referral import referrals_at_hand
from seizures.queries.work import own_unfinished, received_lately, still_visible, unit_lately, waiting_for_verification
from seizures.rules import can_log_seizure
from seizures.views.entry_draft import resume_address
from seizures.views.rows import rows_of
from taskforces.queries.access_review import review_is_due

NEWS = 10
OF_CASES = ("case_", "referral_")  # how the kinds begin that are about a case
NO_WORK = ("news", "newest", "received", "lately", "may_log")  # of what the page shows
PAGE_OF = {Seizure: "seizures:seizure-detail", Case: "cases:case-detail"}


@require_GET
def my_work(request: ActorRequest) -> HttpResponse:
    """Show the day."""
    actor = request.actor
    unfinished, waiting = own_unfinished(actor), waiting_for_verification(actor)
    news, received, lately = _news(actor), received_lately(actor), unit_lately(actor)
    consents, (offered, late) = waiting_for_consent(actor), referrals_at_hand(actor)
    hits = new_hits(actor)
    if hits:
        record(actor, "hit.list", rows=[each.person for each in hits])
    every = [
        *(each.seizure for each in consents if each.seizure is not None),
        *unfinished,
        *waiting,
        *lately,
        *(each.seizure for each in received),
        *(each["record"] for each in news if isinstance(each["record"], Seizure)),
    ]
    if every:
        record(actor, "seizure.list", rows={row.pk: row for row in every}.values())
    tasks, left = own_tasks(actor), cases_left(actor)
    named = [
        *left,
        *(each.case for each in (*offered, *late)),
        *(each.case for each in tasks),
        *(each.case for each in consents),
        *(each["record"] for each in news),
    ]
    cases = [row for row in named if isinstance(row, Case)]
    if cases:
        record(actor, "case.list", rows={row.pk: row for row in cases}.values())
    asked, overdue = desk_of(actor)
    ending = groups_ending(actor)
    if ending:
        record(actor, "group.list", rows=ending)
    context = {
        **_alerts(actor),
        "asked": asked,
        "overdue": overdue,
        "threads": unread_threads(actor, limit=NEWS),
        "ending": ending,
        "tasks": tasks,
        "left": left,
        "begun": _begun(actor),
        "unfinished": rows_of(unfinished),
        "waiting": rows_of(waiting),
        "laboratory": [_at_laboratory(each) for each in waiting_at_laboratories(actor)],
        "consents": consents,
        "offered": offered,
        "late": late,
        "hits": hits,
        "review_due": review_is_due(actor),
        "news": news,
        "newest": max((each["at"] for each in news), default=None),
        "received": [{**row, "share": each.share} for row, each in _paired(received)],
        "lately": rows_of(lately),
        "may_log": can_log_seizure(actor) if actor.holds(Permission.LOG_SEIZURE) else None,
    }
    idle = not any(shown for name, shown in context.items() if name not in NO_WORK)
    return render(request, "home/my_work.html", {**context, "idle": idle})


def _alerts(actor: Actor) -> dict[str, Any]:
    """Return the alerts of the day: what is to be done on them, and those unread on which the reader has nothing to do.

    One that nobody has in hand is not asked to be answered as well.
    """
    urgent = urgent_at_hand(actor)
    pressing = {each.alert_id for each in urgent.unheard}
    asking = waiting_for_us(actor, NEWS + len(pressing)) if actor.may(Permission.ANSWER_ALERT) else []
    silent = [each for each in asking if each.pk not in pressing][:NEWS]
    chased = [each.alert for each in urgent.unanswered]
    at_hand = [*(each.alert for each in urgent.unheard), *chased, *urgent.reviews, *silent]
    told = {each.pk: each for each in at_hand}
    unread = inbox(actor, limit=NEWS + len(told), unread=True)
    alerts = [each.alert for each in unread if each.alert is not None and each.alert_id not in told][:NEWS]
    if told or alerts:
        record(actor, "alert.list", rows=[*told.values(), *alerts])
    return {
        "unheard": urgent.unheard,
        "unanswered": urgent.unanswered,
        "reviews": urgent.reviews,
        "silent": silent,
        "alerts": alerts,
    }


def _begun(actor: Actor) -> list[dict[str, Any]]:
    """Return the forms that the person left half filled; the text is its own, so no entry tells that it was read."""
    entries = own_entries(actor) if actor.holds(Permission.LOG_SEIZURE) else []
    about = references_of(actor, entries)
    return [
        {
            "entry": each,
            "what": ", ".join(filter(None, [about.get(each.about or each.record), subject_of_entry(each.typed)])),
            "href": resume_address(each),
        }
        for each in entries
    ]


def _at_laboratory(request: LabRequest) -> dict[str, Any]:
    """Return what waits at a laboratory, in words, and where its result is recorded."""
    where = {"number": request.item.sequence, "laboratory": request.laboratory}
    return {
        "seizure": request.seizure,
        "href": f"{reverse('seizures:laboratory', args=[request.seizure_id])}#item-{request.item.sequence}",
        "where": _("item %(number)s, at %(laboratory)s") % where,
        "since": _("since %(day)s") % {"day": day(request.sent_on)},
    }


def _paired(received: list[Any]) -> Any:
    return zip(rows_of(each.seizure for each in received), received, strict=True)


def _news(actor: Actor) -> list[dict[str, Any]]:
    """Return what came back and was not seen yet, as far as its record is still shown to this reader."""
    new = list(CameBack.objects.filter(person_id=actor.subject_id, seen_at__isnull=True).order_by("-at")[: NEWS * 3])
    about_cases = [each.object_id for each in new if each.kind.startswith(OF_CASES)]
    about_seizures = [each.object_id for each in new if not each.kind.startswith(OF_CASES)]
    records: dict[Any, Any] = {row.pk: row for row in still_visible(actor, about_seizures)}
    records |= {row.pk: row for row in still_visible_cases(actor, about_cases)}
    return [
        {
            "record": records[each.object_id],
            "href": reverse(PAGE_OF[type(records[each.object_id])], args=[each.object_id]),
            "text": each.get_kind_display(),
            "at": each.at,
        }
        for each in new
        if each.object_id in records
    ][:NEWS]


@require_POST
def came_back_seen(request: ActorRequest) -> HttpResponse:
    """Take note of all that had come back when the page was shown; what came later stays new."""
    new = CameBack.objects.filter(person_id=request.actor.subject_id, seen_at__isnull=True)
    new.filter(at__lte=_shown_until(request)).update(seen_at=Now())
    return redirect("home:my-work")


def _shown_until(request: ActorRequest) -> Any:
    """Return the time of the newest row that the page showed; when that cannot be read, now."""
    try:
        found: datetime | None = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        found = None
    return found if found and found.tzinfo else Now()
