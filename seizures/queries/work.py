"""Reads of seizures for one person's day: what waits for it, what was shared with it, what its unit did lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.models import Share, ShareVia
from aircop.access.pages import page
from aircop.access.roles import Permission
from seizures.enums import SeizureStatus
from seizures.models import Seizure, SeizureQuerySet
from taskforces.models import HandoverLine

LATELY = timedelta(days=14)


def _rows(actor: Actor) -> SeizureQuerySet:
    return Seizure.objects.visible_to(actor).with_rows()


def own_unfinished(actor: Actor, limit: int = 20) -> list[Seizure]:
    """Return what the actor wrote or was handed, and has to finish: rejected ones, then drafts; the oldest first."""
    handed = HandoverLine.objects.filter(kind="rejected", handover__successor_id=actor.subject_id)
    own = Q(recorded_by_id=actor.subject_id) | Q(pk__in=handed.values("object_id"))
    rows = _rows(actor).filter(own, status__in=[SeizureStatus.DRAFT, SeizureStatus.REJECTED])
    return list(rows.order_by("-status", "recorded_at", "id")[:limit])


def waiting_for_verification(actor: Actor, limit: int = 20) -> list[Seizure]:
    """Return what others submitted in the unit in which the actor may verify now, the longest waiting first."""
    unit = actor.acting.unit_id if actor.acting else None
    if unit is None or not actor.may(Permission.VERIFY_SEIZURE):
        return []
    rows = _rows(actor).filter(task_force_id=unit, status=SeizureStatus.SUBMITTED)
    return list(rows.exclude(recorded_by_id=actor.subject_id).order_by("submitted_at", "id")[:limit])


def last_logged(actor: Actor) -> Seizure | None:
    """Return what the actor itself logged last in the unit in which it acts."""
    unit = actor.acting.unit_id if actor.acting else None
    if unit is None:
        return None
    rows = _rows(actor).filter(task_force_id=unit, recorded_by_id=actor.subject_id)
    return rows.order_by("-recorded_at", "-id").first()


def unit_lately(actor: Actor, limit: int = 8) -> list[Seizure]:
    """Return the last seizures of the unit in which the actor acts."""
    unit = actor.acting.unit_id if actor.acting else None
    if unit is None:
        return []
    rows = _rows(actor).filter(task_force_id=unit).exclude(status=SeizureStatus.DRAFT)
    return list(page(rows, order="-occurred_at", size=limit).rows)


@dataclass(frozen=True, slots=True)
class Received:
    """A seizure that another agency let one of the actor's agencies see."""

    seizure: Seizure
    share: Share


def received_lately(actor: Actor, limit: int = 8) -> list[Received]:
    """Return what was shared with the actor's groups lately and is still shared, the newest first."""
    shares = (
        Share.objects.in_force()
        .filter(Q(group_id__in=actor.groups) | Q(user_id=actor.subject_id))
        .exclude(via=ShareVia.DEFAULT)
        .exclude(about_type="seizures.case")
        .filter(starts_at__gt=Now() - LATELY)
        .order_by("-starts_at", "-id")[: limit * 3]
    )
    by_list = {share.access_list_id: share for share in reversed(shares)}  # the newest share of a list wins
    rows = _rows(actor).filter(access_list_id__in=by_list).exclude(access_list_id=F("root_list_id"))
    found = [Received(row, by_list[row.access_list_id]) for row in rows[: limit * 3]]
    return sorted(found, key=lambda each: each.share.starts_at, reverse=True)[:limit]


def still_visible(actor: Actor, ids: Sequence[UUID]) -> list[Seizure]:
    """Return, of the seizures named, those that the actor may see now."""
    return list(_rows(actor).filter(pk__in=ids)) if ids else []
