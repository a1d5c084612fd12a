"""Files on their way, and files that were filed with a record."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.files.kinds import KINDS, Kind

KEPT = timedelta(days=7)  # how long an upload waits for its next piece, or for its record


class Scan(models.TextChoices):
    """What a scanner for malicious programs said."""

    UNSCANNED = "unscanned", _("not scanned")
    CLEAN = "clean", _("scanned, nothing found")
    INFECTED = "infected", _("malicious, locked away")


class View(models.TextChoices):
    """Whether there is a picture to show."""

    WAITING = "waiting", _("being prepared")
    READY = "ready", _("ready")
    FAILED = "failed", _("cannot be drawn")
    NONE = "none", _("no picture")


class StoredFile(models.Model):
    """One file that was filed with a record: what its bytes are, not what its name says.

    The content lies in the store under its SHA-256, twice filed content once; the row belongs to one record alone and
    is behind the wall through it. There is no address by hash. `view` says whether the picture that is shown (drawn
    anew, without position, device or any other metadata) is there; the original stays as it came.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(("sha256", "name"), FieldClass.IDENTITY),
        **dict.fromkeys(
            ("id", "media_type", "size", "width", "height", "scan", "scanned_at", "view", "tries", "filed_at"),
            FieldClass.CASE,
        ),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=20, choices=[(name, name) for name in KINDS])
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    scan = models.CharField(max_length=9, choices=Scan.choices, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField(null=True)
    view = models.CharField(max_length=7, choices=View.choices, default=View.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    filed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["sha256"], name="stored_file_hash"),
            models.Index(fields=["id"], name="stored_file_waiting", condition=models.Q(view=View.WAITING)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_hash_is_one"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(
                condition=models.Q(width__isnull=True, height__isnull=True)
                | models.Q(width__gt=0, height__gt=0, width__isnull=False, height__isnull=False),
                name="stored_file_has_both_sides",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> Kind:
        """Return what it is."""
        return KINDS[self.media_type]


class Upload(models.Model):
    """A file on its way in: its sender's alone, in pieces, until it is filed with a record or its time is over.

    `client` is the id that the sender chose, so that a repeat after a lost answer finds what is there. `record` is the
    id that the sender's form gave the record, which may not be written yet; `filed_as` is what it became in the end.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ("id", "owner", "client", "size", "sha256", "received", "pieces", "record", "filed_as", "expires_at"),
            FieldClass.OPEN,
        ),
        "name": FieldClass.IDENTITY,
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    client = models.UUIDField()
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    received = models.PositiveIntegerField(default=0)
    pieces = ArrayField(models.PositiveIntegerField(), default=list)  # where each piece begins
    record = models.UUIDField(null=True)
    filed_as = models.UUIDField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "client"], name="upload_once"),
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="upload_not_overfull"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_not_empty"),
        ]
        indexes = [
            models.Index(fields=["record"], name="upload_record", condition=models.Q(record__isnull=False)),
            models.Index(fields=["expires_at"], name="upload_end"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        """Whether every byte is there."""
        return self.received == self.size
