"""Shifts for tests, written through the service."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from aircop.access.roles import Role
from taskforces.models import DutyShift, TaskForce
from taskforces.services.duty import Shift, add_duty_shift
from tests.cast import Cast, Member


def on_duty(member: Member, *, unit: TaskForce | None = None, **changed: Any) -> DutyShift:
    """Let somebody be on duty now, for an hour each way, put there by a supervisor of its unit."""
    now = timezone.now()
    hour = timedelta(hours=1)
    usual: dict[str, Any] = {"person": member.user, "starts_at": now - hour, "ends_at": now + hour}
    where = unit or member.membership.task_force
    assert where is not None
    keeper = keeper_of(where)
    return add_duty_shift(actor=keeper.actor, task_force=where, shift=Shift(**usual | changed))[0]


def keeper_of(unit: TaskForce) -> Member:
    """Return the administrator of a unit's host agency, who keeps its roster and answers no alert."""
    standing = unit.host_agency.memberships.filter(role=Role.AGENCY_ADMIN).select_related("person").first()
    if standing is not None:
        return Member(standing.person, standing)
    return Cast().member(f"Keeper {unit.code}", unit.host_agency, Role.AGENCY_ADMIN)
