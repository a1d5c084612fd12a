"""Reads of closed groups."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.errors import Missing
from alerts.models import ClosedGroup, GroupMember

LAST_DAY = timedelta(days=1)


def visible_group(actor: Actor, pk: UUID) -> ClosedGroup:
    """Return one group with what its page shows; Missing when it is not there or not for this reader."""
    found = ClosedGroup.objects.visible_to(actor).with_rows().select_related("access_list").filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def groups_of(actor: Actor) -> QuerySet[ClosedGroup]:
    """Return the groups that the actor reads and in which it may still write, the newest first."""
    return ClosedGroup.objects.visible_to(actor).filter(ended_at__isnull=True).order_by("-recorded_at", "-id")


def groups_ending(actor: Actor, limit: int = 10) -> list[ClosedGroup]:
    """Return the groups of the actor whose last day has begun, the first to end first."""
    soon = Q(ends_at__gt=Now(), ends_at__lte=Now() + LAST_DAY)
    rows = ClosedGroup.objects.visible_to(actor).filter(soon, ended_at__isnull=True)
    return list(rows.order_by("ends_at", "id")[:limit])


def groups_still_visible(actor: Actor, ids: Iterable[UUID]) -> list[ClosedGroup]:
    """Return, of the groups named, those that the actor may see now."""
    return list(ClosedGroup.objects.visible_to(actor).filter(pk__in=list(ids)))


def members_of(group: ClosedGroup) -> list[GroupMember]:
    """Return who belongs to a group and who did, in the order in which they came."""
    return list(group.members.select_related("unit", "agency", "person", "added_by").order_by("joined_at", "id"))


def members_now(group: ClosedGroup) -> QuerySet[GroupMember]:
    """Return who belongs to a group now."""
    rows = group.members.filter(Q(until__isnull=True) | Q(until__gt=Now()), ended_at__isnull=True)
    return rows.select_related("unit", "agency", "person")


def member_of(actor: Actor, group: ClosedGroup) -> GroupMember | None:
    """Return the membership by which the actor belongs to a group now: its unit's, its agency's, or its own."""
    if actor.acting is None:
        return None
    by_agency = Q(agency_id=actor.acting.agency_id, person__isnull=True)
    own = Q(agency_id=actor.acting.agency_id, person_id=actor.subject_id)
    rows = members_now(group).filter(Q(unit_id=actor.acting.unit_id, unit__isnull=False) | by_agency | own)
    return rows.order_by("id").first()
