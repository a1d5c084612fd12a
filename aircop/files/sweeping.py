"""What is thrown away by the clock: uploads whose time is over, and files whose record was thrown away as a draft."""

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, ForeignObjectRel, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Now

from aircop.access.unscoped import unscoped
from aircop.files import storage
from aircop.files.models import StoredFile, Upload


def sweep_files(most: int = 500) -> tuple[int, int]:
    """Forget ended uploads and files that belong to nothing; return how many of each."""
    with unscoped("ended uploads and files of discarded drafts are deleted") as alias:
        with transaction.atomic(using=alias):
            ended = Upload.objects.using(alias).select_for_update(skip_locked=True).filter(expires_at__lt=Now())
            uploads = list(ended[:most])
            for upload in uploads:
                _forget_upload(upload)
        with transaction.atomic(using=alias):
            loose = _loose(StoredFile.objects.using(alias)).select_for_update(skip_locked=True, of=("self",))
            files = list(loose[:most])
            for file in files:
                _forget_file(file, alias)
    return len(uploads), len(files)


def open_uploads(using: str) -> tuple[int, int]:
    """Return how many uploads are on their way, and how many bytes of them are here; figures alone."""
    rows = Upload.objects.using(using).filter(filed_as=None, expires_at__gte=Now())
    told = rows.aggregate(uploads=Count("pk"), received=Sum("received"))
    return told["uploads"], told["received"] or 0


def forget_uploads(record: UUID, filed_as: Collection[UUID], *, using: str) -> None:
    """Forget what was sent for a record, on its way or filed, in the transaction that erases the record."""
    rows = Upload.objects.using(using).filter(Q(record=record) | Q(filed_as__in=filed_as))
    for pk, pieces in rows.values_list("pk", "pieces"):
        transaction.on_commit(partial(storage.drop_pieces, pk, pieces), using=using)
    rows.delete()


def _forget_upload(upload: Upload) -> None:
    storage.drop_pieces(upload.pk, upload.pieces)
    upload.delete()


def _loose(files: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """Keep the files that no domain holds any more, whichever domains there are."""
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            holders: Any = relation.related_model._default_manager.using(files.db)
            files = files.exclude(Exists(holders.filter(**{relation.field.name: OuterRef("pk")})))
    return files


def _forget_file(file: StoredFile, alias: str) -> None:
    """Delete the row, and the content when no other row holds the same."""
    file.delete()
    if not StoredFile.objects.using(alias).filter(sha256=file.sha256).exists():
        storage.drop_content(file.sha256)
