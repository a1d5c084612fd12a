"""What is still to do in a case, by whom and until when."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models.case import Case

CHECKLIST = ("laboratory", "phone", "finance", "origin_request", "destination_request", "prosecution")


class CaseTask(models.Model):
    """One thing to do. The first six are what should follow every seizure: the checklist.

    It is finished when it was done, or when somebody said in words why it does not apply.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "case", "sequence", "kind", "title", "assignee", "due_on", "done_at", "done_by", "not_applicable",
            "words", "version", "recorded_at", "recorded_by",
        ),
        FieldClass.CASE,
    )  # fmt: skip

    ERASED: ClassVar[dict[str, Any]] = {
        "title": models.Case(models.When(kind="other", then=models.Value("-")), default=models.Value(""))
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    sequence = models.PositiveSmallIntegerField()
    kind = CodeField(code_list="follow_up")
    title = models.CharField(max_length=160, blank=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    not_applicable = models.BooleanField(default=False)
    words = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="case_task_once"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) ^ models.Q(done_by__isnull=False), name="case_task_done_by"
            ),
            models.CheckConstraint(
                condition=models.Q(not_applicable=False) | models.Q(done_at__isnull=False),
                name="case_task_settled",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="other") | models.Q(title__regex=r"\S"), name="case_task_other_is_named"
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due_on"], name="case_task_open", condition=models.Q(done_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.kind

    @property
    def due_at(self) -> datetime | None:
        """Return the end of its day, if it has one."""
        return datetime.combine(self.due_on, time.max, tzinfo=UTC) if self.due_on else None

    def overdue(self, today: date | None = None) -> bool:
        """Whether it is still open and its day has passed."""
        return self.done_at is None and self.due_on is not None and self.due_on < (today or timezone.now().date())
