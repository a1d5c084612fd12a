"""Handing over what somebody who left had begun."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts.models import User
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from taskforces.events import WorkHandedOver
from taskforces.models import Handover, HandoverLine, TaskForce
from taskforces.queries.handover import estates, leaver, successors
from taskforces.rules import can_hand_over


@transaction.atomic
def hand_over(*, actor: Actor, task_force: TaskForce, person: User, successor: User, reason: str) -> Handover:
    """Give all that a person who left had begun in a unit to somebody who serves there.

    Refuses who neither supervises the unit nor administers the agency of the person, people who have not left or left
    nothing, a successor who does not log in the unit, and an empty reason. Nobody is shown a word of what is handed
    over: the successor alone reads it afterwards. Half-filled entries are not given to whoever hands over.
    """
    task_force = TaskForce.objects.select_for_update(no_key=True, of=("self",)).get(pk=task_force.pk)
    require(can_hand_over(actor, task_force))
    left = leaver(task_force, person.pk)
    if not reason.strip():
        raise Invalid(_("Say why it is handed over: it is kept in the audit."), field="reason")
    if not successors(task_force, person.pk).filter(pk=successor.pk).exists():
        raise Invalid(_("Choose an officer or a supervisor who serves in the unit now."), field="successor")
    made = Handover.objects.create(
        task_force=task_force,
        agency_id=left.agency_id,
        person=person,
        successor=successor,
        by_id=actor.subject_id,  # type: ignore[misc]  # whoever may do it is signed in
        reason=reason.strip(),
    )
    given = [each for estate in estates() for each in estate.hand(task_force.pk, person.pk, successor.pk)]
    if not given:
        raise Invalid(
            _("Only half-filled entries are left, and nobody hands those to themselves: choose somebody else."),
            field="successor",
        )
    HandoverLine.objects.bulk_create(
        [HandoverLine(handover=made, kind=each.kind, object_id=each.object_id) for each in given]
    )
    record(
        actor, "work.hand_over", about=made, reason=made.reason, recipients=[successor.name],
        ids=[each.object_id for each in given],
        changes={"person": (None, person.pk), "successor": (None, successor.pk)},
    )  # fmt: skip
    kinds = Counter(each.kind for each in given)
    append(
        WorkHandedOver(made.pk, task_force.pk, person.pk, successor.pk, tuple(sorted(kinds)), sum(kinds.values())),
        about=made,
        actor=actor,
    )
    return made
