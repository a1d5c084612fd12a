"""Making a stored file of what arrived. The caller holds the transaction, guards, audits and announces.

The domain writes the row that holds the file first (its foreign key is checked at the end of the transaction) and then
calls `keep`: a stored file is visible through its holder alone, to the application too.
"""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.errors import Invalid
from aircop.files import storage
from aircop.files.kinds import look_at
from aircop.files.models import StoredFile, Upload, View
from aircop.files.names import clean_name
from aircop.files.services.upload import assembled


def from_upload(upload: Upload) -> StoredFile:
    """Return an unsaved stored file of a whole upload, its content kept. Refuses what is not whole or not as told."""
    if not upload.is_whole:
        raise Invalid(_("The file has not arrived completely. Send the rest first."), field="upload")
    return from_bytes(upload.name, assembled(upload))


def from_bytes(name: str, data: bytes) -> StoredFile:
    """Return an unsaved stored file of these bytes, its content kept. Refuses what is not on the list of kinds."""
    content = look_at(data)
    sha256 = hashlib.sha256(data).hexdigest()
    storage.put_content(data, sha256)
    return StoredFile(
        sha256=sha256,
        name=clean_name(name, content.kind),
        media_type=content.kind.media_type,
        size=len(data),
        width=content.width,
        height=content.height,
        view=View.WAITING if content.kind.is_picture else View.NONE,
    )


def keep(file: StoredFile, *, upload: Upload | None = None, holder: UUID) -> None:
    """Write the stored file, and note on its upload what it became; the pieces go when the transaction is through."""
    file.save(force_insert=True)
    if upload is None:
        return
    pieces, upload.pieces = list(upload.pieces), []
    upload.filed_as = holder
    upload.save(update_fields=["filed_as", "pieces"])
    transaction.on_commit(lambda: storage.drop_pieces(upload.pk, pieces))
