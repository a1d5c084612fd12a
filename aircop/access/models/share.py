"""Shares: why somebody may see something. The truth; grants are their effect."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from aircop.access.models.access_list import AccessList
from aircop.access.roles import LEVEL_LABELS, Level


class ShareVia(models.TextChoices):
    """By what way a share came about."""

    DEFAULT = "default", _("a role in the unit")
    DIRECT = "direct", _("shared directly")
    CASE = "case", _("shared with a case")
    REFERRAL = "referral", _("referred")
    REGION = "region", _("released to the region")
    ALERT = "alert", _("told by an alert")
    THREAD = "thread", _("takes part in an exchange of messages")
    GROUP = "group", _("member of a closed group")


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares by whether they hold now, by the database's clock."""

    def in_force(self) -> "ShareQuerySet":
        """Keep the shares that hold now."""
        return self.filter(
            models.Q(until__isnull=True) | models.Q(until__gt=Now()), revoked_at__isnull=True, starts_at__lte=Now()
        )


class Share(models.Model):
    """One reason for which one group or person may see the records of one list, at a level, for a term.

    Append-only: a trigger lets only the revocation be written, once. Two shares may carry the same grant; taking
    one back leaves the other. `under` is the share by which it came: the share of a case for its records, the first
    role of a unit for the others. Taking that one back takes this one along. What it was about is kept as it was
    called: who gave it finds it again without reading the record.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    access_list = models.ForeignKey(AccessList, on_delete=models.PROTECT, related_name="shares")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    under = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    about_type = models.CharField(max_length=60, blank=True, default="", db_default="")
    about_id = models.UUIDField(null=True)
    about_label = models.CharField(max_length=60, blank=True, default="", db_default="")
    agency_id = models.UUIDField(null=True)  # the receiving agency, or that of the person; a plain value
    unit_id = models.UUIDField(null=True)  # the receiving unit, a plain value
    label = models.CharField(max_length=200)  # the receiver's name as it was
    level = models.CharField(max_length=12, choices=[(level.value, LEVEL_LABELS[level]) for level in Level])
    with_identities = models.BooleanField(default=False)
    via = models.CharField(max_length=12, choices=ShareVia.choices)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_agency = models.UUIDField(null=True)  # the agency for which it was given, a plain value
    starts_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    end_announced_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ShareQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["access_list", "group"], name="access_share_list"),
            models.Index(fields=["by_agency", "-id"], name="access_share_giver"),
            models.Index(fields=["group", "-id"], name="access_share_group"),
            models.Index(fields=["user", "-id"], name="access_share_person"),
            models.Index(
                fields=["until"],
                name="access_share_ending",
                condition=models.Q(revoked_at__isnull=True, end_announced_at__isnull=True, until__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group__isnull=False) ^ models.Q(user__isnull=False), name="access_share_one_reader"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="access_share_reason"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("starts_at")),
                name="access_share_term",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.level}"

    def covers(self, *, with_identities: bool, until: datetime | None) -> bool:
        """Whether what is given on lies within this share: its end, and identities only where it has them."""
        if with_identities and not self.with_identities:
            return False
        return self.until is None or (until is not None and until <= self.until)

    @property
    def runs(self) -> bool:
        """Whether it was neither taken back nor ran out, as far as this process knows. Sight asks the database."""
        return self.revoked_at is None and (self.until is None or self.until > timezone.now())
