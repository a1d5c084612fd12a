"""Memberships: who served where, in which role, from when to when."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.roles import ROLE_LABELS, Role
from taskforces.models.agency import Agency
from taskforces.models.task_force import TaskForce


class Period(models.Func):
    """The span of a membership, open at the end while it lasts."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by whether they hold now, by the database's clock."""

    def in_force(self) -> "MembershipQuerySet":
        """Keep those that hold now."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=Now()), valid_from__lte=Now())


class Membership(models.Model):
    """A person's place in an agency, and mostly in a task force, in one role. Ended, never overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    task_force = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    valid_from = models.DateTimeField(db_default=Now())
    valid_to = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (models.functions.Coalesce("task_force", "agency"), RangeOperators.EQUAL),
                    (Period("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.valid_from:%Y-%m-%d}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id

    @property
    def owner_unit(self) -> object:
        """Return the unit that the audit files its entries under."""
        return self.task_force_id
