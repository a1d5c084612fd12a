"""A seat: one person in one group of readers, from when to when."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Now

from aircop.access.roles import ROLE_LABELS, WITHOUT_RECORDS, Role


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats by whether somebody sits in them now, by the database's clock."""

    def in_force(self) -> "SeatQuerySet":
        """Keep the seats in which somebody sits now."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=Now()), valid_from__lte=Now())

    def reading(self) -> "SeatQuerySet":
        """Keep the seats that read records: offices do not."""
        return self.exclude(role__in=[role.value for role in WITHOUT_RECORDS])


class Seat(models.Model):
    """A membership's effect on rights: the person sits in a group (an agency, or one role of a task force).

    Written by the membership services alone, and joined with the database's clock: a right ends at the minute a
    membership ends. The ids are plain values, because agencies and units live on a higher floor.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")  # none: reads no records
    membership_id = models.UUIDField()
    agency_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    label = models.CharField(max_length=200)  # "Customs of Ghana, ACC1": shown in the header and the audit
    valid_from = models.DateTimeField(db_default=Now())
    valid_to = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "valid_from"], include=["group", "valid_to"], name="access_seat_user")]
        constraints = [
            models.UniqueConstraint(fields=["membership_id", "group"], name="access_seat_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="access_seat_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.role})"
