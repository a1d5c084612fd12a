"""Reads of tasks: who may be given one, what waits for whom."""

from uuid import UUID

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from seizures.models import Case
from taskforces.queries.task_force import holding


def assignable(actor: Actor, case: Case) -> dict[UUID, str]:
    """Return to whom a task of the case can be given, by name: those who work on cases in the owner's unit.

    Who acts elsewhere is not told their names, and takes a task itself.
    """
    own = {actor.subject_id: actor.name} if actor.subject_id is not None else {}
    if not actor.serves(case.owner_agency, case.owner_unit):
        return own
    return own | dict(holding(case.task_force_id, Permission.EDIT_CASE).values_list("person_id", "person__name"))
