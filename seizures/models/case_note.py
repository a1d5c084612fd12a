"""Notes of a case: what investigators write down as they go."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from seizures.models.case import Case
from taskforces.models import Agency


class CaseNote(models.Model):
    """One note. It is never rewritten: a correction is a further note that names the one it corrects.

    Free text is identity: only who sees identities on the case's list reads or writes notes.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "case", "sequence", "corrects", "recorded_at", "recorded_by", "agency"), FieldClass.CASE
    ) | {"text": FieldClass.IDENTITY}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes", db_index=False)
    sequence = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=10_000)
    corrects = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="case_note_once")]

    def __str__(self) -> str:
        return str(self.sequence)
