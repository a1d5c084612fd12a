"""Reads of tasks: who may be given one, what waits for whom."""

from uuid import UUID

from aircop.access.actor import Actor
from aircop.access.roles import ROLE_PERMISSIONS, Permission
from seizures.models import Case
from taskforces.models import Membership

DOING = sorted(role.value for role, held in ROLE_PERMISSIONS.items() if Permission.EDIT_CASE in held)


def assignable(actor: Actor, case: Case) -> dict[UUID, str]:
    """Return to whom a task of the case can be given, by name: those who work on cases in the owner's unit.

    Who acts elsewhere is not told their names, and takes a task itself.
    """
    own = {actor.subject_id: actor.name} if actor.subject_id is not None else {}
    if not actor.serves(case.owner_agency, case.owner_unit):
        return own
    rows = Membership.objects.in_force().filter(task_force_id=case.owner_unit, role__in=DOING)
    return own | dict(rows.order_by("person__name").values_list("person_id", "person__name"))
