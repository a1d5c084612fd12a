"""Where alerts ring in the systems of an agency."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from alerts.enums import AlertKind
from taskforces.models import Agency


class Webhook(models.Model):
    """An https address of an agency's own systems: told that there is an alert, never what it says.

    `secret` signs each message and is kept encrypted: it was shown once. `faults` counts failures in a row; after each
    of them the address rests longer (`resting_until`), so that one dead system holds up nobody else. Switched off for
    good by `stopped_at`: the log of its deliveries stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=300)
    kinds = ArrayField(models.CharField(max_length=10, choices=AlertKind.choices))
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    faults = models.PositiveSmallIntegerField(default=0)
    resting_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "url"], condition=models.Q(stopped_at__isnull=True), name="alert_webhook_once"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id
