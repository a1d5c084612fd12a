"""Reads of referrals: told to the unit that offered and to the one that was asked."""

from uuid import UUID

from django.db.models import Q, QuerySet

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


def waiting_referrals(actor: Actor, limit: int = 20) -> list[Referral]:
    """Return what the unit in which the actor acts is offered and may answer, the most urgent first."""
    if actor.acting is None or actor.acting.unit_id is None or not actor.may(Permission.SHARE_CASE):
        return []
    rows = referrals(actor).filter(status=ReferralStatus.OFFERED, to_unit=actor.acting.unit_id)
    return list(rows.order_by("due_at", "id")[:limit])
