"""Requests for information: of whom, until when, and where they stand."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from alerts.enums import Clock, RequestStatus
from alerts.models.message import Message
from alerts.models.thread import Thread
from taskforces.models import Agency, TaskForce


class InformationRequest(models.Model):
    """One request of one unit to another unit or agency, with the clock that both sides see.

    What is asked stands in `message`. While the asked side waits for a clarification (`paused_at`) the clock stands
    still: the time is added to `due_at` when the asker has answered. A refusal names its reason.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "thread", "message", "from_unit", "from_agency", "to_unit", "to_agency", "clock", "status",
            "asked_at", "due_at", "paused_at", "ended_at", "refusal",
        ),
        FieldClass.CASE,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="requests")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="request")
    from_unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    clock = models.CharField(max_length=2, choices=Clock.choices)
    status = models.CharField(max_length=10, choices=RequestStatus.choices, default=RequestStatus.OPEN)
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    refusal = CodeField(code_list="refusal_reason", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_unit", "status", "due_at"], name="request_to_unit"),
            models.Index(fields=["to_agency", "status", "due_at"], name="request_to_agency"),
            models.Index(fields=["asked_at"], name="request_asked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_unit__isnull=False) ^ models.Q(to_agency__isnull=False), name="request_asks_one"
            ),
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.REFUSED) ^ models.Q(refusal=""), name="request_refusal_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.CLARIFYING) ^ models.Q(paused_at__isnull=True),
                name="request_paused",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[RequestStatus.OPEN, RequestStatus.CLARIFYING])
                ^ models.Q(ended_at__isnull=False),
                name="request_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.thread_id}"

    @property
    def asker(self) -> str:
        """Return who asks, as it is called."""
        return str(self.from_unit or self.from_agency)

    @property
    def asked(self) -> str:
        """Return who is asked, as it is called."""
        return str(self.to_unit or self.to_agency)

    @property
    def runs(self) -> bool:
        """Whether it waits for somebody."""
        return self.status in {RequestStatus.OPEN, RequestStatus.CLARIFYING}
