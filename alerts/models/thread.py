"""Threads: what units and agencies write to each other."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass, Protected, ProtectedQuerySet
from alerts.models.group import ClosedGroup
from seizures.enums import Handling
from seizures.models import Case, Seizure
from taskforces.models import Agency, TaskForce


class ThreadQuerySet(ProtectedQuerySet["Thread"]):
    """Reads of threads."""

    def with_rows(self) -> "ThreadQuerySet":
        """Fetch what a row of a list shows."""
        parties = Party.objects.filter(thread__isnull=False).select_related("unit", "agency").order_by("id")
        rows = self.select_related("task_force", "group")
        return rows.prefetch_related(models.Prefetch("parties", parties), "requests")


class Thread(Protected):
    """Messages between units and agencies about one thing, in order.

    It lies on a list of its own below that of the unit that began it, on which everybody reads who takes part; a
    thread within a closed group lies on the list of the group. Who takes part is chosen when it begins; whoever the
    unit that began it lets in later reads all of it. `seizure` and `case` are shown to those alone who see those
    records too. The `handling` is the strictest of its messages.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ("reference", "task_force", "subject", "seizure", "case", "group", "handling", "last_at", "parties",
             "requests"),
            FieldClass.CASE,
        ),
        **dict.fromkeys(("messages", "files"), FieldClass.IDENTITY),
        "erased_at": FieldClass.OPEN,
    }  # fmt: skip
    ERASED: ClassVar[dict[str, Any]] = {"subject": "-"}

    reference = models.CharField(max_length=30, unique=True)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120)
    seizure = models.ForeignKey(Seizure, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(ClosedGroup, null=True, on_delete=models.PROTECT, related_name="+")
    handling = models.CharField(max_length=2, choices=Handling.choices, default=Handling.H0)
    last_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)  # emptied by order of the law, and withdrawn for good

    objects: ClassVar[ThreadQuerySet] = ThreadQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.reference


class Party(models.Model):
    """One unit or agency that takes part in a thread, from when on; who came later reads what was written before."""

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "thread", "unit", "agency", "joined_at"), FieldClass.CASE
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="parties", db_index=False)
    unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "unit", "agency"], name="thread_party_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) ^ models.Q(agency__isnull=False), name="thread_party_is_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.agency)
