"""Reviews of access: who sits where in an agency, and what it shares, looked at line by line on one day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy
from uuid6 import uuid7

from taskforces.models.agency import Agency


class Decision(models.TextChoices):
    """What was decided on a line."""

    CONFIRMED = "confirmed", pgettext_lazy("line of a review", "confirmed")
    ENDED = "ended", pgettext_lazy("line of a review", "ended")


class AccessReview(models.Model):
    """An agency's access as it stood when the review was begun; finished when every line is decided. Kept for good."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(db_default=Now())
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(finished_at__isnull=True), name="access_review_one_open"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-begun_at"], name="access_review_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.begun_at:%Y-%m-%d}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id


class ReviewLine(models.Model):
    """One thing that gives access, as it stood: a seat, a token, a partner system, a share given or held.

    `facts` are what the page showed beside it when it was decided: since when, last sign-in, second factor, end.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10)
    object_id = models.UUIDField()
    who = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    facts: Any = models.JSONField(default=dict)
    may_end = models.BooleanField(default=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "kind", "object_id"], name="review_line_once"),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | ~models.Q(decision="") & models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="review_line_decided_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="ended") | models.Q(may_end=True), name="review_line_ended_if_it_may"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.who}"
