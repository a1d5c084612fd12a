"""Reads of hits: what one's agency was told, with the desk to call; nothing of the other side's record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from aircop.access.actor import Actor
from seizures.models import HitNotice, Person
from taskforces.models import ContactPoint
from taskforces.queries.hit_opening import named_desks

NEW = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Told:
    """A hit with the desk that the other side named, as far as it still stands in the directory."""

    notice: HitNotice
    desk: ContactPoint | None


def hits(actor: Actor) -> QuerySet[HitNotice]:
    """Return what the reader's agencies were told about their own persons, as far as the reader sees them.

    The wall asks for the identities too. Of a person that was transferred the agency of before is told nothing more.
    """
    agencies, persons = {each.agency_id for each in actor.memberships}, Person.objects.visible_to(actor)
    rows = HitNotice.objects.filter(agency__in=agencies, person__in=persons, person__owner_agency=F("agency_id"))
    return rows.select_related("other", "person__seizure__airport")


def with_desks(actor: Actor, rows: Sequence[HitNotice]) -> list[Told]:
    """Return the hits of a page with whom to call. Two queries for any number."""
    desks = named_desks(actor, {row.other_id for row in rows})
    return [Told(row, desks.get(row.other_id)) for row in rows]


def new_hits(actor: Actor, limit: int = 10) -> list[HitNotice]:
    """Return what was told within a fortnight, the newest first."""
    return list(hits(actor).filter(told_at__gt=Now() - NEW).order_by("-told_at", "-id")[:limit])
