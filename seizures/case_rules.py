"""Who may do what to a case: role, reach and state in one answer, with the reason."""

from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import Level, Permission
from aircop.access.verdict import Verdict, allow, in_unit, lacks, refuse, rule
from seizures.enums import CaseStatus, ConsentKind, Handling
from seizures.models import Case, CaseTask
from seizures.queries.checklist import unasked, unrecorded
from seizures.rules import at_work, can_erase_seizure, can_handle_identities, consented, leaves_sight, leaves_unit, runs
from seizures.states import CASE, case_allows

ENDED = {CaseStatus.CLOSED, CaseStatus.MERGED}


@rule
def can_open_case(actor: Actor, _scope: None = None) -> Verdict:
    """Officers and supervisors open cases for the task force in which they act."""
    return in_unit(actor, Permission.OPEN_CASE)


@rule
def can_change_case(actor: Actor, case: Case) -> Verdict:
    """The unit that owns a case changes it while it runs; a draft only its author."""
    return at_work(actor, case, Permission.EDIT_CASE, Level.CONTRIBUTE) and runs(actor, case)


@rule
def can_add_to_case(actor: Actor, case: Case) -> Verdict:
    """Whoever holds `contribute` adds links, tasks and notes while the case runs, of whatever agency."""
    if not actor.may(Permission.EDIT_CASE):
        return lacks(Permission.EDIT_CASE)
    if Level.CONTRIBUTE not in grants.held_here(actor, case):
        return refuse(_("You may read this record, but not change it."), "level")
    return runs(actor, case)


@rule
def can_write_note(actor: Actor, case: Case) -> Verdict:
    """Notes are free text: who adds to a case and sees its identities reads and writes them."""
    return can_add_to_case(actor, case) and can_handle_identities(actor, case)


@rule
def can_change_task(actor: Actor, task: CaseTask) -> Verdict:
    """An open task is changed and finished by whoever adds to the case."""
    verdict = can_add_to_case(actor, task.case)
    if verdict and task.done_at is not None:
        return refuse(_("It is finished."), "state")
    return verdict


@rule
def can_step_case(actor: Actor, case: Case, then: CaseStatus | None = None) -> Verdict:
    """The author opens a draft; a supervisor of the unit takes a case on or back, and suspends it."""
    if case.status == CaseStatus.DRAFT:
        verdict = at_work(actor, case, Permission.OPEN_CASE, Level.CONTRIBUTE) and runs(actor, case)
    else:
        verdict = at_work(actor, case, Permission.STEP_CASE, Level.MANAGE)
    return verdict and _follows(case, then)


def _follows(case: Case, then: CaseStatus | None) -> Verdict:
    """Ask for the table of states; closing and merging are acts of their own."""
    steps = {each for each in CASE[CaseStatus(case.status)] if each not in ENDED}
    possible = case_allows(case.status, then, case.suspended_from) and then in steps if then else bool(steps)
    return allow() if possible else _not_now(case)


def _not_now(case: Case) -> Verdict:
    return refuse(_("Not possible while the status is “%(state)s”.") % {"state": case.get_status_display()}, "state")


def _may_end(actor: Actor, case: Case, then: CaseStatus) -> Verdict:
    verdict = at_work(actor, case, Permission.CLOSE_CASE, Level.MANAGE)
    return verdict if not verdict or case_allows(case.status, then) else _not_now(case)


@rule
def can_close_case(actor: Actor, case: Case) -> Verdict:
    """A supervisor of the unit closes a case, once everybody arrested has an arrest on record, with a checklist begun.

    Asked of what the unit can complete: its own seizures that this supervisor sees; for a duplicate, what stays.
    """
    verdict = _may_end(actor, case, CaseStatus.CLOSED)
    if verdict and (arrest := unasked(actor, case)) is not None:
        where = {"seizure": arrest.seizure.reference, "person": str(arrest.person)}
        return refuse(
            _("The checklist of rights is empty for the arrest of %(person)s in %(seizure)s: fill it in.") % where,
            "checklist",
        )
    if verdict and (seizure := unrecorded(actor, case)) is not None:
        told = {"seizure": seizure.reference, "count": seizure.persons_arrested}
        return refuse(
            _("Not each of the %(count)s persons arrested in %(seizure)s has an arrest on record: add the others.")
            % told,
            "checklist",
        )
    return verdict


@rule
def can_merge_case(actor: Actor, case: Case) -> Verdict:
    """A supervisor of the unit lets a case go on within another one of the unit, unless it is offered to another unit.

    Asked of the one that ends.
    """
    verdict = _may_end(actor, case, CaseStatus.MERGED)
    if verdict and case.is_offered:
        return refuse(_("It is offered to a unit: wait for the answer, or withdraw the offer."), "offered")
    return verdict


@rule
def can_discard_case(actor: Actor, case: Case) -> Verdict:
    """The author throws away the draft of a case; what was opened stays."""
    verdict = at_work(actor, case, Permission.OPEN_CASE, Level.CONTRIBUTE)
    if verdict and case.status != CaseStatus.DRAFT:
        return refuse(_("Only a draft can be thrown away."), "state")
    return verdict and runs(actor, case)


@rule
def can_export_case(actor: Actor, case: Case) -> Verdict:
    """What one sees may leave in a file; under H2 only with the agency whose case it is, or with its consent."""
    if actor.acting is None:
        return refuse(_("You act in no membership now."), "role")
    return consented(actor, case, Handling.H2, ConsentKind.EXPORT)


@rule
def can_withdraw_case(actor: Actor, case: Case) -> Verdict:
    """A supervisor of the unit withdraws a case that was opened, unless a court holds it."""
    return leaves_sight(actor, case, Permission.WITHDRAW_CASE)


@rule
def can_restrict_case(actor: Actor, case: Case) -> Verdict:
    """A supervisor of the unit who sees identities restricts a case that was opened, once."""
    return leaves_unit(actor, case, Permission.RESTRICT_CASE)


@rule
def can_erase_case(actor: Actor, case: Case) -> Verdict:
    """An order of the law is carried out by the same people as for a seizure."""
    return can_erase_seizure(actor, case)
