"""Photos that an alert carries."""

from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.files.models import StoredFile
from aircop.files.sweeping import sweep_files
from alerts.models.alert import Alert


class AlertPhoto(models.Model):
    """One photo that goes out with an alert: a copy of its own, so that nobody needs the record it came from.

    Photos show faces and papers: who sees no identities sees none, and is not told that there is one. Only the picture
    drawn from it is given out, without the position and the camera that the original tells of.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(("id", "alert", "file"), FieldClass.OPEN),
        **dict.fromkeys(("caption", "recorded_at", "recorded_by"), FieldClass.IDENTITY),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.caption or self.file.name

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["AlertPhoto"]) -> None:
        """Delete what a court orders to be erased; originals and pictures go once that is committed."""
        rows.delete()
        transaction.on_commit(sweep_files, using=rows.db)
