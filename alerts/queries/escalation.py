"""Reads of clocks and of the steps that were taken: on one alert, and of what waits in the unit in which one acts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from aircop.access.actor import Acting, Actor
from aircop.access.roles import Permission
from aircop.accounts.models import User
from alerts.enums import AlertStatus
from alerts.models import Addressee, Alert, EscalationStep
from alerts.queries.alert import waits_for

MOST = 50
UNHEARD = {"acknowledged_at__isnull": True}


@dataclass(frozen=True)
class Taken:
    """One step that was taken: to how many people it went, and to whom, for who serves in that unit."""

    step: EscalationStep
    names: Sequence[str] = ()


@dataclass
class Unheard:
    """What is urgent of one's own unit, and the units and agencies that do not have it in hand yet."""

    alert: Alert
    addressees: list[Addressee] = field(default_factory=list)


def steps_of(actor: Actor, alert: Alert) -> Mapping[UUID, list[Taken]]:
    """Return the steps taken on an alert, by unit or agency: all for who serves with its unit, one's own for others."""
    rows = EscalationStep.objects.filter(alert=alert).order_by("at", "id")
    units = {each.unit_id for each in actor.memberships if each.unit_id}
    own = units | {each.agency_id for each in actor.memberships}
    if not actor.serves(alert.owner_agency, alert.owner_unit):
        rows = rows.filter(Q(unit__in=units) | Q(agency__in=own))
    taken = [(side, each) for each in rows if (side := each.unit_id or each.agency_id)]
    named = {person for side, each in taken if side in own for person in each.people}
    names = {each.pk: str(each) for each in User.objects.filter(pk__in=named)} if named else {}
    found: dict[UUID, list[Taken]] = {}
    for side, each in taken:
        people = [names[person] for person in each.people if person in names] if side in own else []
        found.setdefault(side, []).append(Taken(each, sorted(people)))
    return found


@dataclass
class Urgent:
    """What the side for which one acts has not in hand yet, what others have not of its unit, what waits for review."""

    unheard: list[Addressee] = field(default_factory=list)
    unanswered: list[Unheard] = field(default_factory=list)
    reviews: list[Alert] = field(default_factory=list)


def urgent_at_hand(actor: Actor) -> Urgent:
    """Return what is urgent, runs, and waits for somebody of one's own side, what is due first first."""
    acting = actor.acting
    if acting is None or not actor.may(Permission.WRITE_ALERT):
        return Urgent()
    alerts = {each.pk: each for each in _running(actor, acting)}
    if not alerts:
        return Urgent()
    rows = Addressee.objects.filter(alert__in=alerts, **UNHEARD)
    found = Urgent(reviews=_to_review(actor, alerts.values()))
    theirs: dict[UUID, Unheard] = {}
    open_rows = list(rows.select_related("unit", "agency").order_by("due_at", "id"))
    by_unit = {each.alert_id for each in open_rows if each.unit_id and each.unit_id == acting.unit_id}
    for each in open_rows:
        each.alert = alerts[each.alert_id]
        if each.alert.task_force_id == acting.unit_id:
            theirs.setdefault(each.alert_id, Unheard(each.alert)).addressees.append(each)
        elif each.unit_id == acting.unit_id if each.alert_id in by_unit else each.agency_id == acting.agency_id:
            found.unheard.append(each)
    found.unanswered = list(theirs.values())
    return found


def _running(actor: Actor, acting: Acting) -> list[Alert]:
    """Return what is urgent and runs: the unit's own, and what the own side was told and has not in hand."""
    rows = Alert.objects.visible_to(actor).pressing().filter(status=AlertStatus.PUBLISHED, valid_until__gt=Now())
    ours = waits_for(acting, actor.subject_id, lambda told: told.filter(**UNHEARD))
    mine = rows.filter(Q(task_force=acting.unit_id) | ours)
    return list(mine.with_rows().order_by("-published_at", "id")[:MOST])


def _to_review(actor: Actor, alerts: Iterable[Alert]) -> list[Alert]:
    """Return those that wait for a review by somebody like the reader: not by who wrote or sent them."""
    if actor.acting is None or not actor.may(Permission.PUBLISH_ALERT):
        return []
    waiting = [
        each
        for each in alerts
        if each.task_force_id == actor.acting.unit_id
        and each.urgent
        and each.reviewed_at is None
        and actor.subject_id not in each.hands
    ]
    return sorted(waiting, key=lambda each: (str(each.review_by), each.pk))
