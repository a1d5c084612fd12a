"""Sharing one seizure with one agency, for a term and a reason, and taking that back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessEnded, AccessGranted, RecordMoved
from aircop.access.following import bring_along
from aircop.access.models import Share, ShareVia
from aircop.access.roles import Level
from aircop.access.verdict import require
from aircop.audit import record
from aircop.audit.history import move_history
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.enums import Handling
from seizures.models import Seizure
from seizures.rules import can_handle_identities, can_share_seizure, can_unshare_seizure
from seizures.services.seizure import locked
from taskforces.models import Agency


@transaction.atomic
def share_seizure(
    *,
    actor: Actor,
    seizure: Seizure,
    agency: Agency,
    level: Level,
    reason: str,
    until: datetime | None,
    with_identities: bool = False,
    conditions_accepted: bool = False,
) -> Share:
    """Let an agency see one seizure. The record gets a list of its own; the unit goes on reading it.

    Refuses who may not share, an end in the past, an empty reason, and H3 unless its conditions were accepted.
    """
    seizure = locked(actor, seizure)
    require(can_share_seizure(actor, seizure))
    if with_identities:
        require(can_handle_identities(actor, seizure))
    if not reason.strip():
        raise Invalid(_("Say why it is shared: the other agency and the auditor will read it."), field="reason")
    if until is not None and until <= timezone.now():
        raise Invalid(_("The end of the share must lie ahead."), field="until")
    if seizure.handling == Handling.H3 and not conditions_accepted:
        raise Invalid(_("Confirm the conditions: %(words)s") % {"words": seizure.handling_words}, field="conditions")
    _give_own_list(actor, seizure)
    share = grants.give(
        seizure.access_list,
        grants.Reader(label=agency.name, group_id=agency.group_id, agency_id=agency.pk),
        level=level,
        with_identities=with_identities,
        reason=reason.strip(),
        via=ShareVia.DIRECT,
        by=actor.subject_id,
        until=until,
    )
    changes = {"shared_with": (None, agency.name), "level": (None, level.value), "until": (None, until)}
    record(actor, "seizure.share", about=seizure, changes=changes, purpose=share.reason, recipients=[agency.name])
    append(
        AccessGranted(seizure.access_list_id, share.pk, share.group_id, None, level.value), about=seizure, actor=actor
    )
    return share


def _give_own_list(actor: Actor, seizure: Seizure) -> None:
    """Move the record, and its history, to a list of its own below the unit's list."""
    before = seizure.access_list_id
    own = grants.own_list(seizure)
    if own.pk == before:
        return
    seizure.access_list = own
    seizure.version += 1
    seizure.save(force_update=True, update_fields=["access_list", "version"])
    bring_along(seizure)
    move_history(seizure)
    append(RecordMoved(before, own.pk), about=seizure, actor=actor)


@transaction.atomic
def unshare_seizure(*, actor: Actor, seizure: Seizure, share_id: UUID) -> Share:
    """Take a share back, now. Another share with the same agency keeps its access."""
    seizure = locked(actor, seizure)
    share = Share.objects.filter(pk=share_id, access_list_id=seizure.access_list_id, via=ShareVia.DIRECT).first()
    if share is None or seizure.access_list_id == seizure.root_list_id:
        raise Missing
    require(can_unshare_seizure(actor, seizure, share))
    grants.take_back(share, by=actor.subject_id)
    changes = {"shared_with": (share.label, None)}
    record(actor, "seizure.unshare", about=seizure, changes=changes, recipients=[share.label])
    append(
        AccessEnded(seizure.access_list_id, share.pk, share.group_id, None, revoked=True), about=seizure, actor=actor
    )
    return share
