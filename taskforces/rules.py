"""Who may change the organisation."""

from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import Share
from aircop.access.roles import UNIT_LEVELS, Permission, Role
from aircop.access.verdict import Verdict, allow, lacks, refuse, rule
from taskforces.models import Agency, Membership, Participation, TaskForce

PROGRAMME_ROLES = frozenset({Role.PLATFORM_ADMIN, Role.COORDINATOR})


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
def can_unshare_unit_list(actor: Actor, task_force: TaskForce, share: Share | None = None) -> Verdict:
    """Whoever may share a unit's list takes that back, while it holds."""
    verdict = can_manage_task_force(actor, task_force)
    if verdict and share is not None and not share.runs:
        return refuse(_("This share has ended already."), "state")
    return verdict


@rule
def can_manage_people_of(actor: Actor, agency: Agency) -> Verdict:
    """An agency administrator manages the people of its own agency; a platform administrator those of any."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return lacks(Permission.MANAGE_PEOPLE)
    if actor.may(Permission.MANAGE_AGENCIES) or (actor.acting and actor.acting.agency_id == agency.pk):
        return allow()
    return refuse(_("You manage the people of your own agency only."), "other_agency")


@rule
def can_start_membership(actor: Actor, membership: Membership) -> Verdict:
    """Whoever manages the people of the agency seats them, never itself; offices of the programme by the platform.

    The membership is not written yet. A role of a task force needs a task force in which the agency takes part now,
    and the other roles are of the whole agency.
    """
    verdict = can_manage_people_of(actor, membership.agency)
    if not verdict:
        return verdict
    if membership.role in PROGRAMME_ROLES and not actor.may(Permission.MANAGE_AGENCIES):
        return refuse(_("Only a platform administrator gives this role."), "programme_role")
    if membership.person_id == actor.subject_id:
        return refuse(_("You cannot give a role to yourself. Ask another administrator."), "self")
    return _fits_unit(membership)


def _fits_unit(membership: Membership) -> Verdict:
    if membership.task_force_id is None:
        return allow()
    if membership.role not in UNIT_LEVELS:
        return refuse(_("This role is not served in a task force."), "role_without_unit")
    parts = Participation.objects.filter(task_force=membership.task_force_id, agency=membership.agency_id)
    if not parts.filter(until__isnull=True).exists():
        return refuse(_("This agency does not take part in the task force."), "not_taking_part")
    return allow()


@rule
def can_end_membership(actor: Actor, membership: Membership) -> Verdict:
    """Whoever manages the people of the agency may end a membership that still runs."""
    verdict = can_manage_people_of(actor, membership.agency)
    if verdict and membership.valid_to is not None and membership.valid_to <= timezone.now():
        return refuse(_("This membership has ended already."), "ended")
    return verdict
