"""Referral and transfer: a case is offered to another unit, which accepts, declines, or hands it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessEnded, AccessGranted
from aircop.access.following import bring_along
from aircop.access.models import ListKind, Share, ShareVia
from aircop.access.moving import announce_move
from aircop.access.roles import Level
from aircop.access.verdict import require
from aircop.audit import record
from aircop.audit.history import move_history
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.case_events import RecordTransferred, ReferralAccepted, ReferralEnded, ReferralOffered
from seizures.enums import Handling, ItemChoice, ReferralKind, SeizureStatus
from seizures.enums import ReferralStatus as R
from seizures.models import Case, Referral, Seizure
from seizures.queries.case_share import linked_seizures, shared_items
from seizures.queries.referral import referrals
from seizures.queries.share import readers_of
from seizures.services.assistance import by_whom
from seizures.services.case import hand_lead, locked_case
from seizures.services.case_share import share_case
from seizures.services.person_duplicate import part_persons
from seizures.services.seizure import locked
from seizures.services.share import Terms, end_shares, end_shares_of, with_those_under
from seizures.sharing_rules import (
    can_accept_referral,
    can_answer_referral,
    can_hand_back_referral,
    can_refer_case,
    can_withdraw_referral,
)
from taskforces.models import Agency, TaskForce

TO_ANSWER, TO_WORK = timedelta(days=3), timedelta(days=30)
SETTLED = {SeizureStatus.VERIFIED, SeizureStatus.LOCKED}


@transaction.atomic
def offer_referral(
    *,
    actor: Actor,
    case: Case,
    to_unit: TaskForce,
    kind: str,
    reason: str,
    due_at: datetime | None = None,
    items: Mapping[UUID, str] | None = None,
    with_identities: bool = False,
    conditions_accepted: bool = False,
) -> Referral:
    """Offer a case to another unit, to work on or to take over: the first of two steps.

    The other unit reads the case, and the seizures chosen, from now on; it may add to a case that is referred. Refuses
    the own unit, a time for the answer that has passed, a case that is offered already, and, for a transfer, seizures
    of the unit that nobody has verified, what is restricted, and what a court holds.
    """
    case = locked_case(actor, case)
    require(can_refer_case(actor, case))
    due = due_at or timezone.now() + TO_ANSWER
    _check_offer(actor, case, to_unit, kind, due, items or {})
    level = Level.VIEW if kind == ReferralKind.TRANSFER else Level.CONTRIBUTE
    terms = Terms(
        level=level,
        reason=reason,
        until=None,
        with_identities=with_identities,
        conditions_accepted=conditions_accepted,
    )
    share = share_case(actor=actor, case=case, receiver=to_unit, terms=terms, items=items, via=ShareVia.REFERRAL)
    referral = Referral(
        case=case, kind=kind, from_unit_id=case.task_force_id, to_unit=to_unit, reason=reason.strip(), share=share,
        offered_by_id=by_whom(actor), due_at=due,
    )  # fmt: skip
    referral.save(force_insert=True)
    referral.refresh_from_db()
    changes = {"referral": (None, kind), "to_unit": (None, to_unit.code)}
    record(actor, "referral.offer", about=case, changes=changes, purpose=reason.strip(), recipients=[str(to_unit)])
    append(ReferralOffered(case.pk, referral.pk, to_unit.pk, kind), about=case, actor=actor)
    return referral


def _check_offer(
    actor: Actor, case: Case, to_unit: TaskForce, kind: str, due: datetime, items: Mapping[UUID, str]
) -> None:
    if kind not in ReferralKind:
        raise Invalid(_("Say whether the case is referred or transferred."), field="kind")
    if to_unit.pk == case.owner_unit:
        raise Invalid(_("Choose another unit: the case is this one's."), field="to_unit")
    if due <= timezone.now():
        raise Invalid(_("The time for the answer must lie ahead."), field="due_at")
    if kind != ReferralKind.TRANSFER:
        return
    _check_free(case)
    for seizure in linked_seizures(actor, case):
        if items.get(seizure.pk, ItemChoice.NOT) != ItemChoice.NOT and seizure.owner_unit == case.owner_unit:
            _check_free(seizure)


def _check_free(about: Case | Seizure) -> None:
    """Refuse to hand over what nobody has verified, what was left to one person, and what a court holds; say which."""
    words, name = "", {"record": str(about)}
    if isinstance(about, Seizure) and about.status not in SETTLED:
        words = _("%(record)s: it is not verified yet, so it cannot be transferred.")
    elif about.root_list.kind == ListKind.RESTRICTED:
        words = _("%(record)s: it is restricted, and two whole units would read it. Share it by name instead.")
    elif about.legal_hold:
        words = _("%(record)s: it is under a legal hold and must stay.")
    if words:
        raise Invalid(words % name, field=f"items.{about.pk}" if isinstance(about, Seizure) else "")


def _check_moves(referral: Referral, about: Case | Seizure) -> None:
    """Refuse at the second step what has been bound since the first: opened again, held, or put under H2."""
    _check_free(about)
    if about.handling == Handling.H2 and referral.share.by_agency != about.owner_agency:
        words = _("%(record)s: it is under H2 now, so only its own agency can hand it over. Decline, and let it offer.")
        raise Invalid(words % {"record": str(about)})


@transaction.atomic
def accept_referral(*, actor: Actor, referral: Referral, work_due_at: datetime | None = None) -> Referral:
    """Accept what was offered: the second step. A case that was to be transferred is the unit's own from now on.

    So are the seizures that went along, as far as they were the other unit's. That unit keeps a copy to read of each,
    and so does whoever had one already; what it had shared with others ends, because the new owner decides, and so does
    its referral to another unit. A case that was referred gets the day by which it is handed back. Refuses a case that
    has ended, and what may no longer be handed over since it was offered.
    """
    referral = _locked(actor, referral)
    require(can_accept_referral(actor, referral))
    now = timezone.now()
    if work_due_at is not None and work_due_at <= now:
        raise Invalid(_("The day by which it is handed back must lie ahead."), field="work_due_at")
    refers = referral.kind == ReferralKind.REFER
    referral.work_due_at = (work_due_at or now + TO_WORK) if refers else None
    _answer(actor, referral, R.ACCEPTED, "")
    case = referral.case
    record(actor, "referral.accept", about=case, changes={"referral": (referral.kind, R.ACCEPTED.value)})
    append(ReferralAccepted(case.pk, referral.pk), about=case, actor=actor)
    if not refers:
        _take_over(actor, referral)
    return referral


@transaction.atomic
def decline_referral(*, actor: Actor, referral: Referral, words: str) -> Referral:
    """Decline what was offered, with a reason. The unit that was asked sees nothing of it any more."""
    referral = _locked(actor, referral)
    require(can_answer_referral(actor, referral))
    _answer(actor, referral, R.DECLINED, _reason(words))
    _note_end(actor, referral)
    end_shares(actor, referral.share)
    return referral


@transaction.atomic
def withdraw_referral(*, actor: Actor, referral: Referral) -> Referral:
    """Take back an offer that nobody has answered yet."""
    referral = _locked(actor, referral)
    require(can_withdraw_referral(actor, referral))
    referral.status, referral.ended_at = R.WITHDRAWN, timezone.now()
    referral.save(force_update=True, update_fields=["status", "ended_at"])
    _note_end(actor, referral)
    end_shares(actor, referral.share)
    return referral


@transaction.atomic
def hand_back_referral(*, actor: Actor, referral: Referral, words: str) -> Referral:
    """Hand a referred case back, with what came of it. What the unit added stays with the case."""
    referral = _locked(actor, referral)
    require(can_hand_back_referral(actor, referral))
    referral.answer_words = _reason(words)
    referral.status, referral.ended_at = R.HANDED_BACK, timezone.now()
    referral.save(force_update=True, update_fields=["status", "ended_at", "answer_words"])
    _note_end(actor, referral)
    end_shares(actor, referral.share)
    return referral


# The parts ----------------------------------------------------------------------------------------------------------


def end_referrals(actor: Actor, case: Case) -> None:
    """End what runs of a case that leaves its unit or its sight, and what is shown by it.

    An offer is taken back, a case that was referred comes back. A step of acts that guard it; the other unit is told by
    the stream, and reads no reason.
    """
    ends = {R.OFFERED: R.WITHDRAWN, R.ACCEPTED: R.HANDED_BACK}
    rows = case.referrals.filter(status__in=ends).exclude(status=R.ACCEPTED, kind=ReferralKind.TRANSFER)
    for referral in rows.select_related("from_unit", "to_unit", "share"):
        referral.case, referral.ended_at = case, timezone.now()
        referral.status = ends[R(referral.status)]
        referral.save(force_update=True, update_fields=["status", "ended_at"])
        _note_end(actor, referral)
        end_shares(actor, referral.share, case)


def _locked(actor: Actor, referral: Referral) -> Referral:
    """Return the referral as it stands, with its case locked, for those who are told of it."""
    case = locked_case(actor, referral.case)
    stands = referrals(actor).filter(pk=referral.pk).first()
    if stands is None:
        raise Missing
    stands.case = case
    return stands


def _reason(words: str) -> str:
    if not words.strip():
        raise Invalid(_("Say why: the other unit reads it."), field="words")
    return words.strip()


def _answer(actor: Actor, referral: Referral, status: R, words: str) -> None:
    now = timezone.now()
    referral.status, referral.answer_words, referral.answered_at = status, words, now
    referral.answered_by_id = by_whom(actor)
    referral.ended_at = now if status == R.DECLINED else None
    fields = ["status", "answer_words", "answered_at", "answered_by", "ended_at", "work_due_at"]
    referral.save(force_update=True, update_fields=fields)


def _note_end(actor: Actor, referral: Referral) -> None:
    changes = {"referral": (referral.kind, str(referral.status))}
    record(actor, "referral.end", about=referral.case, changes=changes, reason=referral.answer_words)
    append(ReferralEnded(referral.case.pk, referral.pk, str(referral.status)), about=referral.case, actor=actor)


def _take_over(actor: Actor, referral: Referral) -> None:
    """Move the case, and what went along of the other unit's seizures, to the unit that accepted."""
    case, moving = referral.case, shared_items(referral.share)
    seizures = [
        locked(actor, each)
        for each in linked_seizures(actor, case)
        if each.pk in moving and each.owner_unit == referral.from_unit_id
    ]
    _check_moves(referral, case)
    for seizure in seizures:
        _check_moves(referral, seizure)
    end_referrals(actor, case)
    unit = TaskForce.objects.select_related("default_list").get(pk=referral.to_unit_id)
    for seizure in seizures:
        _hand_over(actor, seizure, referral, unit)
    agency = actor.acting.agency_id if actor.acting else case.lead_agency_id
    case.task_force, case.lead_agency = unit, Agency.objects.get(pk=agency)
    hand_lead(actor, case)
    case.save(force_update=True, update_fields=["task_force", "lead_agency"])
    _hand_over(actor, case, referral, unit)
    part_persons(actor, seizures)


def _hand_over(actor: Actor, about: Case | Seizure, referral: Referral, unit: TaskForce) -> None:
    """Put a record below the list of its new unit; the earlier ones read it there, and nobody else by what they gave.

    The entry stands among those of both agencies: the one that loses the record finds who took it.
    """
    left, former = (about.access_list_id, about.root_list_id), about.owner_agency
    offer = [share for share, _part in with_those_under(referral.share) if share.about_id == about.pk]
    earlier = list(_receipts(about).exclude(pk__in=[share.pk for share in offer]))
    end_shares_of(actor, about, left[0], but={share.pk for share in (*offer, *earlier)})
    about.owner_unit, about.owner_agency = unit.pk, actor.acting.agency_id if actor.acting else former
    about.access_list = about.root_list = unit.default_list
    about.access_list = grants.own_list(about)
    about.version += 1
    fields = ["access_list", "root_list", "owner_unit", "owner_agency", "version"]
    about.save(force_update=True, update_fields=fields)
    bring_along(about)
    move_history(about)
    changes = {"unit": (referral.from_unit.code, unit.code)}
    verb, both = f"{about._meta.model_name}.transfer", {former, about.owner_agency}
    record(actor, verb, about=about, changes=changes, recipients=[str(unit)], owners=both)
    append(RecordTransferred(about.pk, referral.from_unit_id, unit.pk), about=about, actor=actor)
    announce_move(actor, about, left)
    for share in (*offer, *earlier):
        grants.take_back(share, by=actor.subject_id)
        ended: Any = AccessEnded(left[0], share.pk, share.group_id, share.user_id, revoked=True)
        append(ended, about=about, actor=actor)
    _keep_receipt(actor, about, referral.reason, readers_of(referral.from_unit))
    for unit_id, reason in dict.fromkeys((share.unit_id, share.reason) for share in earlier):
        if unit_id != unit.pk:
            readers = [_reader(share) for share in earlier if share.unit_id == unit_id]
            _keep_receipt(actor, about, reason, readers)


def _receipts(about: Case | Seizure) -> QuerySet[Share]:
    """Return the copies to read that stand on a record's list: what came by a referral, once none of them runs."""
    rows = Share.objects.in_force().filter(access_list_id=about.access_list_id, about_id=about.pk)
    return rows.filter(via=ShareVia.REFERRAL).order_by("pk")


def _reader(share: Share) -> grants.Reader:
    return grants.Reader(label=share.label, group_id=share.group_id, unit_id=share.unit_id)


def _keep_receipt(actor: Actor, about: Case | Seizure, reason: str, readers: Sequence[grants.Reader]) -> None:
    """Let a unit of before go on reading what it wrote, by a share that only a referral takes back."""
    head: Share | None = None
    for reader in readers:
        share = grants.give(
            about.access_list,
            reader,
            level=Level.VIEW,
            with_identities=True,
            reason=reason,
            via=ShareVia.REFERRAL,
            by=actor.subject_id,
            by_agency=actor.acting.agency_id if actor.acting else None,
            under=head,
            about=about,
        )
        head = head or share
        granted = AccessGranted(about.access_list_id, share.pk, share.group_id, share.user_id, share.level)
        append(granted, about=about, actor=actor)
