"""What an addressed unit or agency did about an alert."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from alerts.enums import Result
from alerts.models.addressee import Addressee
from alerts.models.alert import Alert
from seizures.models import Seizure


class Answer(models.Model):
    """One answer: what was done, and what came of it. A later one stands beside it, never in its place.

    `seizure` is the record that came of the alert; it is shown to those alone who see that too. `words` tell of people
    as a rule, so they are for who sees identities.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(("id", "alert", "addressee", "result", "seizure", "at", "by"), FieldClass.CASE),
        "words": FieldClass.IDENTITY,
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="answers")
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="answers")
    result = models.CharField(max_length=8, choices=Result.choices)
    words = models.CharField(max_length=2_000, blank=True)
    seizure = models.ForeignKey(Seizure, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.result} on {self.alert_id}"
