"""How far a task force has come: milestones are recorded with their day, and struck out when they were wrong."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from aircop.reference.queries import require_code
from taskforces.events import MilestoneReached, MilestoneStruck
from taskforces.models import Milestone, TaskForce
from taskforces.queries.milestone import furthest
from taskforces.rules import can_reach_milestone, can_strike_milestone


@transaction.atomic
def reach_milestone(
    *, actor: Actor, task_force: TaskForce, kind: str, reached_on: date, note: str = "", document: str = ""
) -> Milestone:
    """Record that a task force reached a milestone on a day; its stage is the furthest it has reached.

    Refuses everybody but the programme's coordinators and platform administrators, a milestone that stands already,
    a day to come, and “operational” without a letter of agreement and a second agency.
    """
    unit = TaskForce.objects.select_for_update(no_key=True).get(pk=task_force.pk)
    require_code("milestone", kind, field="kind")
    require(can_reach_milestone(actor, unit, kind))
    if reached_on > timezone.now().date():
        raise Invalid(_("This day is still to come. Record it when it is reached."), field="reached_on")
    reached = Milestone.objects.create(
        task_force=unit,
        kind=kind,
        reached_on=reached_on,
        note=note.strip(),
        document=document.strip(),
        recorded_by_id=actor.subject_id,
    )
    _keep_stage(unit)
    record(actor, "milestone.reach", about=reached, changes={"kind": (None, kind), "reached_on": (None, reached_on)})
    append(MilestoneReached(unit.pk, kind), about=unit, actor=actor)
    return reached


@transaction.atomic
def strike_milestone(*, actor: Actor, milestone: Milestone, reason: str) -> Milestone:
    """Strike a milestone out that was recorded by mistake; it is kept with the reason, and the stage follows."""
    unit = TaskForce.objects.select_for_update(no_key=True).get(pk=milestone.task_force_id)
    struck = Milestone.objects.select_for_update(of=("self",)).select_related("task_force").get(pk=milestone.pk)
    require(can_strike_milestone(actor, struck))
    if not reason.strip():
        raise Invalid(_("Say why: the auditor will read it."), field="reason")
    struck.struck_at, struck.struck_reason = timezone.now(), reason.strip()
    struck.save(update_fields=["struck_at", "struck_reason"])
    _keep_stage(unit)
    record(actor, "milestone.strike", about=struck, reason=struck.struck_reason, changes={"kind": (struck.kind, None)})
    append(MilestoneStruck(unit.pk, struck.kind), about=unit, actor=actor)
    return struck


def _keep_stage(unit: TaskForce) -> None:
    unit.stage = furthest(unit.pk)
    unit.save(update_fields=["stage"])
