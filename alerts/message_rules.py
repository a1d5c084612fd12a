"""Who may write to whom, ask, answer, and keep closed groups: with the reason."""

from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY, Permission
from aircop.access.verdict import Verdict, allow, in_unit, lacks, refuse, rule
from alerts.enums import RequestStatus
from alerts.models import ClosedGroup, GroupMember, InformationRequest, Message, Thread
from alerts.queries.group import member_of
from alerts.queries.thread import bound_by_others
from alerts.states import REQUEST
from seizures.enums import Handling
from seizures.rules import can_erase_seizure


@rule
def can_open_thread(actor: Actor, group: ClosedGroup | None = None) -> Verdict:
    """Officers, supervisors and analysts write for the task force in which they act; in a group its members."""
    verdict = in_unit(actor, Permission.SEND_MESSAGE)
    return _in_group(actor, group) if verdict and group else verdict


def _in_group(actor: Actor, group: ClosedGroup) -> Verdict:
    if group.is_over:
        return refuse(_("The group has ended: it can be read, and nobody writes any more."), "ended")
    if member_of(actor, group) is None:
        return refuse(_("You act for nobody who is a member of this group."), "member")
    return allow()


def acts_for(actor: Actor, unit: object, agency: object) -> bool:
    """Whether the actor acts in a unit, or for an agency that is named instead of one."""
    if actor.acting is None:
        return False
    return actor.acting.unit_id == unit if unit is not None else actor.acting.agency_id == agency


@rule
def can_write_in_thread(actor: Actor, thread: Thread) -> Verdict:
    """Who acts for a unit or an agency that takes part, and sees identities; in a group as long as it runs."""
    return _may_send(actor) and _takes_part(actor, thread) and _reads_texts(actor, thread)


def _may_send(actor: Actor) -> Verdict:
    return allow() if actor.may(Permission.SEND_MESSAGE) else lacks(Permission.SEND_MESSAGE)


def _takes_part(actor: Actor, thread: Thread) -> Verdict:
    if thread.group is not None:
        return _in_group(actor, thread.group)
    if any(acts_for(actor, party.unit_id, party.agency_id) for party in thread.parties.all()):
        return allow()
    return refuse(_("The unit or agency for which you act takes no part in this thread."), "party")


def _reads_texts(actor: Actor, thread: Thread) -> Verdict:
    if SEE_IDENTITY in grants.held_here(actor, thread):
        return allow()
    return refuse(_("Names and texts are hidden from you here, so you can neither write nor share them."), "identity")


@rule
def can_add_party(actor: Actor, thread: Thread) -> Verdict:
    """A supervisor of the unit that began a thread lets others in, who then read all of it.

    Not where another side wrote under H2 or H3: what it set conditions on, it passes on itself.
    """
    if not actor.may(Permission.ADD_PARTY):
        return lacks(Permission.ADD_PARTY)
    if thread.group is not None:
        return refuse(_("The members of the closed group read it: let others into the group."), "group")
    if not actor.in_unit(thread.owner_unit):
        return refuse(_("Only the unit that began the thread lets others in."), "other_unit")
    return can_write_in_thread(actor, thread) and _unbound(thread)


def _unbound(about: Thread | ClosedGroup) -> Verdict:
    """Ask that nobody who is let in reads what another side set conditions on."""
    if not bound_by_others(about):
        return allow()
    words = _("Another side wrote here under H2 or H3. Ask it to write to them itself, or begin another thread.")
    return refuse(words, "handling")


@rule
def can_answer_request(actor: Actor, request: InformationRequest) -> Verdict:
    """Who acts for the side that was asked replies, refuses, or asks back."""
    verdict = can_write_in_thread(actor, request.thread)
    if verdict and not acts_for(actor, request.to_unit_id, request.to_agency_id):
        return refuse(_("Somebody else was asked."), "asked")
    return verdict and _runs(request)


@rule
def can_ask_back(actor: Actor, request: InformationRequest) -> Verdict:
    """The asked side asks for a clarification, once at a time: the clock stands still until it has come."""
    verdict = can_answer_request(actor, request)
    if verdict and RequestStatus.CLARIFYING not in REQUEST[RequestStatus(request.status)]:
        return refuse(_("You asked back already: wait for the answer, or reply."), "state")
    return verdict


@rule
def can_clarify_request(actor: Actor, request: InformationRequest) -> Verdict:
    """The asker answers what it was asked back."""
    verdict = can_write_in_thread(actor, request.thread) and _asked(actor, request)
    if verdict and request.status != RequestStatus.CLARIFYING:
        return refuse(_("Nobody asked you back."), "state")
    return verdict


@rule
def can_withdraw_request(actor: Actor, request: InformationRequest) -> Verdict:
    """The asker takes back a request that nobody has answered yet; also when the group in which it asked has ended."""
    may = _may_send(actor) and _reads_texts(actor, request.thread)
    return may and _asked(actor, request) and _runs(request)


def _asked(actor: Actor, request: InformationRequest) -> Verdict:
    if acts_for(actor, request.from_unit_id, request.from_agency_id):
        return allow()
    return refuse(_("Somebody else asked."), "asker")


def _runs(request: InformationRequest) -> Verdict:
    if request.runs:
        return allow()
    now = request.get_status_display()
    return refuse(_("Not possible while the status is “%(state)s”.") % {"state": now}, "state")


@rule
def can_check_request(actor: Actor, request: InformationRequest) -> Verdict:
    """The asked side looks for what it holds itself; the asker is never told what was found."""
    return can_answer_request(actor, request)


@rule
def can_accept_conditions(actor: Actor, message: Message) -> Verdict:
    """Who may read a message under conditions of its own takes note of them first."""
    if message.handling != Handling.H3:
        return refuse(_("It carries no conditions of its own."), "handling")
    if SEE_IDENTITY not in grants.held(actor, message.thread):
        return refuse(_("Names and texts are hidden from you here."), "identity")
    return allow()


@rule
def can_open_group(actor: Actor, _scope: None = None) -> Verdict:
    """A supervisor opens a closed group for the task force in which it acts."""
    return in_unit(actor, Permission.LEAD_GROUP)


@rule
def can_lead_group(actor: Actor, group: ClosedGroup) -> Verdict:
    """A supervisor of the unit that leads says who belongs to the group, and ends it."""
    verdict = _leads(actor, group)
    if verdict and group.is_over:
        return refuse(_("The group has ended: it can be read, and nobody writes any more."), "ended")
    return verdict


def _leads(actor: Actor, group: ClosedGroup) -> Verdict:
    if not actor.may(Permission.LEAD_GROUP):
        return lacks(Permission.LEAD_GROUP)
    if not actor.in_unit(group.owner_unit):
        return refuse(_("Only the unit that leads the group may do this."), "other_unit")
    return allow()


@rule
def can_add_member(actor: Actor, group: ClosedGroup) -> Verdict:
    """Who leads lets others in, who then read all of it; not where another side wrote under H2 or H3."""
    return can_lead_group(actor, group) and _unbound(group)


@rule
def can_end_membership_in_group(actor: Actor, member: GroupMember) -> Verdict:
    """Who leads ends a membership, after the group has ended too; not that of the unit that leads."""
    verdict = _leads(actor, member.group)
    if verdict and member.unit_id is not None and member.unit_id == member.group.owner_unit:
        return refuse(_("The unit that leads stays a member."), "lead")
    if verdict and member.ended_at is not None:
        return refuse(_("It has ended already."), "state")
    return verdict


@rule
def can_erase_thread(actor: Actor, thread: Thread | ClosedGroup) -> Verdict:
    """As for a seizure: an administrator of the agency that owns it, or of the platform, by order of the law."""
    return can_erase_seizure(actor, thread)
