"""Milestones: how far a task force has come, from the letter of invitation to standing on its own."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.reference.fields import CodeField
from taskforces.models.task_force import TaskForce


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Milestones."""

    def standing(self) -> "MilestoneQuerySet":
        """Keep those that were not struck out."""
        return self.filter(struck_at__isnull=True)


class Milestone(models.Model):
    """One step that a task force reached on a day, with the document that shows it. Struck out, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="milestones")
    kind = CodeField(code_list="milestone")
    reached_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    struck_at = models.DateTimeField(null=True)
    struck_reason = models.CharField(max_length=300, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "kind"], condition=models.Q(struck_at__isnull=True), name="milestone_once"
            ),
            models.CheckConstraint(
                condition=models.Q(struck_at__isnull=True) ^ models.Q(struck_reason__regex=r"\S"),
                name="milestone_struck_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reached_on}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under: the unit's host."""
        return self.task_force.host_agency_id

    @property
    def owner_unit(self) -> object:
        """Return the unit that the audit files its entries under."""
        return self.task_force_id
