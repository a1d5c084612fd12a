"""Reads of referrals: told to the unit that offered and to the one that was asked."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.errors import Missing
from seizures.enums import ReferralStatus
from seizures.models import Case, Referral


def referrals(actor: Actor) -> QuerySet[Referral]:
    """Return the referrals of cases that the reader sees, from or to a unit in which it sits."""
    units = [each.unit_id for each in actor.memberships if each.unit_id is not None]
    rows = Referral.objects.filter(Q(from_unit__in=units) | Q(to_unit__in=units), case__in=_cases(actor))
    return rows.select_related("case", "from_unit", "to_unit", "share")


def _cases(actor: Actor) -> QuerySet[Case]:
    return Case.objects.visible_to(actor)


def visible_referral(actor: Actor, pk: UUID) -> Referral:
    """Return one of them; Missing for everybody else."""
    found = referrals(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def referrals_at_hand(actor: Actor, limit: int = 20) -> tuple[list[Referral], list[Referral]]:
    """Return what the unit in which the actor acts is offered and may answer, and what is late; the most urgent first.

    Late is what it offered and heard nothing of in time, and what was not handed back in time, by itself or to it.
    One query.
    """
    if actor.acting is None or actor.acting.unit_id is None or not actor.may(Permission.SHARE_CASE):
        return [], []
    unit = actor.acting.unit_id
    offered = Q(status=ReferralStatus.OFFERED) & (Q(to_unit=unit) | Q(from_unit=unit, due_at__lte=Now()))
    kept = Q(status=ReferralStatus.ACCEPTED, work_due_at__lte=Now()) & (Q(from_unit=unit) | Q(to_unit=unit))
    rows = list(referrals(actor).filter(offered | kept).order_by("due_at", "id")[: 2 * limit])
    waiting = [row for row in rows if row.status == ReferralStatus.OFFERED and row.to_unit_id == unit]
    return waiting[:limit], [row for row in rows if row not in waiting][:limit]


def waiting_referrals(actor: Actor) -> list[Referral]:
    """Return what the unit in which the actor acts is offered and may answer."""
    return referrals_at_hand(actor)[0]


def late_referrals(actor: Actor) -> list[Referral]:
    """Return what is late of the referrals of the unit in which the actor acts."""
    return referrals_at_hand(actor)[1]
