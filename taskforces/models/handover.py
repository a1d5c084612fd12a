"""Hand-overs: what somebody who left had begun, given to somebody who stays."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from taskforces.models.agency import Agency
from taskforces.models.task_force import TaskForce


class Handover(models.Model):
    """One person's open work in one unit, given to another person of that unit, by whom and why.

    `agency` is the one for which the person who left served there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(person=models.F("successor")), name="handover_to_another"),
            models.CheckConstraint(condition=models.Q(reason__regex=r"\S"), name="handover_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.successor_id}"

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id

    @property
    def owner_unit(self) -> object:
        """Return the unit that the audit files its entries under."""
        return self.task_force_id


class HandoverLine(models.Model):
    """One thing that was handed over: its kind, as the app names it that knows it, and its id."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "object_id"], name="handover_line_once"),
        ]
        indexes = [models.Index(fields=["object_id"], name="handover_line_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
