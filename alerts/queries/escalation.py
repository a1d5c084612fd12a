"""Reads of clocks and of the steps that were taken: on one alert, and of what waits in the unit in which one acts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.accounts.models import User
from alerts.enums import AlertStatus
from alerts.models import Addressee, Alert, EscalationStep

MOST = 50


@dataclass(frozen=True)
class Taken:
    """One step that was taken: to how many people it went, and to whom, for who serves in that unit."""

    step: EscalationStep
    names: Sequence[str] = ()


@dataclass
class Unheard:
    """An urgent warning of one's own unit, and the units that do not have it in hand yet."""

    alert: Alert
    addressees: list[Addressee] = field(default_factory=list)


def steps_of(actor: Actor, alert: Alert) -> Mapping[UUID, list[Taken]]:
    """Return the steps taken on an alert by unit: all for who serves with its unit, one's own for everybody else."""
    rows = EscalationStep.objects.filter(alert=alert).order_by("at", "id")
    own = {each.unit_id for each in actor.memberships if each.unit_id}
    if not actor.serves(alert.owner_agency, alert.owner_unit):
        rows = rows.filter(unit__in=own)
    taken = list(rows)
    named = {person for each in taken if each.unit_id in own for person in each.people}
    names = {each.pk: str(each) for each in User.objects.filter(pk__in=named)} if named else {}
    found: dict[UUID, list[Taken]] = {}
    for each in taken:
        people = [names[person] for person in each.people if person in names] if each.unit_id in own else []
        found.setdefault(each.unit_id, []).append(Taken(each, sorted(people)))
    return found


@dataclass
class Urgent:
    """What the unit in which one acts has not in hand yet, which others have not of its own, what waits for review."""

    unheard: list[Addressee] = field(default_factory=list)
    unanswered: list[Unheard] = field(default_factory=list)
    reviews: list[Alert] = field(default_factory=list)


def urgent_at_hand(actor: Actor) -> Urgent:
    """Return the urgent warnings that run and that somebody of one's unit has to react to, what is due first first."""
    unit = actor.acting.unit_id if actor.acting else None
    if unit is None or not actor.may(Permission.WRITE_ALERT):
        return Urgent()
    alerts = {each.pk: each for each in _running(actor, unit)}
    if not alerts:
        return Urgent()
    rows = Addressee.objects.filter(alert__in=alerts, acknowledged_at__isnull=True, unit__isnull=False)
    found = Urgent(reviews=_to_review(actor, unit, alerts.values()))
    theirs: dict[UUID, Unheard] = {}
    for each in rows.select_related("unit").order_by("due_at", "id"):
        each.alert = alerts[each.alert_id]
        if each.unit_id == unit:
            found.unheard.append(each)
        if each.alert.task_force_id == unit:
            theirs.setdefault(each.alert_id, Unheard(each.alert)).addressees.append(each)
    found.unanswered = list(theirs.values())
    return found


def _running(actor: Actor, unit: UUID) -> list[Alert]:
    """Return the urgent warnings that run: the unit's own, and those that it was told and has not in hand."""
    waits = Addressee.objects.filter(alert=OuterRef("pk"), unit=unit, acknowledged_at__isnull=True)
    rows = Alert.objects.visible_to(actor).pressing().filter(status=AlertStatus.PUBLISHED, valid_until__gt=Now())
    mine = rows.filter(Q(task_force=unit) | Exists(waits))
    return list(mine.with_rows().order_by("-published_at", "id")[:MOST])


def _to_review(actor: Actor, unit: UUID, alerts: Iterable[Alert]) -> list[Alert]:
    """Return those that wait for a review by somebody like the reader: not by who wrote them."""
    if not actor.may(Permission.PUBLISH_ALERT):
        return []
    waiting = [
        each
        for each in alerts
        if each.task_force_id == unit
        and each.urgent
        and each.reviewed_at is None
        and actor.subject_id not in {each.recorded_by_id, each.changed_by_id}
    ]
    return sorted(waiting, key=lambda each: (str(each.review_by), each.pk))
