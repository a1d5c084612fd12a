"""What came back to a person from others, kept as ids only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7


class CameBack(models.Model):
    """Somebody else acted on what this person wrote: verified it, sent it back, locked it, opened it again.

    Written once per event and person by the consumer. It names the record by its id alone: whether the person may
    still see that record is asked when the row is shown.
    """

    KINDS: ClassVar = [
        ("seizure_verified", _("was verified")),
        ("seizure_rejected", _("was sent back to you")),
        ("seizure_reopened", _("was opened for changes again")),
        ("seizure_locked", _("was locked")),
        ("case_stepped", _("went a step on")),
        ("case_closed", _("was closed")),
        ("case_reminder_due", _("still has things to do that should follow every seizure")),
        ("referral_late", _("was referred to another unit, and the clock ran out")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    event_id = models.UUIDField()
    kind = models.CharField(max_length=40, choices=KINDS)
    object_id = models.UUIDField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event_id"], name="home_came_back_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="home_came_back_new", condition=models.Q(seen_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
