"""Photos and documents of a seizure."""

from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.files.models import StoredFile
from aircop.files.sweeping import sweep_files
from aircop.reference.fields import CodeField
from seizures.enums import AttachmentKind
from seizures.models.item import Item
from seizures.models.seizure import Seizure
from taskforces.models import Agency


class Attachment(models.Model):
    """One photo or document added to a seizure, at any time of its life.

    Photos show faces, passports and labels, so all of it is identity: who may not see names sees no file, and is not
    told that there is one. `concealment` says which method a photo shows, by which the galleries are ordered. Nothing
    is deleted but with a draft, or by a court: what does not belong here is withdrawn with a reason. Behind the wall
    through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(("id", "seizure", "file"), FieldClass.OPEN),
        **dict.fromkeys(
            (
                "item", "kind", "concealment", "caption", "taken_at", "recorded_at", "recorded_by", "agency",
                "withdrawn_at", "withdrawn_by", "withdrawn_reason",
            ),
            FieldClass.IDENTITY,
        ),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="attachments")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=AttachmentKind.choices)
    concealment = CodeField(code_list="concealment", blank=True)
    caption = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["seizure", "id"], name="attachment_seizure"),
            models.Index(
                fields=["-recorded_at", "-id"],
                name="attachment_gallery",
                condition=models.Q(kind=AttachmentKind.PHOTO, withdrawn_at__isnull=True),
            ),
            models.Index(
                fields=["concealment", "-recorded_at", "-id"],
                name="attachment_concealment",
                condition=models.Q(kind=AttachmentKind.PHOTO, withdrawn_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="attachment_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.file.name

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["Attachment"]) -> None:
        """Delete what a court orders to be erased; the originals and their pictures go once that is committed."""
        rows.delete()
        transaction.on_commit(sweep_files, using=rows.db)
