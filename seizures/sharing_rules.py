"""Who may ask for consent, answer, take it back, and end what was given: with the reason."""

from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import Share
from aircop.access.roles import Level, Permission
from aircop.access.verdict import Verdict, allow, lacks, refuse, rule
from seizures.enums import ConsentKind, Handling, SeizureStatus
from seizures.models import Consent, Seizure
from seizures.queries.consent import CONSENT_UNDER, acts_for_owner
from seizures.rules import consented


@rule
def can_use_in_court(actor: Actor, seizure: Seizure) -> Verdict:
    """What is handled under H1 goes to court with the agency whose record it is, or with its consent."""
    return consented(actor, seizure, Handling.H1, ConsentKind.COURT)


@rule
def can_ask_consent(actor: Actor, seizure: Seizure) -> Verdict:
    """Who reads a record of another agency under H1 or H2 asks that agency."""
    if not actor.may(Permission.ASK_CONSENT):
        return lacks(Permission.ASK_CONSENT)
    if seizure.handling not in CONSENT_UNDER or seizure.status == SeizureStatus.DRAFT:
        return refuse(_("Its handling code asks for no consent."), "handling")
    if acts_for_owner(actor, seizure):
        return refuse(_("It is your own agency's record: you decide yourself."), "owner")
    return allow()


@rule
def can_answer_consent(actor: Actor, consent: Consent) -> Verdict:
    """A supervisor of the agency whose record it is answers, once, where it manages the record."""
    verdict = _answers(actor, consent)
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
    if not acts_for_owner(actor, consent.seizure):
        return refuse(_("Only the agency whose record it is may answer."), "owner")
    if Level.MANAGE not in grants.held(actor, consent.seizure):
        return refuse(_("You may read this record, but not change it."), "level")
    return allow()


@rule
def can_end_share(actor: Actor, share: Share) -> Verdict:
    """An administrator ends what its agency gave, while it runs; others end shares of records that they see."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return lacks(Permission.SHARE_SEIZURE)
    if actor.acting is None or share.by_agency != actor.acting.agency_id:
        return refuse(_("Another agency gave this share."), "giver")
    return allow() if share.runs else refuse(_("This share has ended already."), "state")
