"""Memberships, and the seats that follow from them."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now

from aircop.access.actor import Actor
from aircop.access.endings import end_unseated_shares
from aircop.access.models import Seat
from aircop.access.network import network_group_id
from aircop.access.roles import WITHOUT_RECORDS, Role
from aircop.access.verdict import require
from aircop.accounts.models import User
from aircop.audit import record
from aircop.events import append
from taskforces.enums import UnitKind
from taskforces.events import MembershipEnded, MembershipStarted
from taskforces.models import Agency, Membership, TaskForce, UnitRole
from taskforces.rules import can_end_membership, can_start_membership


@transaction.atomic
def start_membership(
    *,
    actor: Actor,
    person: User,
    agency: Agency,
    role: Role,
    task_force: TaskForce | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> Membership:
    """Give a person a place in an agency, and in a task force that the agency takes part in.

    A seat in a regional centre reads what was released to the region, and not what was shared with its agency.

    Refuses administrators of other agencies, people whom an agency's administrator neither manages nor invited,
    agencies outside the task force, roles of the programme from anybody but its administrator, and oneself. The seats
    carry the same term, so rights end with the membership.
    """
    term = {"valid_from": valid_from, "valid_to": valid_to} if valid_from else {"valid_to": valid_to}
    membership = Membership(person=person, agency=agency, task_force=task_force, role=role, **term)
    require(can_start_membership(actor, membership))
    membership.save(force_insert=True)
    _take_seats(membership)
    record(actor, "membership.start", about=membership, changes={"role": (None, role), "person": (None, person.pk)})
    append(MembershipStarted(membership.pk, person.pk, role.value), about=membership, actor=actor)
    return membership


def _take_seats(membership: Membership) -> None:
    unit = membership.task_force
    released_alone = unit is not None and unit.kind == UnitKind.REGIONAL
    reads = membership.role not in WITHOUT_RECORDS and not released_alone
    groups = [network_group_id(), *([membership.agency.group_id] if reads else [])]
    groups += UnitRole.objects.filter(task_force=unit, role=membership.role).values_list("group_id", flat=True)
    names = (membership.agency.short_name, unit.code if unit else "")
    for group_id in groups:
        Seat.objects.create(
            user=membership.person,
            group_id=group_id,
            membership_id=membership.pk,
            agency_id=membership.agency_id,
            unit_id=unit.pk if unit else None,
            role=membership.role,
            label=" · ".join(name for name in names if name),
            valid_from=membership.valid_from,
            valid_to=membership.valid_to,
        )


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, reason: str) -> Membership:
    """End a membership now; its seats, and every right that rests on them, end in the same minute.

    With the last one in an agency ends what was shared with the person by name for that agency.
    """
    locked = Membership.objects.select_for_update(of=("self",)).select_related("agency").get(pk=membership.pk)
    require(can_end_membership(actor, locked))
    now = Greatest(Now(), F("valid_from"))
    Membership.objects.filter(pk=locked.pk).update(valid_to=now, end_reason=reason)
    Seat.objects.filter(membership_id=locked.pk).update(valid_to=now)
    locked.refresh_from_db()
    end_unseated_shares(actor, user_id=locked.person_id)
    record(actor, "membership.end", about=locked, reason=reason, changes={"valid_to": (None, locked.valid_to)})
    append(MembershipEnded(locked.pk, locked.person_id, locked.role), about=locked, actor=actor)
    return locked
