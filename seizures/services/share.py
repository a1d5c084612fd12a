"""Sharing one record with an agency, a unit or a person, for a term and a reason, and taking that back.

The same acts for every kind of record that is shared: `KINDS` says what each has of its own.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessEnded, AccessGranted
from aircop.access.following import bring_along
from aircop.access.models import Protected, Share, ShareVia
from aircop.access.moving import announce_move
from aircop.access.roles import Level
from aircop.access.sharing import Unseen, given_by, shares_under, terms_of
from aircop.access.verdict import Rule, require
from aircop.audit import record
from aircop.audit.history import move_history
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.enums import ConsentKind, Handling
from seizures.models import Case, Seizure
from seizures.queries.consent import acts_for_owner, holding
from seizures.queries.share import Receiver, readers_of
from seizures.rules import can_handle_identities, can_share_seizure, can_unshare_seizure
from seizures.services.case import locked_case
from seizures.services.seizure import locked
from seizures.sharing_rules import can_end_share, can_share_case, can_unshare_case
from taskforces.enums import UnitKind
from taskforces.models import Agency, Participation, TaskForce


@dataclass(frozen=True, slots=True)
class Kind:
    """What sharing asks of one kind of record: what the audit calls it, how it is locked, who may."""

    noun: str
    lock: Callable[[Actor, Any], Any]
    may_share: Rule
    may_unshare: Rule


KINDS: Mapping[type[Protected], Kind] = {
    Seizure: Kind("seizure", locked, can_share_seizure, can_unshare_seizure),
    Case: Kind("case", locked_case, can_share_case, can_unshare_case),
}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How far, how long and why; whether names go along, and whether the conditions of H3 are accepted."""

    level: Level
    reason: str
    until: datetime | None
    with_identities: bool = False
    conditions_accepted: bool = False


@transaction.atomic
def share_seizure(
    *,
    actor: Actor,
    seizure: Seizure,
    agency: Receiver,
    level: Level,
    reason: str,
    until: datetime | None,
    with_identities: bool = False,
    conditions_accepted: bool = False,
) -> Share:
    """Let an agency, a unit or a person see one seizure: `share_record`, told in its own words."""
    terms = Terms(
        level=level,
        reason=reason,
        until=until,
        with_identities=with_identities,
        conditions_accepted=conditions_accepted,
    )
    return share_record(actor=actor, about=seizure, receiver=agency, terms=terms)


@transaction.atomic
def share_record(
    *,
    actor: Actor,
    about: Any,
    receiver: Receiver,
    terms: Terms,
    via: ShareVia = ShareVia.DIRECT,
    under: Share | None = None,
) -> Share:
    """Let an agency, a unit or a person see one record. It gets a list of its own; the unit goes on reading it.

    Refuses who may not share, an end in the past, an empty reason, and H3 unless its conditions were accepted. Who
    shares onward what was shared with its agency gives no more than it holds: neither longer nor more of it; under H2
    no further than the consent. A unit and a person never share onward. Returns the share that heads those of a unit.
    """
    kind = KINDS[type(about)]
    about = kind.lock(actor, about)
    require(kind.may_share(actor, about))
    if terms.with_identities:
        require(can_handle_identities(actor, about))
    readers, via = readers_of(receiver), _way(receiver, via)
    _check_terms(about, receiver, terms)
    if via == ShareVia.REGION and terms.level != Level.VIEW:
        raise Invalid(_("What is released to the region is for reading alone."), field="level")
    _check_within(actor, about, terms)
    _check_consent(actor, about, readers[0], terms)
    _give_own_list(actor, about)
    head = _give(actor, about, readers[0], terms, via=via, under=under)
    for reader in readers[1:]:
        _give(actor, about, reader, terms, via=via, under=head)
    name = readers[0].label
    changes = {"shared_with": (None, name), "level": (None, terms.level.value), "until": (None, head.until)}
    record(actor, f"{kind.noun}.share", about=about, changes=changes, purpose=head.reason, recipients=[name])
    for share in (head, *shares_under(head)):
        told = AccessGranted(about.access_list_id, share.pk, share.group_id, share.user_id, share.level)
        append(told, about=about, actor=actor)
    return head


def _give(
    actor: Actor, about: Any, reader: grants.Reader, terms: Terms, *, via: ShareVia, under: Share | None
) -> Share:
    return grants.give(
        about.access_list,
        reader,
        level=terms.level,
        with_identities=terms.with_identities,
        reason=terms.reason.strip(),
        via=via,
        by=actor.subject_id,
        by_agency=actor.acting.agency_id if actor.acting else None,
        until=terms.until,
        under=under,
        about=about,
    )


def _way(receiver: Receiver, via: ShareVia) -> ShareVia:
    """Return how a share comes about: what a regional centre is given directly is released to the region."""
    regional = isinstance(receiver, TaskForce) and receiver.kind == UnitKind.REGIONAL
    return ShareVia.REGION if regional and via == ShareVia.DIRECT else via


def _check_terms(about: Any, receiver: Receiver, terms: Terms) -> None:
    if not terms.reason.strip():
        raise Invalid(_("Say why it is shared: the other agency and the auditor will read it."), field="reason")
    if terms.until is not None and terms.until <= timezone.now():
        raise Invalid(_("The end of the share must lie ahead."), field="until")
    if terms.level == Level.MANAGE and not isinstance(receiver, Agency):
        raise Invalid(_("Only an agency can be let share it onward. Choose another level."), field="level")
    if about.handling == Handling.H3 and not terms.conditions_accepted:
        raise Invalid(_("Confirm the conditions: %(words)s") % {"words": about.handling_words}, field="conditions")


def _check_within(actor: Actor, about: Any, terms: Terms) -> None:
    """Refuse what reaches further than the share by which the actor's agency holds the record itself."""
    if actor.acting is None or actor.in_unit(about.owner_unit):
        return
    own = terms_of(about, actor.acting.agency_id)
    if any(share.covers(with_identities=terms.with_identities, until=terms.until) for share in own):
        return
    if terms.with_identities and not any(share.with_identities for share in own):
        raise Invalid(_("It was shared with you without names: share it without them."), field="with_identities")
    ends = [share.until for share in own if share.until and (share.with_identities or not terms.with_identities)]
    words = {"moment": date_format(timezone.localtime(max(ends)), "DATETIME_FORMAT")} if ends else {"moment": ""}
    raise Invalid(_("Your own access ends %(moment)s: choose an end before that.") % words, field="until")


def _check_consent(actor: Actor, about: Any, reader: grants.Reader, terms: Terms) -> None:
    """Refuse, under H2 and for another agency, whom the consent does not name, and an end after its own."""
    if about.handling != Handling.H2 or acts_for_owner(actor, about):
        return
    named = [each for each in holding(actor, about, ConsentKind.SHARE) if each.to_agency_id == reader.agency_id]
    if not named:
        raise Invalid(_("The consent you hold names another agency: ask again for this one."), field="agency")
    if all(each.until and (terms.until is None or terms.until > each.until) for each in named):
        last = date_format(timezone.localtime(max(each.until for each in named if each.until)), "DATETIME_FORMAT")
        raise Invalid(_("The consent ends %(moment)s: choose an end before that.") % {"moment": last}, field="until")


def _give_own_list(actor: Actor, about: Any) -> None:
    """Move the record, and its history, to a list of its own below the unit's list."""
    before = (about.access_list_id, about.root_list_id)
    own = grants.own_list(about)
    if own.pk == before[0]:
        return
    about.access_list = own
    about.version += 1
    about.save(force_update=True, update_fields=["access_list", "version"])
    bring_along(about)
    move_history(about)
    announce_move(actor, about, before)


@transaction.atomic
def unshare_seizure(*, actor: Actor, seizure: Seizure, share_id: UUID) -> Share:
    """Take a share of a seizure back: `unshare_record`, told in its own words."""
    return unshare_record(actor=actor, about=seizure, share_id=share_id)


@transaction.atomic
def unshare_record(*, actor: Actor, about: Any, share_id: UUID) -> Share:
    """Take a share back, now. Another share with the same reader keeps its access.

    What came by it ends with it, on whatever record; so does what that agency shared onward, as far as none of its
    other shares reaches so far.
    """
    kind = KINDS[type(about)]
    about = kind.lock(actor, about)
    rows = Share.objects.filter(pk=share_id, access_list_id=about.access_list_id).exclude(via=ShareVia.DEFAULT)
    share = rows.first()
    if share is None or about.access_list_id == about.root_list_id:
        raise Missing
    require(kind.may_unshare(actor, about, share))
    end_shares(actor, share, about)
    return share


@transaction.atomic
def end_share(*, actor: Actor, share: Share) -> Share:
    """Take back a share found in the list of those given: who sees the record by its own rules, as `unshare_record`.

    An administrator of the agency that gave it, who reads no records, ends it all the same: less sight harms nobody.
    """
    about = _record_of(actor, share)
    if isinstance(about, Protected):
        return unshare_record(actor=actor, about=about, share_id=share.pk)
    require(can_end_share(actor, share))
    end_shares(actor, share)
    return share


def _record_of(actor: Actor, share: Share) -> Any:
    """Return the record that a share is about; what is told of it by the share where the actor does not see it."""
    model = next((each for each in KINDS if each._meta.label_lower == share.about_type), None)
    found = model.objects.visible_to(actor).filter(pk=share.about_id).first() if model else None  # type: ignore[attr-defined]
    return found or Unseen(share)


def end_shares(actor: Actor, share: Share, known: Any = None) -> None:
    """End a share and what came by it, a step of the acts that guard it; then what was given on by it.

    Each record's own history and stream is told.
    """
    every = list(with_those_under(share))
    ended = [(each, known if known and each.pk == share.pk else _record_of(actor, each)) for each, _part in every]
    parts = {each.pk for each, part in every if part}
    for each, about in ended:  # first: who ends its own access leaves the trace while it still has it
        if each.pk not in parts:
            _note_end(actor, about, each)
    for each, _about in ended:
        grants.take_back(each, by=actor.subject_id)
    share.refresh_from_db(fields=["revoked_at", "revoked_by"])
    for each, about in ended:
        told = AccessEnded(each.access_list_id, each.pk, each.group_id, each.user_id, revoked=True)
        append(told, about=about, actor=actor)
    for each, about in ended:
        _end_onward(actor, about, each)


def end_shares_of(actor: Actor, about: Any, on: UUID, *, but: Collection[UUID] = ()) -> None:
    """End what was shared of a record on the list where it lies, or lay, and what came by that: a step, as above.

    `but` are shares that the act ends by itself.
    """
    rows = Share.objects.in_force().filter(access_list_id=on, about_id=about.pk).exclude(pk__in=but)
    for share in rows.exclude(via=ShareVia.DEFAULT).order_by("pk"):
        share.refresh_from_db(fields=["revoked_at"])  # one that came by another has ended with it
        if share.runs:
            end_shares(actor, share, about)


def with_those_under(share: Share, *, part: bool = False) -> Iterator[tuple[Share, bool]]:
    """Yield a share and what came by it, each with whether it is one role's part of a share with a unit."""
    yield share, part
    for each in shares_under(share):
        yield from with_those_under(each, part=each.access_list_id == share.access_list_id)


def _note_end(actor: Actor, about: Any, share: Share) -> None:
    """Leave the entry; who does not see the record leaves no trace in its history."""
    noun = about._meta.model_name
    changes = {"shared_with": (share.label, None)} if isinstance(about, Protected) else None
    record(actor, f"{noun}.unshare", about=about, changes=changes, recipients=[share.label])


def _end_onward(actor: Actor, about: Any, share: Share) -> None:
    """End what an agency gave on by a share at `manage`, as far as none of its other shares reaches so far."""
    if share.level != Level.MANAGE or share.agency_id is None or _serves_unit(about, share.agency_id):
        return
    left = terms_of(about, share.agency_id)
    for given in given_by(about, share.agency_id):
        given.refresh_from_db(fields=["revoked_at"])  # a circle of shares ends once
        reaches = any(each.covers(with_identities=given.with_identities, until=given.until) for each in left)
        if given.runs and not reaches:
            end_shares(actor, given)


def _serves_unit(about: Any, agency_id: UUID) -> bool:
    """Whether an agency takes part in the unit that owns the record: it shares by that, not by a share."""
    parts = Participation.objects.filter(task_force_id=about.owner_unit, agency_id=agency_id, until__isnull=True)
    return bool(parts.exists())
