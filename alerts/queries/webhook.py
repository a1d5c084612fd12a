"""Reads of webhooks: those of the agency in which one acts."""

from uuid import UUID

from django.db.models import QuerySet

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.errors import Missing
from alerts.models import Webhook


def webhooks_of(actor: Actor) -> QuerySet[Webhook]:
    """Return the webhooks of the agency for which one acts as its administrator."""
    if actor.acting is None or not actor.may(Permission.MANAGE_WEBHOOKS):
        return Webhook.objects.none()
    return Webhook.objects.filter(agency_id=actor.acting.agency_id)


def webhook_of(actor: Actor, pk: UUID) -> Webhook:
    """Return one of them; Missing when it is not there or not of this agency."""
    found = webhooks_of(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found
