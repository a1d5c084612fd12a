"""Reads of milestones: open to every signed-in person."""

from collections.abc import Mapping
from uuid import UUID

from aircop.reference.queries import entries
from taskforces.models import Milestone, Participation

AGREEMENT, OPERATIONAL, AUTONOMOUS = "LOA", "OPS", "AUT"


def order_of_milestones() -> list[str]:
    """Return the codes in the order in which a task force passes them."""
    return list(dict.fromkeys(entry.code for entry in entries("milestone")))


def milestones_of(unit_id: UUID) -> Mapping[str, Milestone]:
    """Return the milestones that stand, by code, in their order."""
    standing = {each.kind: each for each in Milestone.objects.standing().filter(task_force_id=unit_id)}
    return {code: standing[code] for code in order_of_milestones() if code in standing}


def furthest(unit_id: UUID) -> str:
    """Return the code of the furthest milestone that stands, or nothing."""
    return next(reversed(list(milestones_of(unit_id))), "")


def agencies_in(unit_id: UUID) -> int:
    """Return how many agencies take part now."""
    return Participation.objects.filter(task_force_id=unit_id, until__isnull=True).count()
