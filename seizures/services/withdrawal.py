"""Taking a record out of sight: withdrawn for good, or put on a list that nobody reads by default."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessEnded
from aircop.access.following import bring_along
from aircop.access.models import AccessList, ListKind, Share, ShareVia
from aircop.access.moving import announce_move
from aircop.access.roles import Level
from aircop.access.verdict import require
from aircop.audit import record
from aircop.audit.history import move_history
from aircop.errors import Invalid
from aircop.events import append
from seizures.events import SeizureWithdrawn
from seizures.models import Seizure
from seizures.rules import can_restrict_seizure, can_withdraw_seizure
from seizures.services.seizure import locked, require_version


def _reason(words: str) -> str:
    if not words.strip():
        raise Invalid(_("Say why: the auditor will read it."), field="words")
    return words.strip()


@transaction.atomic
def withdraw_seizure(*, actor: Actor, seizure: Seizure, words: str, version: int | None = None) -> Seizure:
    """Take a submitted record out of everybody's sight, with a reason. It is kept, and counts in nothing.

    Refuses drafts (their author throws them away), records under a legal hold, and an empty reason.
    """
    seizure = locked(actor, seizure)
    require(can_withdraw_seizure(actor, seizure))
    require_version(seizure, version)
    seizure.withdrawn_at, seizure.withdrawn_reason = timezone.now(), _reason(words)
    seizure.version += 1
    seizure.save(force_update=True)
    bring_along(seizure)
    changes = {"withdrawn_at": (None, seizure.withdrawn_at)}
    record(actor, "seizure.withdraw", about=seizure, changes=changes, reason=seizure.withdrawn_reason)
    append(SeizureWithdrawn(seizure.pk, seizure.recorded_by_id), about=seizure, actor=actor)
    return seizure


@transaction.atomic
def restrict_seizure(*, actor: Actor, seizure: Seizure, words: str, version: int | None = None) -> Seizure:
    """Put a record on a list without a parent: from then on only the acting supervisor sees it, and whoever is named.

    For an undercover operation, or an officer under suspicion: the unit, the author and every earlier reader lose
    it. Refuses what is restricted already, and an empty reason.
    """
    seizure = locked(actor, seizure)
    require(can_restrict_seizure(actor, seizure))
    require_version(seizure, version)
    reason, before = _reason(words), (seizure.access_list_id, seizure.root_list_id)
    seizure.access_list = seizure.root_list = _restricted_list(actor, seizure, reason)
    seizure.version += 1
    seizure.save(force_update=True)
    bring_along(seizure)
    move_history(seizure)
    record(actor, "seizure.restrict", about=seizure, changes={"restricted": (False, True)}, reason=reason)
    announce_move(actor, seizure, before)
    _end_shares(actor, seizure, before[0])
    return seizure


def _end_shares(actor: Actor, seizure: Seizure, before: UUID) -> None:
    """End what was shared on the record's own list: nothing lies there any more."""
    for share in Share.objects.in_force().filter(access_list_id=before, about_id=seizure.pk):
        grants.take_back(share, by=actor.subject_id)
        ended = AccessEnded(before, share.pk, share.group_id, share.user_id, revoked=True)
        append(ended, about=seizure, actor=actor)


def _restricted_list(actor: Actor, seizure: Seizure, reason: str) -> AccessList:
    """Return a new list that the actor alone manages: the wall lets nobody move a record out of the own reach."""
    made = grants.open_list(
        kind=ListKind.RESTRICTED,
        label=str(seizure),
        owner_agency=seizure.owner_agency,
        owner_unit=seizure.owner_unit,
    )
    grants.give(
        made,
        grants.Reader(label=actor.name, user_id=actor.subject_id),
        level=Level.MANAGE,
        with_identities=True,
        reason=reason,
        via=ShareVia.DIRECT,
        by=actor.subject_id,
    )
    return made
