"""Reads of clocks and of the steps that were taken: on one alert, and of what waits in the unit in which one acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.accounts.models import User
from alerts.enums import AlertStatus
from alerts.models import Addressee, Alert, AlertQuerySet, EscalationStep

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


def _running(actor: Actor) -> AlertQuerySet:
    """Return the urgent warnings that run and that the actor may see."""
    rows = Alert.objects.visible_to(actor).filter(urgent=True, status=AlertStatus.PUBLISHED)
    return rows.filter(valid_until__gt=Now())


def waiting_for_us(actor: Actor) -> tuple[list[Addressee], list[Unheard]]:
    """Return what the unit in which one acts has not in hand yet, and of its own warnings, who else has not.

    Both are urgent warnings that run; what is due first comes first.
    """
    unit = actor.acting.unit_id if actor.acting else None
    if unit is None or not actor.may(Permission.WRITE_ALERT):
        return [], []
    rows = Addressee.objects.filter(alert__in=_running(actor), acknowledged_at__isnull=True, unit__isnull=False)
    mine = rows.filter(Q(unit=unit) | Q(alert__task_force=unit)).select_related("unit", "alert__task_force")
    found = list(mine.order_by("due_at", "id")[:MOST])
    theirs: dict[UUID, Unheard] = {}
    for each in found:
        if each.alert.task_force_id == unit:
            theirs.setdefault(each.alert_id, Unheard(each.alert)).addressees.append(each)
    return [each for each in found if each.unit_id == unit], list(theirs.values())


def waiting_for_review(actor: Actor) -> list[Alert]:
    """Return the urgent warnings of one's unit that wait for a review by somebody like the reader, the oldest first."""
    unit = actor.acting.unit_id if actor.acting else None
    if unit is None or not actor.may(Permission.PUBLISH_ALERT):
        return []
    rows = _running(actor).filter(task_force=unit, reviewed_at__isnull=True)
    mine = Q(recorded_by=actor.subject_id) | Q(changed_by=actor.subject_id)
    return list(rows.exclude(mine).with_rows().order_by("review_by", "id")[:MOST])
