"""Closed groups: who works on one operation together, for a time."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from uuid6 import uuid7

from aircop.access.models import FieldClass, Protected, ProtectedQuerySet, Share
from alerts.enums import GroupClock
from taskforces.models import Agency, TaskForce


class ClosedGroupQuerySet(ProtectedQuerySet["ClosedGroup"]):
    """Reads of closed groups."""

    def with_rows(self) -> "ClosedGroupQuerySet":
        """Fetch what a row of a list shows."""
        return self.select_related("task_force", "recorded_by")


class ClosedGroup(Protected):
    """A closed group of one operation: units, agencies and persons that exchange messages nobody else reads.

    It lies on a list of its own without a root, so that not even the whole unit that leads it reads along unless the
    unit is a member. The unit `task_force` leads: its supervisors say who belongs to it. When it has ended everybody
    who was a member then goes on reading until the unit that leads takes it out, and nobody writes any more.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("reference", "name", "operation", "task_force", "ends_at", "ended_at", "members"), FieldClass.CASE
    ) | dict.fromkeys(("erased_at", "announced"), FieldClass.OPEN)
    ERASED: ClassVar[dict[str, Any]] = {"name": "-"}

    reference = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    operation = models.CharField(max_length=120, blank=True)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    announced = models.CharField(max_length=8, choices=GroupClock.choices, blank=True)  # by the clock alone
    erased_at = models.DateTimeField(null=True)  # emptied by order of the law, and withdrawn for good

    objects: ClassVar[ClosedGroupQuerySet] = ClosedGroupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["ends_at"], name="group_ending", condition=models.Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_over(self) -> bool:
        """Whether nobody writes any more: it was ended, or its last day has passed."""
        return self.ended_at is not None or (self.ends_at is not None and self.ends_at <= timezone.now())


class GroupMember(models.Model):
    """A unit, an agency or one person in a closed group, from when to when.

    It reads by `share`, which ends when the membership does. A person is a member for the agency in which it sits. Who
    comes back gets another row.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "group", "unit", "agency", "person", "share", "joined_at", "until", "added_by", "ended_at", "ended_by"),
        FieldClass.CASE,
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(ClosedGroup, on_delete=models.CASCADE, related_name="members", db_index=False)
    unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "unit", "agency", "person"],
                name="group_member_once",
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, agency__isnull=True, person__isnull=True)
                | models.Q(unit__isnull=True, agency__isnull=False),
                name="group_member_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.agency}" if self.person else str(self.unit or self.agency)
