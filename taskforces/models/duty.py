"""The duty roster of a unit: who is on duty, from when to when, and in which languages."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected, ProtectedQuerySet
from aircop.reference.fields import CodeField
from taskforces.models.membership import Period
from taskforces.models.task_force import TaskForce

RUNNING = models.Q(starts_at__lte=Now(), ends_at__gt=Now())


class DutyShiftQuerySet(ProtectedQuerySet["DutyShift"]):
    """Reads of the roster."""

    def state_visible_to(self, actor: Actor) -> models.Q:
        """The network reads who is on duty now; what lies ahead or behind is the unit's and its host agency's own."""
        units = {each.unit_id for each in actor.memberships if each.unit_id}
        agencies = {each.agency_id for each in actor.memberships}
        return RUNNING | models.Q(task_force__in=units) | models.Q(owner_agency__in=agencies)

    def running(self) -> Self:
        """Keep those that run now, by the database's clock."""
        return self.filter(RUNNING)

    def with_rows(self) -> Self:
        """Fetch what a row shows."""
        return self.select_related("task_force__airport__country", "person")


class DutyShift(Protected):
    """One person on duty for one unit, from `starts_at` to `ends_at`; a `backup` answers when nobody else is there.

    Nobody is on duty twice at a time, wherever it serves. It lies on the list of the network, which reads it while it
    runs, without the name; the roster itself, past and to come, is for the unit and its host agency.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("task_force", "person", "starts_at", "ends_at", "languages", "backup"), FieldClass.CASE
    )

    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    languages = ArrayField(CodeField(code_list="language", max_length=3), default=list)
    backup = models.BooleanField(default=False)

    objects: ClassVar[DutyShiftQuerySet] = DutyShiftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["task_force", "ends_at"], name="duty_shift_of_unit")]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="duty_shift_lasts"),
            ExclusionConstraint(
                name="duty_shift_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_force} from {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def reference(self) -> str:
        """Return what the audit calls it: the unit's code and the moment at which it begins."""
        return f"{self.task_force.code} {self.starts_at:%Y-%m-%d %H:%M}Z"
