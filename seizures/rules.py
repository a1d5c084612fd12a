"""Who may do what to a seizure: role, reach and state in one answer, with the reason."""

from uuid import UUID

from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import ListKind, Protected, Share, ShareVia
from aircop.access.roles import SEE_IDENTITY, Level, Permission, Role
from aircop.access.verdict import Verdict, allow, in_unit, lacks, refuse, rule
from seizures.enums import CaseStatus, ConsentKind, Handling, SeizureStatus
from seizures.models import Attachment, Case, FieldTest, LabResult, Person, SavedView, Seizure
from seizures.queries.consent import acts_for_owner, has_consent
from seizures.states import allows

IDENTITIES_SCOPE = "persons:identities"  # what a token needs beside the rights of its owner
CONDITIONS = frozenset({"handling", "handling_words"})  # fields that bind whoever else reads a record
OPEN = {SeizureStatus.DRAFT, SeizureStatus.SUBMITTED, SeizureStatus.REJECTED}


@rule
def can_log_seizure(actor: Actor, _scope: None = None) -> Verdict:
    """Officers and supervisors log for the task force in which they act."""
    return in_unit(actor, Permission.LOG_SEIZURE)


def at_work(actor: Actor, record: Protected, permission: Permission, level: Level) -> Verdict:
    """Ask for the role, for acting in the unit that owns the record, and for the level that this seat gives."""
    if not actor.may(permission):
        return lacks(permission)
    if not actor.in_unit(record.owner_unit):
        return refuse(_("Only the unit that owns the record may do this."), "other_unit")
    if level not in grants.held_here(actor, record):
        return refuse(_("You may read this record, but not change it."), "level")
    return allow()


def runs(actor: Actor, case: Case) -> Verdict:
    """Ask that the case has not ended, and is not the draft of somebody else."""
    if case.status == CaseStatus.DRAFT and case.recorded_by_id != actor.subject_id:
        return refuse(_("It is not your draft."), "author")
    if case.status == CaseStatus.CLOSED:
        return refuse(_("It is closed. A supervisor of the unit can take it up again."), "state")
    if case.status == CaseStatus.MERGED:
        return refuse(_("It goes on within another case."), "state")
    return allow()


def _step(actor: Actor, seizure: Seizure, permission: Permission, then: SeizureStatus) -> Verdict:
    """Ask whether a supervisor may take the seizure to that state."""
    verdict = at_work(actor, seizure, permission, Level.MANAGE)
    if verdict and not allows(seizure.status, then):
        now = seizure.get_status_display()
        return refuse(_("Not possible while the status is “%(state)s”.") % {"state": now}, "state")
    return verdict


@rule
def can_change_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """The unit changes what is not verified yet; a draft only its author."""
    verdict = at_work(actor, seizure, Permission.EDIT_SEIZURE, Level.CONTRIBUTE)
    if verdict and seizure.status == SeizureStatus.DRAFT and seizure.recorded_by_id != actor.subject_id:
        return refuse(_("It is not your draft."), "author")
    if verdict and seizure.status not in OPEN:
        return refuse(_("It is verified. A supervisor of the unit can open it again."), "state")
    return verdict


@rule
def can_add_to_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """Whoever holds `contribute` adds what comes later (results, photos, references), to a locked record too.

    Adding changes nothing that was verified, so another agency may do it where the record was shared so far.
    """
    if not actor.may(Permission.EDIT_SEIZURE):
        return lacks(Permission.EDIT_SEIZURE)
    if Level.CONTRIBUTE not in grants.held_here(actor, seizure):
        return refuse(_("You may read this record, but not change it."), "level")
    if seizure.status == SeizureStatus.DRAFT and seizure.recorded_by_id != actor.subject_id:
        return refuse(_("It is not your draft."), "author")
    return allow()


@rule
def can_correct_finding(actor: Actor, finding: FieldTest | LabResult) -> Verdict:
    """What stands of a test or a result is corrected by the owner's unit, or by who recorded it."""
    verdict = can_add_to_seizure(actor, finding.seizure)
    if verdict and not actor.in_unit(finding.seizure.owner_unit) and finding.recorded_by_id != actor.subject_id:
        return refuse(_("Only the unit that owns the record, or who recorded this, may correct it."), "other_unit")
    return verdict


@rule
def can_submit_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """Whoever may change it submits it."""
    verdict = can_change_seizure(actor, seizure)
    if verdict and not allows(seizure.status, SeizureStatus.SUBMITTED):
        return refuse(_("It is submitted already."), "state")
    return verdict


@rule
def can_discard_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """The author throws away a draft; anything submitted stays."""
    verdict = at_work(actor, seizure, Permission.EDIT_SEIZURE, Level.CONTRIBUTE)
    if verdict and seizure.status != SeizureStatus.DRAFT:
        return refuse(_("Only a draft can be thrown away."), "state")
    if verdict and seizure.recorded_by_id != actor.subject_id:
        return refuse(_("It is not your draft."), "author")
    return verdict


@rule
def can_verify_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor of the unit, other than the author, verifies what is submitted."""
    verdict = _step(actor, seizure, Permission.VERIFY_SEIZURE, SeizureStatus.VERIFIED)
    if verdict and seizure.recorded_by_id == actor.subject_id:
        return refuse(_("You logged it yourself: somebody else must verify it."), "author")
    if verdict and seizure.changed_by_id == actor.subject_id:
        return refuse(_("You changed it last: somebody else must verify it."), "author")
    return verdict


@rule
def can_reject_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor of the unit sends back what is submitted."""
    return _step(actor, seizure, Permission.REJECT_SEIZURE, SeizureStatus.REJECTED)


@rule
def can_reopen_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor of the unit opens a verified seizure for changes again."""
    verdict = at_work(actor, seizure, Permission.VERIFY_SEIZURE, Level.MANAGE)
    if verdict and seizure.status != SeizureStatus.VERIFIED:
        return refuse(_("Only a verified seizure can be opened again."), "state")
    return verdict


@rule
def can_lock_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor of the unit locks what is verified."""
    return _step(actor, seizure, Permission.LOCK_SEIZURE, SeizureStatus.LOCKED)


def passes_on(actor: Actor, record: Protected, permission: Permission) -> Verdict:
    """Ask for a supervisor of the unit, or of an agency with which the record was shared at the level `manage`."""
    if actor.acting is None or actor.in_unit(record.owner_unit) or not actor.may(permission):
        return at_work(actor, record, permission, Level.MANAGE)
    if Level.MANAGE in grants.held_by_seat(actor, record):  # from outside only a share with the agency gives it
        return allow()
    return refuse(_("Only the unit that owns the record may do this."), "other_unit")


@rule
def can_share_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor shares what is submitted: of the unit, or of an agency that holds `manage` by a share.

    Under H2 only one of the agency whose record it is, or of one that holds its consent.
    """
    verdict = passes_on(actor, seizure, Permission.SHARE_SEIZURE)
    if verdict and seizure.status == SeizureStatus.DRAFT:
        return refuse(_("Submit it first: a draft is seen by its author alone."), "state")
    return verdict and consented(actor, seizure, Handling.H2, ConsentKind.SHARE)


def consented(actor: Actor, about: Seizure | Case, under: Handling, kind: ConsentKind) -> Verdict:
    """Ask, where the record is handled so, for the agency whose record it is, or for its consent."""
    if about.handling != under or acts_for_owner(actor, about) or has_consent(actor, about, kind):
        return allow()
    return refuse(under.label, "handling")


@rule
def can_export_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """What one sees may leave in a file; under H2 only with the agency whose record it is, or with its consent."""
    if actor.acting is None:
        return refuse(_("You act in no membership now."), "role")
    return consented(actor, seizure, Handling.H2, ConsentKind.EXPORT)


@rule
def can_unshare_seizure(actor: Actor, seizure: Seizure, share: Share | None = None) -> Verdict:
    """Whoever may share it takes a share back, once; from outside the unit only what one's own agency gave."""
    return takes_back_from(actor, seizure, Permission.SHARE_SEIZURE, share)


def takes_back_from(actor: Actor, record: Protected, permission: Permission, share: Share | None) -> Verdict:
    """Ask for who may pass the record on, and for a share that runs and is the actor's to take back."""
    verdict = passes_on(actor, record, permission)
    if not verdict or share is None:
        return verdict
    if not share.runs:
        return refuse(_("This share has ended already."), "state")
    if share.via == ShareVia.REFERRAL:
        return refuse(_("It came by a referral, and ends with that alone."), "referral")
    if takes_back(actor, record, share.by_agency):
        return verdict
    return refuse(_("Another agency gave this share."), "giver")


def takes_back(actor: Actor, seizure: Protected, by_agency: UUID | None) -> bool:
    """Whether who may share a record at all may take back what was given for that agency."""
    if actor.in_unit(seizure.owner_unit):
        return True
    return by_agency is not None and actor.acting is not None and actor.acting.agency_id == by_agency


@rule
def can_set_handling(actor: Actor, about: Protected) -> Verdict:
    """How a record is handled its own agency says: whoever is bound by that would lift it."""
    if acts_for_owner(actor, about):
        return allow()
    return refuse(_("Only the agency whose record it is says how it is handled: ask it."), "owner")


@rule
def can_handle_identities(actor: Actor, seizure: Protected) -> Verdict:
    """Who does not see identities neither writes them nor passes them on."""
    if SEE_IDENTITY in grants.held_here(actor, seizure):
        return allow()
    return refuse(_("Names and texts are hidden from you here, so you can neither write nor share them."), "identity")


@rule
def can_withdraw_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor of the unit withdraws what is submitted, unless a court holds it."""
    return leaves_sight(actor, seizure, Permission.WITHDRAW_SEIZURE)


def leaves_sight(actor: Actor, record: Seizure | Case, permission: Permission) -> Verdict:
    """Ask of a seizure or a case that is to be withdrawn: that it runs, is the unit's, and no court holds it."""
    verdict = at_work(actor, record, permission, Level.MANAGE)
    if verdict and record.status == SeizureStatus.DRAFT:
        return refuse(_("It is a draft: its author can throw it away."), "state")
    if verdict and record.legal_hold:
        return refuse(_("It is under a legal hold and must stay."), "hold")
    return verdict


@rule
def can_erase_seizure(actor: Actor, seizure: Protected) -> Verdict:
    """An administrator of the agency that owns the record, or of the platform, has an order of the law carried out.

    Whether they may see the record does not matter: what is erased is shown to nobody.
    """
    verdict = carries_out_orders(actor, seizure)
    if verdict and seizure.legal_hold:
        return refuse(_("It is under a legal hold and must stay."), "hold")
    return verdict


def carries_out_orders(actor: Actor, record: Protected) -> Verdict:
    """Ask for an administrator of the agency that owns a record, or of the platform."""
    permission = Permission.ERASE_BY_LAW
    if not actor.may(permission):
        return lacks(permission)
    platform = actor.acting is not None and actor.acting.role == Role.PLATFORM_ADMIN
    if not (platform or acts_for_owner(actor, record)):
        reason = _("Only the administrator of the agency that owns the record, or of the platform, may.")
        return refuse(reason, "agency")
    return allow()


@rule
def can_restrict_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor of the unit who sees identities restricts what is submitted, once."""
    return leaves_unit(actor, seizure, Permission.RESTRICT_SEIZURE)


def leaves_unit(actor: Actor, record: Seizure | Case, permission: Permission) -> Verdict:
    """Ask of a seizure or a case that is to be left to one supervisor: that it is no draft, and not restricted yet."""
    verdict = at_work(actor, record, permission, Level.MANAGE)
    if verdict and record.status == SeizureStatus.DRAFT:
        return refuse(_("Nobody but its author sees a draft. There is nothing to restrict yet."), "state")
    if verdict and record.root_list.kind == ListKind.RESTRICTED:
        return refuse(_("It is restricted already."), "state")
    return verdict and can_handle_identities(actor, record)


@rule
def can_read_files(actor: Actor, seizure: Seizure) -> Verdict:
    """Photos show people and papers: only who sees identities, and through a token only with the scope for them."""
    if actor.scopes is not None and IDENTITIES_SCOPE not in actor.scopes:
        return refuse(_("This token lacks the scope “%(scope)s”.") % {"scope": IDENTITIES_SCOPE}, "scope_missing")
    if SEE_IDENTITY not in grants.held(actor, seizure):
        return refuse(_("Photos and documents of this record are not shown to you."), "identity")
    return allow()


@rule
def can_merge_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """A supervisor who manages a record says that it and another one are the same seizure. Asked of both."""
    if not actor.may(Permission.MERGE_SEIZURE):
        return lacks(Permission.MERGE_SEIZURE)
    if Level.MANAGE not in grants.held_here(actor, seizure):
        return refuse(_("Both records must be yours to manage, or shared with you to manage."), "level")
    if not allows(seizure.status, SeizureStatus.DUPLICATE):
        now = seizure.get_status_display()
        return refuse(_("Not possible while the status is “%(state)s”.") % {"state": now}, "state")
    return allow()


@rule
def can_withdraw_attachment(actor: Actor, attachment: Attachment) -> Verdict:
    """Who added a file takes it out of sight again, and so does a supervisor of the unit; not under a legal hold."""
    verdict = can_add_to_seizure(actor, attachment.seizure) and can_handle_identities(actor, attachment.seizure)
    if not verdict:
        return verdict
    if attachment.withdrawn_at is not None:
        return refuse(_("It is withdrawn already."), "state")
    if attachment.seizure.legal_hold:
        return refuse(_("It is under a legal hold and must stay."), "hold")
    own = attachment.recorded_by_id == actor.subject_id
    if own or at_work(actor, attachment.seizure, Permission.EDIT_SEIZURE, Level.MANAGE):
        return allow()
    return refuse(_("Somebody else added it: ask that person, or a supervisor of the unit."), "author")


@rule
def can_unmerge_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """Who may merge undoes a merge, on the record that was set aside."""
    if not actor.may(Permission.MERGE_SEIZURE):
        return lacks(Permission.MERGE_SEIZURE)
    if Level.MANAGE not in grants.held_here(actor, seizure):
        return refuse(_("Both records must be yours to manage, or shared with you to manage."), "level")
    if seizure.status != SeizureStatus.DUPLICATE:
        return refuse(_("It is not merged into another record."), "state")
    return allow()


@rule
def can_tell_apart_seizure(actor: Actor, seizure: Seizure) -> Verdict:
    """Who may change a record of either says that two are two seizures, whatever their state."""
    if not actor.may(Permission.EDIT_SEIZURE):
        return lacks(Permission.EDIT_SEIZURE)
    if Level.CONTRIBUTE not in grants.held_here(actor, seizure):
        return refuse(_("You may read this record, but not change it."), "level")
    return allow()


@rule
def can_add_people(actor: Actor, seizure: Seizure) -> Verdict:
    """Whoever adds to a seizure and sees its identities adds persons and arrests, to a locked record too."""
    verdict = can_add_to_seizure(actor, seizure)
    return verdict and can_handle_identities(actor, seizure)


@rule
def can_change_people(actor: Actor, seizure: Seizure) -> Verdict:
    """Whoever changes a seizure and sees its identities changes and removes what stands of persons and arrests."""
    verdict = can_change_seizure(actor, seizure)
    return verdict and can_handle_identities(actor, seizure)


@rule
def can_record_outcome(actor: Actor, seizure: Seizure) -> Verdict:
    """Whoever adds to a seizure adds what became of an arrest, at any time after it was submitted."""
    verdict = can_add_to_seizure(actor, seizure)
    if verdict and seizure.status == SeizureStatus.DRAFT:
        return refuse(_("Submit the seizure first."), "state")
    return verdict


@rule
def can_save_view(actor: Actor, _scope: None = None) -> Verdict:
    """Whoever is signed in at the pages keeps views of the list: they belong to a person, not to a program."""
    if not actor.signed_in or actor.scopes is not None:
        return refuse(_("Sign in at the pages to keep views of the list."), "person")
    return allow()


@rule
def can_change_view(actor: Actor, view: SavedView) -> Verdict:
    """A view is changed and removed by the person whose it is."""
    verdict = can_save_view(actor)
    if verdict and view.author_id != actor.subject_id:
        return refuse(_("It is not your view."), "author")
    return verdict


@rule
def can_read_identity(actor: Actor, person: Person) -> Verdict:
    """Only who sees identities on the person's list, and through a token only with the scope for it."""
    if actor.scopes is not None and IDENTITIES_SCOPE not in actor.scopes:
        return refuse(_("This token lacks the scope “%(scope)s”.") % {"scope": IDENTITIES_SCOPE}, "scope_missing")
    if SEE_IDENTITY not in grants.held(actor, person):
        return refuse(_("The identity of this person is not shown to you."), "identity")
    return allow()


@rule
def can_search_persons(actor: Actor, _scope: None = None) -> Verdict:
    """Whoever acts somewhere may look for persons by name, and finds those whose identities it may see."""
    if actor.scopes is not None and IDENTITIES_SCOPE not in actor.scopes:
        return refuse(_("This token lacks the scope “%(scope)s”.") % {"scope": IDENTITIES_SCOPE}, "scope_missing")
    if actor.acting is None or not actor.may_see_identities:
        return refuse(_("Identities are not shown to you, so there is nobody to look for by name."), "identity")
    return allow()
