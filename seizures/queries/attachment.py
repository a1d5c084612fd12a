"""Reads of photos and documents: of one seizure, and of all that a reader may see."""

from uuid import UUID

from django.db.models import Q, QuerySet

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY
from aircop.errors import Missing
from seizures.enums import AttachmentKind
from seizures.models import Attachment, Seizure


def attachments_of(actor: Actor, seizure: Seizure) -> QuerySet[Attachment]:
    """Return what was added to a seizure and not withdrawn, in order; nothing for who may not see identities there."""
    rows = seizure.attachments.select_related("file", "recorded_by", "agency", "item", "seizure")
    shown = rows.filter(withdrawn_at__isnull=True).order_by("id")
    return shown if SEE_IDENTITY in grants.held(actor, seizure) else shown.none()


def visible_attachment(actor: Actor, seizure_id: UUID, pk: UUID) -> Attachment:
    """Return one file of a seizure; Missing when it or the seizure is not there, or not for this reader."""
    seizure = Seizure.objects.visible_to(actor).filter(pk=seizure_id).first()
    found = attachments_of(actor, seizure).filter(pk=pk).first() if seizure else None
    if found is None:
        raise Missing
    return found


def visible_photos(actor: Actor, concealment: str = "") -> QuerySet[Attachment]:
    """Return the photos of all seizures on which the actor sees identities, of one concealment method or of all."""
    lists = grants.lists_with_identities(actor)
    known = Q(access_list__among=lists) | Q(root_list__among=lists)
    seizures = Seizure.objects.visible_to(actor).filter(known)
    rows = Attachment.objects.filter(
        seizure__in=seizures.values("pk"), kind=AttachmentKind.PHOTO, withdrawn_at__isnull=True
    )
    return rows.filter(concealment=concealment) if concealment else rows
