"""Adding photos and documents to a seizure, and taking them out of sight."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.files.models import StoredFile, Upload
from aircop.files.services import filing
from aircop.files.services.upload import held
from aircop.reference.queries import require_code
from seizures.enums import AttachmentKind, SeizureStatus
from seizures.events import AttachmentAdded, AttachmentWithdrawn
from seizures.models import Attachment, Seizure
from seizures.rules import can_add_to_seizure, can_handle_identities, can_withdraw_attachment
from seizures.services.seizure import CLOCK_DRIFT, locked

MOST = 200  # files of one seizure


@dataclass(frozen=True, kw_only=True)
class Shows:
    """What is said about a file: the concealment it shows, a caption, when it was taken, the item it belongs to."""

    concealment: str = ""
    caption: str = ""
    taken_at: datetime | None = None
    item: UUID | None = None


@transaction.atomic
def attach_upload(*, actor: Actor, seizure: Seizure, upload: UUID, shows: Shows | None = None) -> Attachment:
    """File a whole upload of the actor's own with a seizure, once: a repeat answers with what the first one made.

    `upload` is the id that the sender gave it. Refuses who may not add, what is not whole or not as announced, what
    is not on the list of kinds, and an upload that was filed with another record.
    """
    seizure = locked(actor, seizure)
    _require_adding(actor, seizure)
    arrived = held(actor, upload)
    if arrived.filed_as is not None:
        return _filed_already(seizure, arrived)
    return _add(actor, seizure, lambda: filing.from_upload(arrived), shows, arrived)


@transaction.atomic
def attach_file(*, actor: Actor, seizure: Seizure, name: str, data: bytes, shows: Shows | None = None) -> Attachment:
    """File bytes that came in one piece with a seizure. Refuses as `attach_upload` does."""
    seizure = locked(actor, seizure)
    _require_adding(actor, seizure)
    return _add(actor, seizure, lambda: filing.from_bytes(name, data), shows, None)


@transaction.atomic
def withdraw_attachment(*, actor: Actor, attachment: Attachment, words: str = "") -> None:
    """Take a file out of sight, with a reason; of a draft it is gone for good, and needs none.

    The row, the original and its hash stay: who looks for what was withdrawn finds it in the audit.
    """
    seizure = locked(actor, attachment.seizure)
    attachment = _locked(seizure, attachment.pk)
    require(can_withdraw_attachment(actor, attachment))
    key, file, reason = attachment.pk, attachment.file, words.strip()
    if seizure.status == SeizureStatus.DRAFT:
        attachment.delete()
    elif not reason:
        raise Invalid(_("Say why: the auditor will read it."), field="words")
    else:
        attachment.withdrawn_at, attachment.withdrawn_reason = timezone.now(), reason[:500]
        attachment.withdrawn_by_id = actor.subject_id
        attachment.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by"])
    gone = {f"attachments.{name}": (value, None) for name, value in _identified(file).items()}
    kept = seizure.status != SeizureStatus.DRAFT
    record(actor, "attachment.withdraw", about=seizure, changes=gone, reason=reason, keep=kept)
    append(AttachmentWithdrawn(seizure.pk, key), about=seizure, actor=actor)


# The parts ----------------------------------------------------------------------------------------------------------


def _require_adding(actor: Actor, seizure: Seizure) -> None:
    require(can_add_to_seizure(actor, seizure))
    require(can_handle_identities(actor, seizure))


def _filed_already(seizure: Seizure, upload: Upload) -> Attachment:
    """Return what an upload became; a repeat from another record is refused."""
    made = (
        seizure.attachments.select_related("file", "seizure")
        .filter(pk=upload.filed_as, withdrawn_at__isnull=True)
        .first()
        if upload.filed_as
        else None
    )
    if made is None:
        raise Invalid(
            _("This file was filed before, and elsewhere or withdrawn since. Send it anew, under a new id."),
            field="upload",
        )
    return made


def _locked(seizure: Seizure, pk: UUID) -> Attachment:
    found = seizure.attachments.select_for_update(of=("self",)).select_related("file").filter(pk=pk).first()
    if found is None:
        raise Missing
    found.seizure = seizure
    return found


def _add(
    actor: Actor, seizure: Seizure, made: Callable[[], StoredFile], shows: Shows | None, upload: Upload | None
) -> Attachment:
    """Write the attachment, then the file that it holds: the file is seen through it alone."""
    told = shows or Shows()
    _check(seizure, told)
    file = made()
    attachment = Attachment(
        seizure=seizure,
        file_id=file.pk,
        kind=AttachmentKind.PHOTO if file.kind.is_picture else AttachmentKind.DOCUMENT,
        concealment=told.concealment,
        caption=told.caption.strip(),
        taken_at=told.taken_at,
        item_id=told.item,
        recorded_by_id=actor.subject_id,  # type: ignore[misc]  # whoever may add is signed in
        agency_id=actor.acting.agency_id if actor.acting else None,
    )
    attachment.save(force_insert=True)
    filing.keep(file, upload=upload, holder=attachment.pk)
    attachment.file = file
    kept = seizure.status != SeizureStatus.DRAFT
    record(actor, "attachment.add", about=seizure, changes=_told(file, told), keep=kept)
    append(AttachmentAdded(seizure.pk, attachment.pk), about=seizure, actor=actor)
    return attachment


def _check(seizure: Seizure, told: Shows) -> None:
    if told.concealment:
        require_code("concealment", told.concealment, field="concealment")
    if told.taken_at and told.taken_at > timezone.now() + CLOCK_DRIFT:
        raise Invalid(_("This time is still to come. Check the date and the time zone."), field="taken_at")
    if told.item and not seizure.items.filter(pk=told.item).exists():
        raise Invalid(_("This record has no such item."), field="item")
    if seizure.attachments.filter(withdrawn_at__isnull=True).count() >= MOST:
        raise Invalid(
            _("A record holds %(most)d files at most. Withdraw what is not needed.") % {"most": MOST}, field="file"
        )


def _identified(file: StoredFile) -> dict[str, Any]:
    """Return what tells one file from another, for the history and for the auditor."""
    return {"name": file.name, "sha256": file.sha256}


def _told(file: StoredFile, told: Shows) -> dict[str, tuple[Any, Any]]:
    said = _identified(file) | {
        "concealment": told.concealment,
        "caption": told.caption.strip(),
        "taken_at": told.taken_at,
        "item": str(told.item) if told.item else "",
    }
    return {f"attachments.{name}": (None, value) for name, value in said.items() if value}
