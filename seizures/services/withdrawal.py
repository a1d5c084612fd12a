"""Taking a seizure or a case out of sight: withdrawn for good, or put on a list that nobody reads by default.

The same acts for both: `KINDS` says what each has of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Acting, Actor
from aircop.access.following import bring_along
from aircop.access.models import AccessList, ListKind, Protected, ShareVia
from aircop.access.moving import announce_move
from aircop.access.roles import Level
from aircop.access.verdict import Rule, require
from aircop.audit import record
from aircop.audit.history import move_history
from aircop.errors import Invalid
from aircop.events import append
from seizures.case_events import CaseWithdrawn
from seizures.case_rules import can_restrict_case, can_withdraw_case
from seizures.events import RecordRestricted, SeizureWithdrawn
from seizures.models import Case, Seizure
from seizures.queries.share import readers_of
from seizures.rules import can_restrict_seizure, can_withdraw_seizure
from seizures.services.case import locked_case, require_case_version
from seizures.services.referral import end_referrals
from seizures.services.seizure import locked, require_version
from seizures.services.share import end_shares_of
from taskforces.models import Membership


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of record has of its own: its name in the audit, its lock, who may."""

    noun: str
    lock: Callable[[Actor, Any], Any]
    same_version: Callable[[Any, int | None], None]
    may_withdraw: Rule
    may_restrict: Rule


KINDS: Mapping[type[Protected], Kind] = {
    Seizure: Kind("seizure", locked, require_version, can_withdraw_seizure, can_restrict_seizure),
    Case: Kind("case", locked_case, require_case_version, can_withdraw_case, can_restrict_case),
}


def _reason(words: str) -> str:
    if not words.strip():
        raise Invalid(_("Say why: the auditor will read it."), field="words")
    return words.strip()


@transaction.atomic
def withdraw_seizure(*, actor: Actor, seizure: Seizure, words: str, version: int | None = None) -> Seizure:
    """Take a submitted record out of everybody's sight, with a reason. It is kept, and counts in nothing.

    Refuses drafts (their author throws them away), records under a legal hold, and an empty reason.
    """
    kept: Seizure = _withdraw(actor, seizure, words, version)
    return kept


@transaction.atomic
def withdraw_case(*, actor: Actor, case: Case, words: str, version: int | None = None) -> Case:
    """Take a case that was opened out of everybody's sight, as `withdraw_seizure` does with a seizure.

    What was shared by it and what it was offered to end first; its seizures stay, and are linked to it no longer for
    anybody.
    """
    kept: Case = _withdraw(actor, case, words, version)
    return kept


@transaction.atomic
def restrict_seizure(*, actor: Actor, seizure: Seizure, words: str, version: int | None = None) -> Seizure:
    """Put a record on a list without a parent: from then on only the acting supervisor sees it, and whoever is named.

    For an undercover operation, or an officer under suspicion: the unit, the author and every earlier reader lose
    it. Refuses what is restricted already, and an empty reason.
    """
    kept: Seizure = _restrict(actor, seizure, words, version)
    return kept


@transaction.atomic
def restrict_case(*, actor: Actor, case: Case, words: str, version: int | None = None) -> Case:
    """Leave a case to the acting supervisor alone, as `restrict_seizure` does with a seizure.

    What was shared by it, and what it was offered to, end. Its seizures keep their own readers: each is restricted by
    itself where that is needed.
    """
    kept: Case = _restrict(actor, case, words, version)
    return kept


# The parts ----------------------------------------------------------------------------------------------------------


def _withdraw(actor: Actor, about: Any, words: str, version: int | None) -> Any:
    kind = KINDS[type(about)]
    about = kind.lock(actor, about)
    require(kind.may_withdraw(actor, about))
    kind.same_version(about, version)
    reason = _reason(words)
    if isinstance(about, Case):  # what came by its shares lies on other records, which stay
        end_referrals(actor, about)
        end_shares_of(actor, about, about.access_list_id)
    about.withdrawn_at, about.withdrawn_reason = timezone.now(), reason
    about.version += 1
    about.save(force_update=True)
    bring_along(about)
    changes = {"withdrawn_at": (None, about.withdrawn_at)}
    record(actor, f"{kind.noun}.withdraw", about=about, changes=changes, reason=reason)
    told: Any = CaseWithdrawn(about.pk, about.recorded_by_id)
    if isinstance(about, Seizure):
        told = SeizureWithdrawn(about.pk, about.recorded_by_id)
    append(told, about=about, actor=actor)
    return about


def _restrict(actor: Actor, about: Any, words: str, version: int | None) -> Any:
    kind = KINDS[type(about)]
    about = kind.lock(actor, about)
    require(kind.may_restrict(actor, about))
    kind.same_version(about, version)
    reason, before = _reason(words), (about.access_list_id, about.root_list_id)
    if isinstance(about, Case):
        end_referrals(actor, about)
    about.access_list = about.root_list = _restricted_list(actor, about, reason)
    about.version += 1
    about.save(force_update=True)
    bring_along(about)
    move_history(about)
    record(actor, f"{kind.noun}.restrict", about=about, changes={"restricted": (False, True)}, reason=reason)
    announce_move(actor, about, before)
    append(RecordRestricted(about.pk), about=about, actor=actor)
    end_shares_of(actor, about, before[0])
    return about


def _restricted_list(actor: Actor, about: Any, reason: str) -> AccessList:
    """Return a new list that the actor alone manages: the wall lets nobody move a record out of the own reach.

    By name, for the agency in which it acts: with the last seat there that ends too.
    """
    made = grants.open_list(
        kind=ListKind.RESTRICTED,
        label=str(about),
        owner_agency=about.owner_agency,
        owner_unit=about.owner_unit,
    )
    seat = Membership.objects.select_related("person", "agency").get(pk=cast("Acting", actor.acting).membership_id)
    (reader,) = readers_of(seat)
    grants.give(
        made,
        reader,
        level=Level.MANAGE,
        with_identities=True,
        reason=reason,
        via=ShareVia.DIRECT,
        by=actor.subject_id,
        by_agency=seat.agency_id,
    )
    return made
