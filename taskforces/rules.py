"""Who may change the organisation."""

from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.access.verdict import Verdict, allow, lacks, refuse, rule
from taskforces.models import Agency, Membership, TaskForce


@rule
def can_open_agency(actor: Actor, _scope: None = None) -> Verdict:
    """Platform administrators open agencies."""
    return allow() if actor.may(Permission.MANAGE_AGENCIES) else lacks(Permission.MANAGE_AGENCIES)


@rule
def can_open_task_force(actor: Actor, _scope: None = None) -> Verdict:
    """Platform administrators open task forces."""
    return allow() if actor.may(Permission.MANAGE_UNITS) else lacks(Permission.MANAGE_UNITS)


@rule
def can_manage_task_force(actor: Actor, _task_force: TaskForce) -> Verdict:
    """Platform administrators say which agencies take part, and who reads the unit's list."""
    return allow() if actor.may(Permission.MANAGE_UNITS) else lacks(Permission.MANAGE_UNITS)


@rule
def can_manage_people_of(actor: Actor, agency: Agency) -> Verdict:
    """An agency administrator manages the people of its own agency; a platform administrator those of any."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return lacks(Permission.MANAGE_PEOPLE)
    if actor.may(Permission.MANAGE_AGENCIES) or (actor.acting and actor.acting.agency_id == agency.pk):
        return allow()
    return refuse(_("You manage the people of your own agency only."), "other_agency")


@rule
def can_end_membership(actor: Actor, membership: Membership) -> Verdict:
    """Whoever manages the people of the agency may end a membership that still runs."""
    verdict = can_manage_people_of(actor, membership.agency)
    if verdict and membership.valid_to is not None:
        return refuse(_("This membership has ended already."), "ended")
    return verdict
