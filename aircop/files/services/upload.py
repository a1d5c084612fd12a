"""Receiving a file in pieces: begun once, continued where it stopped, cancelled by its sender."""

import hashlib
import re
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.errors import DomainError, Invalid, Missing
from aircop.files import storage
from aircop.files.kinds import MOST_BYTES, look_at, too_big
from aircop.files.models import KEPT, Upload
from aircop.files.rules import can_send_file

MOST_PIECE = 1_048_576
MOST_PIECES = 1_000  # of one file: a row and as many files in the store, whatever the bytes
HASH = re.compile("[0-9a-f]{64}")
LONGEST_NAME = 255


class WrongOffset(DomainError):
    """A piece that does not begin where the last one ended (HTTP 409); `offset` says where to go on."""

    code = "wrong_offset"

    def __init__(self, offset: int) -> None:
        super().__init__(_("This piece does not follow on what arrived. Go on from where the upload stands."))
        self.offset = offset


@transaction.atomic
def begin_upload(
    *, actor: Actor, client: UUID, name: str, size: int, sha256: str = "", record: UUID | None = None
) -> Upload:
    """Announce a file; a repeat finds what the first one began.

    Refuses what is empty or too big before a byte is sent, a hash that is none, and a used id for another file.
    """
    known = Upload.objects.filter(owner_id=actor.subject_id, client=client).first()
    if known is None:
        require(can_send_file(actor))
        _check(size, sha256)
        row = Upload(owner_id=actor.subject_id, client=client, name=_kept(name), size=size, sha256=sha256)  # type: ignore[misc]  # signed in
        row.record, row.expires_at = record, timezone.now() + KEPT
        Upload.objects.bulk_create([row], ignore_conflicts=True)
        known = Upload.objects.get(owner_id=actor.subject_id, client=client)
    if (known.size, known.sha256) != (size, sha256):
        raise Invalid(_("This id belongs to another file. Begin again with a new one."), field="id")
    return known


def _kept(name: str) -> str:
    """Return the name as it came, as far as a column can hold it; it is cleaned when the file is filed."""
    return name.replace("\0", "")[-LONGEST_NAME:]


def _check(size: int, sha256: str) -> None:
    if size < 1:
        raise Invalid(_("The file is empty. Choose it again."), field="size")
    if size > MOST_BYTES:
        fault = too_big()
        fault.field = "size"
        raise fault
    if sha256 and not HASH.fullmatch(sha256):
        raise Invalid(_("A SHA-256 has 64 digits from 0 to f."), field="sha256")


@transaction.atomic
def receive_piece(*, actor: Actor, client: UUID, offset: int, data: bytes) -> Upload:
    """Take the next piece. One that was written and whose answer was lost is told where to go on.

    The last one is taken only when the whole is what was announced, and of a kind that is kept.
    """
    upload = held(actor, client)
    if offset != upload.received or upload.filed_as:
        raise WrongOffset(upload.received)
    if not 0 < len(data) <= min(MOST_PIECE, upload.size - upload.received):
        raise Invalid(_("The piece is empty, or longer than what is still to come."), field="Upload-Offset")
    if len(upload.pieces) >= MOST_PIECES:
        raise Invalid(_("These pieces are too small. Begin again with bigger ones."), field="Upload-Offset")
    storage.put(storage.piece_name(upload.pk, offset), data)
    upload.pieces.append(offset)
    upload.received += len(data)
    if upload.is_whole:
        look_at(assembled(upload))
    upload.expires_at = timezone.now() + KEPT
    upload.save(update_fields=["pieces", "received", "expires_at"])
    return upload


@transaction.atomic
def cancel_upload(*, actor: Actor, client: UUID) -> None:
    """Throw away what arrived of a file. What was filed already stays filed."""
    upload = held(actor, client)
    pieces = list(upload.pieces)
    upload.delete()
    transaction.on_commit(lambda: storage.drop_pieces(upload.pk, pieces))


def assembled(upload: Upload) -> bytes:
    """Return the bytes of a whole upload; Invalid when they are not what was announced."""
    data = b"".join(storage.get(storage.piece_name(upload.pk, offset)) for offset in upload.pieces)
    if len(data) != upload.size or (upload.sha256 and hashlib.sha256(data).hexdigest() != upload.sha256):
        words = _("What arrived is not what was sent (the SHA-256 differs). Send the file again.")
        raise Invalid(words, field="sha256")
    return data


def held(actor: Actor, client: UUID) -> Upload:
    """Return the actor's own upload, locked; Missing for everybody else's."""
    found = Upload.objects.select_for_update().filter(owner_id=actor.subject_id, client=client).first()
    if found is None:
        raise Missing
    return found
