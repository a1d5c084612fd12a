"""Whether an agency takes part in hit / no hit, since when, by whom, and whom the others call."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from taskforces.models.agency import Agency
from taskforces.models.contact_point import ContactPoint


class HitOpening(models.Model):
    """An agency opened itself to hit / no hit for a time, naming the desk that the other side is told.

    Without an opening that runs, nothing of the agency is compared, and it is told nothing. The desk is named once for
    all hits, so that it says nothing about any record. Rows are never rewritten: closing writes the end alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(closed_at__isnull=True), name="hit_opening_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) ^ models.Q(closed_by__isnull=False),
                name="hit_opening_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} since {self.opened_at}"
