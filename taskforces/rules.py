"""Who may change the organisation."""

from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import Share
from aircop.access.roles import UNIT_LEVELS, Permission, Role
from aircop.access.verdict import Verdict, allow, lacks, refuse, rule
from aircop.accounts.rules import can_manage_person
from aircop.reference.kept import KEPT, NEVER_ENDED
from aircop.reference.models import Code
from taskforces.models import Agency, ContactPoint, DutyShift, Membership, Milestone, Participation, TaskForce
from taskforces.queries.hit_opening import open_to_hits
from taskforces.queries.milestone import AGREEMENT, AUTONOMOUS, OPERATIONAL, agencies_in, milestones_of

PROGRAMME_ROLES = frozenset({Role.PLATFORM_ADMIN, Role.COORDINATOR})


@rule
def can_open_agency(actor: Actor, _scope: None = None) -> Verdict:
    """Platform administrators open agencies."""
    return allow() if actor.may(Permission.MANAGE_AGENCIES) else lacks(Permission.MANAGE_AGENCIES)


@rule
def can_keep_codes(actor: Actor, code_list: str = "") -> Verdict:
    """Platform administrators look after the code lists, and change those that no part of the program rests on."""
    if not actor.may(Permission.KEEP_CODES):
        return lacks(Permission.KEEP_CODES)
    if code_list and code_list not in KEPT:
        return refuse(_("The program knows codes of this list by name: it changes with a release."), "fixed")
    return allow()


@rule
def can_end_code(actor: Actor, code: Code) -> Verdict:
    """Whoever keeps a list ends its codes, except “other”, “unknown” and headings, which every form needs."""
    verdict = can_keep_codes(actor, code.code_list_id)
    if verdict and (code.code in NEVER_ENDED or not code.selectable):
        return refuse(_("Forms need this row for what fits nowhere else, or to group others: it cannot end."), "needed")
    return verdict


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
def can_invite_into(actor: Actor, agency: Agency) -> Verdict:
    """Whoever manages the people of an agency invites into it, signed in by a page or with the scope for it."""
    return can_manage_people_of(actor, agency)


@rule
def can_start_membership(actor: Actor, membership: Membership) -> Verdict:
    """Whoever manages the people of the agency seats them, never itself; offices of the programme by the platform.

    An agency administrator seats those whom it manages or invited: people of other agencies by the platform alone.
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
    return can_manage_person(actor, membership.person) and _fits_unit(membership)


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


@rule
def can_review_access(actor: Actor, agency: Agency) -> Verdict:
    """The administrator of an agency reviews who has access through it, acting for it: nobody else answers for it."""
    verdict = can_manage_people_of(actor, agency)
    if verdict and (actor.acting is None or actor.acting.agency_id != agency.pk):
        return refuse(_("Each agency reviews its own access."), "other_agency")
    return verdict


@rule
def can_keep_hits(actor: Actor, agency: Agency) -> Verdict:
    """The administrator of an agency says whether it takes part in hit / no hit: nobody else, and of no other one."""
    verdict = can_manage_people_of(actor, agency)
    if verdict and (actor.acting is None or actor.acting.agency_id != agency.pk):
        return refuse(_("Each agency says itself whether it takes part."), "other_agency")
    return verdict


@rule
def can_open_hits(actor: Actor, agency: Agency) -> Verdict:
    """Whoever keeps it switches it on, once."""
    verdict = can_keep_hits(actor, agency)
    if verdict and open_to_hits([agency.pk]):
        return refuse(_("Your agency takes part already."), "state")
    return verdict


@rule
def can_close_hits(actor: Actor, agency: Agency) -> Verdict:
    """Whoever keeps it switches it off while it is on."""
    verdict = can_keep_hits(actor, agency)
    if verdict and not open_to_hits([agency.pk]):
        return refuse(_("Your agency does not take part."), "state")
    return verdict


@rule
def can_hand_over(actor: Actor, task_force: TaskForce) -> Verdict:
    """A supervisor of the unit hands over what people who left it had begun, or the administrator of their agency.

    An administrator hands over for the people of its own agency alone: the others are not told to it.
    """
    if not actor.may(Permission.HAND_OVER):
        return lacks(Permission.HAND_OVER)
    acting = actor.acting
    if acting is not None and acting.unit_id is None:
        served = Membership.objects.filter(task_force=task_force, agency_id=acting.agency_id)
        if served.exists():
            return allow()
    elif actor.in_unit(task_force.pk):
        return allow()
    return refuse(
        _("Only a supervisor of the unit, or the administrator of an agency that served in it, may do this."),
        "other_unit",
    )


@rule
def can_add_contact_point(actor: Actor, owner: TaskForce | Agency) -> Verdict:
    """Supervisors keep the desks of their unit, agency administrators those of their agency, the programme all."""
    if not actor.may(Permission.MANAGE_CONTACTS):
        return lacks(Permission.MANAGE_CONTACTS)
    acting = actor.acting
    if acting is None or acting.role in PROGRAMME_ROLES:
        return allow()
    if isinstance(owner, TaskForce):
        mine = acting.unit_id == owner.pk or (acting.unit_id is None and acting.agency_id == owner.host_agency_id)
    else:
        mine = acting.agency_id == owner.pk
    return allow() if mine else refuse(_("You keep the contacts of your own unit and agency only."), "other_owner")


@rule
def can_change_contact_point(actor: Actor, contact: ContactPoint) -> Verdict:
    """Whoever may add a desk of that owner changes it, makes sure of it and takes it out."""
    return can_add_contact_point(actor, contact.owner)


@rule
def can_keep_roster(actor: Actor, task_force: TaskForce) -> Verdict:
    """Supervisors keep the duty roster of their unit, and administrators of its host agency."""
    if not actor.may(Permission.KEEP_ROSTER):
        return lacks(Permission.KEEP_ROSTER)
    acting = actor.acting
    hosts = acting is not None and acting.unit_id is None and acting.agency_id == task_force.host_agency_id
    if actor.in_unit(task_force.pk) or hosts:
        return allow()
    return refuse(_("You keep the roster of your own unit only."), "other_unit")


@rule
def can_remove_duty_shift(actor: Actor, shift: DutyShift) -> Verdict:
    """Whoever keeps the roster takes off what is to come, and ends what runs; what is over stands."""
    verdict = can_keep_roster(actor, shift.task_force)
    if verdict and shift.ends_at <= timezone.now():
        return refuse(_("This shift is over: it stands as it was."), "state")
    return verdict


@rule
def can_reach_milestone(actor: Actor, task_force: TaskForce, kind: str = "") -> Verdict:
    """The programme's coordinators and platform administrators record milestones, each once.

    “Operational”, and “autonomous” after it, need a letter of agreement and two agencies that take part: one service
    alone is no task force.
    """
    if not actor.may(Permission.MANAGE_MILESTONES):
        return lacks(Permission.MANAGE_MILESTONES)
    if not kind:
        return allow()
    stands = milestones_of(task_force.pk)
    if kind in stands:
        return refuse(_("This milestone is recorded already. Strike it out first if it is wrong."), "state")
    if kind in {OPERATIONAL, AUTONOMOUS} and AGREEMENT not in stands:
        return refuse(_("Record the letter of agreement first: without it no unit is operational."), "no_agreement")
    if kind in {OPERATIONAL, AUTONOMOUS} and agencies_in(task_force.pk) < 2:  # noqa: PLR2004  two make it joint
        return refuse(_("Two agencies must take part before the unit is operational. Admit a second one."), "agencies")
    return allow()


@rule
def can_strike_milestone(actor: Actor, milestone: Milestone) -> Verdict:
    """Whoever records them strikes one out, unless a later one rests on it."""
    if not actor.may(Permission.MANAGE_MILESTONES):
        return lacks(Permission.MANAGE_MILESTONES)
    if milestone.struck_at is not None:
        return refuse(_("This milestone is struck out already."), "state")
    later = {OPERATIONAL, AUTONOMOUS} & set(milestones_of(milestone.task_force_id))
    if milestone.kind == AGREEMENT and later:
        return refuse(_("The unit is operational by this agreement. Strike out “operational” first."), "rests_on_it")
    return allow()
