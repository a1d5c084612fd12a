"""Shares that end by themselves: the clock ends them, this tells the stream."""

from django.db import transaction
from django.db.models.functions import Now

from aircop.access import grants
from aircop.access.actor import NOBODY
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
