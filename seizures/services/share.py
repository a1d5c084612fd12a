"""Sharing one seizure with one agency, for a term and a reason, and taking that back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessEnded, AccessGranted, RecordMoved
from aircop.access.following import bring_along
from aircop.access.models import Share, ShareVia
from aircop.access.roles import Level
from aircop.access.sharing import given_by, terms_of
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

    Refuses who may not share, an end in the past, an empty reason, and H3 unless its conditions were accepted. Who
    shares onward what was shared with its agency gives no more than it holds: neither longer nor more of it.
    """
    seizure = locked(actor, seizure)
    require(can_share_seizure(actor, seizure))
    if with_identities:
        require(can_handle_identities(actor, seizure))
    if not reason.strip():
        raise Invalid(_("Say why it is shared: the other agency and the auditor will read it."), field="reason")
    if until is not None and until <= timezone.now():
        raise Invalid(_("The end of the share must lie ahead."), field="until")
    _check_within(actor, seizure, with_identities=with_identities, until=until)
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
        by_agency=actor.acting.agency_id if actor.acting else None,
        until=until,
    )
    changes = {"shared_with": (None, agency.name), "level": (None, level.value), "until": (None, until)}
    record(actor, "seizure.share", about=seizure, changes=changes, purpose=share.reason, recipients=[agency.name])
    append(
        AccessGranted(seizure.access_list_id, share.pk, share.group_id, None, level.value), about=seizure, actor=actor
    )
    return share


def _check_within(actor: Actor, seizure: Seizure, *, with_identities: bool, until: datetime | None) -> None:
    """Refuse what reaches further than the share by which the actor's agency holds the record itself."""
    if actor.acting is None or actor.in_unit(seizure.owner_unit):
        return
    own = terms_of(seizure, actor.acting.agency_id)
    if any(share.covers(with_identities=with_identities, until=until) for share in own):
        return
    if with_identities and not any(share.with_identities for share in own):
        raise Invalid(_("It was shared with you without names: share it without them."), field="with_identities")
    ends = [share.until for share in own if share.until and (share.with_identities or not with_identities)]
    words = {"moment": date_format(timezone.localtime(max(ends)), "DATETIME_FORMAT")} if ends else {"moment": ""}
    raise Invalid(_("Your own access ends %(moment)s: choose an end before that.") % words, field="until")


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
    """Take a share back, now. Another share with the same agency keeps its access.

    What that agency shared onward ends with it, as far as none of its other shares reaches so far.
    """
    seizure = locked(actor, seizure)
    share = Share.objects.filter(pk=share_id, access_list_id=seizure.access_list_id, via=ShareVia.DIRECT).first()
    if share is None or seizure.access_list_id == seizure.root_list_id:
        raise Missing
    require(can_unshare_seizure(actor, seizure, share))
    _end(actor, seizure, share)
    return share


def _end(actor: Actor, seizure: Seizure, share: Share) -> None:
    """End a share, and what was given on by it."""
    grants.take_back(share, by=actor.subject_id)
    changes = {"shared_with": (share.label, None)}
    record(actor, "seizure.unshare", about=seizure, changes=changes, recipients=[share.label])
    append(
        AccessEnded(seizure.access_list_id, share.pk, share.group_id, None, revoked=True), about=seizure, actor=actor
    )
    if share.level != Level.MANAGE or share.agency_id is None or _serves_unit(seizure, share.agency_id):
        return
    left = terms_of(seizure, share.agency_id)
    for given in given_by(seizure, share.agency_id):
        given.refresh_from_db(fields=["revoked_at"])  # a circle of shares ends once
        reaches = any(each.covers(with_identities=given.with_identities, until=given.until) for each in left)
        if given.runs and not reaches:
            _end(actor, seizure, given)


def _serves_unit(seizure: Seizure, agency_id: UUID) -> bool:
    """Whether an agency takes part in the unit that owns the record: it shares by that, not by a share."""
    return bool(seizure.task_force.participations.filter(agency_id=agency_id, until__isnull=True).exists())
