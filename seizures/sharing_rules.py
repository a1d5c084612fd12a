"""Who may ask for consent, answer, take it back, and end what was given: with the reason."""

from uuid import UUID

from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import ListKind, Share, ShareVia
from aircop.access.roles import Level, Permission
from aircop.access.verdict import Verdict, allow, lacks, refuse, rule
from seizures.enums import CaseStatus, ConsentKind, Handling, ReferralKind, ReferralStatus, SeizureStatus
from seizures.models import Case, Consent, Referral, Seizure
from seizures.queries.consent import acts_for_owner, kinds_for
from seizures.rules import carries_out_orders, consented, passes_on, runs, takes_back_from
from seizures.states import referral_allows


@rule
def can_share_case(actor: Actor, case: Case) -> Verdict:
    """A supervisor shares a case that was opened: of the unit, or of an agency that holds `manage` by a share.

    Under H2 only one of the agency whose case it is, or of one that holds its consent. What is linked to it is asked
    for one by one.
    """
    verdict = passes_on(actor, case, Permission.SHARE_CASE)
    if verdict and case.status == CaseStatus.DRAFT:
        return refuse(_("Open it first: a draft is seen by its author alone."), "state")
    return verdict and consented(actor, case, Handling.H2, ConsentKind.SHARE)


@rule
def can_unshare_case(actor: Actor, case: Case, share: Share | None = None) -> Verdict:
    """Whoever may share a case takes a share back, once; from outside the unit only what one's own agency gave."""
    return takes_back_from(actor, case, Permission.SHARE_CASE, share)


@rule
def can_use_in_court(actor: Actor, about: Seizure | Case) -> Verdict:
    """What is handled under H1 goes to court with the agency whose record it is, or with its consent."""
    return consented(actor, about, Handling.H1, ConsentKind.COURT)


@rule
def can_entrust_record(actor: Actor, about: Seizure | Case, *, instead: bool = False) -> Verdict:
    """An administrator names who manages a restricted record, by an order, once nobody does; or `instead` of who does.

    The same people as have orders of the law carried out; whether they may see the record does not matter.
    """
    verdict = carries_out_orders(actor, about)
    if verdict and about.withdrawn_at is not None:
        return refuse(_("It was withdrawn: nobody reads it any more."), "state")
    if verdict and about.root_list.kind != ListKind.RESTRICTED:
        return refuse(_("It is not restricted: its task force reads it."), "state")
    if verdict and not instead and grants.is_managed_by_name(about.root_list):
        words = _(
            "A supervisor of its task force manages it still. The order must say that somebody else does instead."
        )
        return refuse(words, "managed")
    return verdict


@rule
def can_ask_consent(actor: Actor, about: Seizure | Case) -> Verdict:
    """Who reads a record of another agency under H1 or H2 asks that agency."""
    if not actor.may(Permission.ASK_CONSENT):
        return lacks(Permission.ASK_CONSENT)
    if not kinds_for(about) or about.status == SeizureStatus.DRAFT:
        return refuse(_("Its handling code asks for no consent."), "handling")
    if acts_for_owner(actor, about):
        return refuse(_("It is your own agency's record: you decide yourself."), "owner")
    return allow()


@rule
def can_answer_consent(actor: Actor, consent: Consent) -> Verdict:
    """A supervisor of the agency whose record it is answers, once, where it manages the record."""
    verdict = _answers(actor, consent)
    if verdict and consent.asked_person_id == actor.subject_id:
        return refuse(_("You asked for it yourself: somebody else of the agency answers."), "author")
    if verdict and consent.answer:
        return refuse(_("It is answered already."), "state")
    return verdict


@rule
def can_end_consent(actor: Actor, consent: Consent) -> Verdict:
    """Who may answer takes back what was granted, while it holds."""
    verdict = _answers(actor, consent)
    if verdict and not consent.runs:
        return refuse(_("There is nothing to take back: it does not hold."), "state")
    return verdict


def _answers(actor: Actor, consent: Consent) -> Verdict:
    if not actor.may(Permission.SHARE_SEIZURE):
        return lacks(Permission.SHARE_SEIZURE)
    if not acts_for_owner(actor, consent.record):
        return refuse(_("Only the agency whose record it is may answer."), "owner")
    if Level.MANAGE not in grants.held_here(actor, consent.record):
        return refuse(_("You may read this record, but not change it."), "level")
    return allow()


@rule
def can_end_share(actor: Actor, share: Share) -> Verdict:
    """An administrator ends what its agency gave, while it runs; others end shares of records that they see."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return lacks(Permission.SHARE_SEIZURE)
    if actor.acting is None or share.by_agency != actor.acting.agency_id:
        return refuse(_("Another agency gave this share."), "giver")
    if share.via == ShareVia.REFERRAL:
        return refuse(_("It came by a referral, and ends with that alone."), "referral")
    return allow() if share.runs else refuse(_("This share has ended already."), "state")


@rule
def can_refer_case(actor: Actor, case: Case) -> Verdict:
    """A supervisor of the unit whose case it is offers it to another unit while it runs, one at a time."""
    verdict = can_share_case(actor, case)
    if verdict and not actor.in_unit(case.owner_unit):
        return refuse(_("Only the unit that owns the record may do this."), "other_unit")
    verdict = verdict and runs(actor, case)
    if verdict and case.is_offered:
        return refuse(_("It is offered to a unit already: wait for the answer, or withdraw the offer."), "offered")
    return verdict


def _of_unit(actor: Actor, unit_id: UUID, referral: Referral, then: ReferralStatus) -> Verdict:
    if not actor.may(Permission.SHARE_CASE):
        return lacks(Permission.SHARE_CASE)
    if not actor.in_unit(unit_id):
        return refuse(_("That is for the other unit to say."), "other_unit")
    if not referral_allows(referral.status, then):
        now = referral.get_status_display()
        return refuse(_("Not possible while the status is “%(state)s”.") % {"state": now}, "state")
    return allow()


@rule
def can_answer_referral(actor: Actor, referral: Referral) -> Verdict:
    """A supervisor of the unit that was asked accepts or declines, once: not who made the offer, from another seat."""
    verdict = _of_unit(actor, referral.to_unit_id, referral, ReferralStatus.DECLINED)
    if verdict and referral.offered_by_id == actor.subject_id:
        return refuse(_("You made the offer yourself: somebody else must answer it."), "author")
    return verdict


@rule
def can_accept_referral(actor: Actor, referral: Referral) -> Verdict:
    """Who may answer accepts a case that runs still; one that has ended meanwhile is declined."""
    return can_answer_referral(actor, referral) and runs(actor, referral.case)


@rule
def can_withdraw_referral(actor: Actor, referral: Referral) -> Verdict:
    """A supervisor of the unit that offered takes the offer back before it is answered."""
    return _of_unit(actor, referral.from_unit_id, referral, ReferralStatus.WITHDRAWN)


@rule
def can_hand_back_referral(actor: Actor, referral: Referral) -> Verdict:
    """The unit that accepted a referred case hands it back; one that became its own it offers as a transfer."""
    verdict = _of_unit(actor, referral.to_unit_id, referral, ReferralStatus.HANDED_BACK)
    if verdict and referral.kind == ReferralKind.TRANSFER:
        return refuse(_("The case is your unit's own now: offer it as a transfer."), "kind")
    return verdict
