"""Reads of the photos that go out with alerts."""

from uuid import UUID

from django.db.models import QuerySet

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY
from aircop.errors import Missing
from alerts.models import Alert, AlertPhoto
from alerts.queries.acceptance import closed_alerts
from alerts.queries.alert import seizure_of
from seizures.enums import AttachmentKind
from seizures.models import Attachment
from seizures.queries.attachment import attachments_of


def photos_of(actor: Actor, alert: Alert) -> QuerySet[AlertPhoto]:
    """Return the photos of an alert in order; none for who sees no identities there, or while it is closed."""
    rows = alert.photos.select_related("file").order_by("id")
    if SEE_IDENTITY not in grants.held(actor, alert) or closed_alerts(actor, [alert]):
        return rows.none()
    return rows


def visible_photo(actor: Actor, alert_id: UUID, pk: UUID) -> AlertPhoto:
    """Return one photo of an alert; Missing when it or the alert is not there, or not for this reader."""
    alert = Alert.objects.visible_to(actor).filter(pk=alert_id).first()
    found = photos_of(actor, alert).filter(pk=pk).first() if alert else None
    if found is None:
        raise Missing
    return found


def photos_to_copy(actor: Actor, alert: Alert) -> list[Attachment]:
    """Return the photos of the seizure an alert is about, for who sees them there."""
    seizure = seizure_of(actor, alert)
    return list(attachments_of(actor, seizure).filter(kind=AttachmentKind.PHOTO)) if seizure else []
