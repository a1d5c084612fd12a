"""Task forces, the agencies in them, and the groups of readers of their roles."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import AccessList
from aircop.access.roles import ROLE_LABELS, Role
from aircop.reference.fields import CodeField
from aircop.reference.models import Airport
from taskforces.enums import UnitKind
from taskforces.models.agency import Agency


class TaskForce(models.Model):
    """A unit at an airport. Every signed-in person may know it exists.

    `code` stands in every reference that the unit gives (`ABJ1-S-2026-000123`); `default_list` is the access list
    on which its records lie unless they are shared by themselves. `stage` is the furthest of its milestones, kept by
    the acts on them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=UnitKind.choices, default=UnitKind.JAITF)
    airport = models.ForeignKey(Airport, on_delete=models.PROTECT, related_name="+")
    host_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="hosted_units")
    default_list = models.OneToOneField(AccessList, on_delete=models.PROTECT, related_name="+")
    stage = CodeField(code_list="milestone", blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z]{3}[0-9]$"), name="task_force_code_shape")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under: the host."""
        return self.host_agency_id

    @property
    def owner_unit(self) -> object:
        """Return the unit that the audit files its entries under: itself."""
        return self.id


class Participation(models.Model):
    """An agency's part in a task force, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="participations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="participations")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "agency"], condition=models.Q(until__isnull=True), name="participation_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} in {self.task_force_id}"


class UnitRole(models.Model):
    """The group of readers that one role of one task force is."""

    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="unit_roles")
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task_force", "role"], name="unit_role_once")]

    def __str__(self) -> str:
        return f"{self.role} of {self.task_force_id}"


class ReferenceCounter(models.Model):
    """The last number a unit gave to one kind of record in one year."""

    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task_force", "kind", "year"], name="reference_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"
