"""Photos that go out with an alert: put in and taken out before it is told."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.files.models import Scan, StoredFile, Upload, View
from aircop.files.services import filing
from aircop.files.services.upload import held
from alerts.enums import AlertStatus
from alerts.events import AlertPhotoAdded, AlertPhotoRemoved
from alerts.models import Alert, AlertPhoto
from alerts.rules import can_change_alert, can_tell_names, can_tell_of_records
from alerts.services.alert import locked
from seizures.models import Attachment
from seizures.queries.attachment import visible_attachment
from seizures.services.assistance import by_whom

MOST = 8  # photos of one alert


@transaction.atomic
def add_photo(*, actor: Actor, alert: Alert, name: str, data: bytes, caption: str = "") -> AlertPhoto:
    """Put a photo that came in one piece into an alert.

    Refuses who may not change it or sees no identities, what is no picture, and more than an alert holds.
    """
    alert = _changing(actor, alert)
    return _add(actor, alert, filing.from_bytes(name, data), caption)


@transaction.atomic
def add_sent_photo(*, actor: Actor, alert: Alert, upload: UUID, caption: str = "") -> AlertPhoto:
    """Put a whole upload of the actor's own into an alert; a repeat answers with what the first one made."""
    alert = _changing(actor, alert)
    arrived = held(actor, upload)
    if arrived.filed_as is not None:
        return _filed_already(alert, arrived)
    return _add(actor, alert, filing.from_upload(arrived), caption, arrived)


@transaction.atomic
def copy_photo(*, actor: Actor, alert: Alert, attachment: Attachment, caption: str = "") -> AlertPhoto:
    """Put a copy of a photo of its seizure into an alert: readers need not see the seizure, and learn nothing of it.

    Refuses a file of another record or that the actor may not see there, what must not be passed on so, and what the
    scanner locked away.
    """
    alert = _changing(actor, alert)
    if attachment.seizure_id != alert.seizure_id:
        raise Missing
    require(can_tell_of_records(actor, alert))
    found = visible_attachment(actor, attachment.seizure_id, attachment.pk)
    told = ("sha256", "name", "media_type", "size", "width", "height", "scan", "scanned_at", "view")
    file = StoredFile(**{name: getattr(found.file, name) for name in told})
    return _add(actor, alert, file, caption or found.caption)


@transaction.atomic
def remove_photo(*, actor: Actor, photo: AlertPhoto) -> None:
    """Take a photo out of an alert that was not told yet; the copy is deleted."""
    alert = _changing(actor, photo.alert)
    found = alert.photos.select_related("file").filter(pk=photo.pk).first()
    if found is None:
        raise Missing
    key, name = found.pk, found.file.name
    found.delete()
    _note(actor, alert, "photo.remove", {"photos.name": (name, None)})
    append(AlertPhotoRemoved(alert.pk, key), about=alert, actor=actor)


# The parts ----------------------------------------------------------------------------------------------------------


def _changing(actor: Actor, alert: Alert) -> Alert:
    alert = locked(actor, alert)
    require(can_change_alert(actor, alert))
    require(can_tell_names(actor, alert))
    return alert


def _filed_already(alert: Alert, upload: Upload) -> AlertPhoto:
    made = alert.photos.select_related("file").filter(pk=upload.filed_as).first() if upload.filed_as else None
    if made is None:
        raise Invalid(_("This file was filed elsewhere. Send it anew, under a new id."), field="upload")
    return made


def _add(actor: Actor, alert: Alert, file: StoredFile, caption: str, upload: Upload | None = None) -> AlertPhoto:
    """Write the row, then the file that it holds: the file is seen through it alone."""
    if not file.kind.is_picture or file.view == View.FAILED or file.scan == Scan.INFECTED:
        raise Invalid(_("Only photos go out with an alert. Choose a JPEG, PNG or WebP."), field="file")
    if alert.photos.count() >= MOST:
        raise Invalid(_("An alert carries %(most)d photos at most.") % {"most": MOST}, field="file")
    photo = AlertPhoto(
        alert=alert,
        file_id=file.pk,
        caption=caption.strip()[:300],
        recorded_by_id=actor.subject_id,  # type: ignore[misc]  # whoever may change it is signed in
    )
    photo.save(force_insert=True)
    filing.keep(file, upload=upload, holder=photo.pk)
    photo.file = file
    told = {"photos.name": (None, file.name), "photos.caption": (None, photo.caption)}
    _note(actor, alert, "photo.add", {name: value for name, value in told.items() if value[1]})
    append(AlertPhotoAdded(alert.pk, photo.pk), about=alert, actor=actor)
    return photo


def _note(actor: Actor, alert: Alert, verb: str, changes: dict[str, tuple[Any, Any]]) -> None:
    alert.note_writer(by_whom(actor))
    alert.save(force_update=True, update_fields=["written_by", "version"])
    record(actor, verb, about=alert, changes=changes, keep=alert.status != AlertStatus.DRAFT)
