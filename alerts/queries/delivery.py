"""Reads of deliveries: what became of those that an agency follows."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.errors import Missing
from alerts.enums import Channel
from alerts.models import Alert, Delivery, Thread

OPEN = Q(delivered_at__isnull=True, parked_at__isnull=True, withheld_at__isnull=True)
LATER = Q(due_at__isnull=False, due_at__gt=Now())  # an hour it waits for on purpose
STATES: Mapping[str, Q] = {
    "later": OPEN & LATER,
    "waiting": OPEN & Q(fault="") & ~LATER,
    "failing": OPEN & ~Q(fault="") & ~LATER,
    "parked": Q(parked_at__isnull=False),
    "sent": Q(delivered_at__isnull=False),
    "withheld": Q(withheld_at__isnull=False),
}


def followed(actor: Actor) -> QuerySet[Delivery]:
    """Return what goes out by mail and webhook to the agency in which one acts: for who follows its deliveries."""
    rows = Delivery.objects.exclude(channel=Channel.APP)
    if actor.acting is None or not actor.may(Permission.FOLLOW_DELIVERIES):
        return rows.none()
    return rows.filter(agency_id=actor.acting.agency_id)


def followed_delivery(actor: Actor, pk: UUID) -> Delivery:
    """Return one of them; Missing when it is not there or not for this reader."""
    found = followed(actor).select_related("recipient", "webhook").filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def alerts_of(actor: Actor, rows: list[Delivery]) -> dict[UUID, Alert]:
    """Return, of the alerts that these tell, those that the reader may see."""
    ids = {row.alert_id for row in rows if row.alert_id}
    return {each.pk: each for each in Alert.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}


def threads_of(actor: Actor, rows: list[Delivery]) -> dict[UUID, Thread]:
    """Return, of the threads of which these tell a message, those that the reader may see."""
    ids = {row.thread_id for row in rows if row.thread_id}
    return {each.pk: each for each in Thread.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}


def state_of(row: Delivery) -> str:
    """Return where a delivery stands, as a word of STATES."""
    if row.withheld_at:
        return "withheld"
    if row.parked_at:
        return "parked"
    if row.delivered_at:
        return "sent"
    if row.due_at is not None and row.due_at > timezone.now():
        return "later"
    return "failing" if row.fault else "waiting"
