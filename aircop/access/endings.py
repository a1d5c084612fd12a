"""Shares that end by themselves: the clock ends them, this tells the stream."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from aircop.access import grants
from aircop.access.actor import NOBODY, Actor
from aircop.access.events import AccessEnded
from aircop.access.models import Share
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


def end_shares_by_name(actor: Actor, person_id: UUID, agency_id: UUID) -> int:
    """Take back what was shared with a person by name for an agency in which it sits no more; return how many.

    Plumbing of the act that ends the person's last seat there: that act guards and audits.
    """
    shares = list(Share.objects.in_force().filter(user_id=person_id, agency_id=agency_id).order_by("id"))
    for share in shares:
        grants.take_back(share, by=actor.subject_id)
        append(AccessEnded(share.access_list_id, share.pk, None, person_id, revoked=True), about=share, actor=actor)
    return len(shares)
