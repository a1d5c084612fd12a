"""Ends in the past: rights go by the database's clock, so a test writes that a moment has passed, and never sleeps."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from aircop.access.models import ListGroupGrant, ListUserGrant, Seat, Share
from taskforces.models import Membership
from tests.databases import as_owner

SECOND = timedelta(seconds=1)


def expire(given: Share) -> None:
    """Let a share have run out a second ago, with the grants that carried its end. The trigger forbids it to all."""
    past, before = timezone.now() - SECOND, given.until
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE access_share DISABLE TRIGGER access_share_kept")
        Share.objects.filter(pk=given.pk).update(starts_at=past - timedelta(days=1), until=past)
        cursor.execute("ALTER TABLE access_share ENABLE TRIGGER access_share_kept")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for grants in (ListGroupGrant, ListUserGrant):
            grants.objects.filter(content_object=given.access_list_id, expires_at=before).update(expires_at=past)


def end_a_second_ago(membership: Membership) -> None:
    """Let a membership, and its seats, have ended a second ago."""
    past = timezone.now() - SECOND
    with as_owner():
        for rows in (Membership.objects.filter(pk=membership.pk), Seat.objects.filter(membership_id=membership.pk)):
            rows.update(valid_from=past - timedelta(days=1), valid_to=past)
