"""Shares that end by themselves: the clock ends them, this tells the stream."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from aircop.access import grants
from aircop.access.actor import NOBODY, Actor
from aircop.access.events import AccessEnded
from aircop.access.models import Share
from aircop.access.models.seat import Seat
from aircop.events import append


def announce_endings(limit: int = 500) -> int:
    """Announce shares whose term ran out, tidy their grants, and return how many there were."""
    with transaction.atomic():
        ended = Share.objects.select_for_update(skip_locked=True, no_key=True).filter(
            until__lte=Now(), revoked_at__isnull=True, end_announced_at__isnull=True
        )
        shares = list(ended.order_by("until")[:limit])
        for share in shares:
            Share.objects.filter(pk=share.pk).update(end_announced_at=Now())
            grants.apply(share.access_list_id)
            append(
                AccessEnded(share.access_list_id, share.pk, share.group_id, share.user_id, revoked=False),
                about=share,
                actor=NOBODY,
            )
    return len(shares)


def end_unseated_shares(actor: Actor = NOBODY, limit: int = 500, **whose: UUID) -> int:
    """Take back what was shared by name, for an agency, with people who sit there no more; return how many.

    An office reads no records and is no such seat. By the clock of everybody; and a step of the acts that end a
    person's seat, which guard and audit, of that person (`user_id`).
    """
    seats = Seat.objects.in_force().reading().filter(user_id=OuterRef("user_id"), agency_id=OuterRef("agency_id"))
    named = Share.objects.in_force().filter(~Exists(seats), user__isnull=False, agency_id__isnull=False, **whose)
    with transaction.atomic():
        shares = list(named.select_for_update(skip_locked=not whose, no_key=True, of=("self",)).order_by("id")[:limit])
        for share in shares:
            end_by_name(actor, share)
    return len(shares)


def end_by_name(actor: Actor, share: Share) -> None:
    """Take back one share with a person: a step of acts that guard and audit it."""
    grants.take_back(share, by=actor.subject_id)
    append(AccessEnded(share.access_list_id, share.pk, None, share.user_id, revoked=True), about=share, actor=actor)
