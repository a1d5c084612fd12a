"""Invitations: the one-time link by which a new person chooses a password."""

import uuid6
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class Invitation(models.Model):
    """A link that was given to a person: good until its end, once. A later one takes the place of earlier ones.

    The link itself is not kept: it is the id, signed. The agency's id is a plain value.
    """

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    agency_id = models.UUIDField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(revoked_at__isnull=True), name="invitation_one_end"
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id

    @property
    def open(self) -> bool:
        """Whether the link still opens anything."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()
