"""Referrals: a case offered to another unit, and what that unit said."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass, Share
from seizures.enums import Clock, ReferralKind, ReferralStatus
from seizures.models.case import Case
from taskforces.models import TaskForce

S = ReferralStatus


class Referral(models.Model):
    """A case offered by its unit to another one, to work on or to take over, with the clocks that both sides see.

    `due_at` is by when the other side answers, `work_due_at` by when it hands a referred case back. While the offer
    stands, and as long as a referred case is worked on, the other unit reads by `share`. `late` is the clock that ran
    out and was announced. Behind the wall through its case; told to the two units alone.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "case", "kind", "status", "from_unit", "to_unit", "reason", "share", "offered_at", "offered_by",
            "due_at", "answered_at", "answered_by", "answer_words", "work_due_at", "ended_at",
            "late",
        ),
        FieldClass.CASE,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals", db_index=False)
    kind = models.CharField(max_length=10, choices=ReferralKind.choices)
    status = models.CharField(max_length=12, choices=ReferralStatus.choices, default=ReferralStatus.OFFERED)
    from_unit = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(db_default=Now())
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer_words = models.CharField(max_length=500, blank=True)
    work_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    late = models.CharField(max_length=6, choices=Clock.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_unit", "status"], name="referral_to_unit"),
            models.Index(
                fields=["due_at"], name="referral_running", condition=models.Q(status__in=[S.OFFERED, S.ACCEPTED])
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="referral_open_once", condition=models.Q(status=S.OFFERED)),
            models.CheckConstraint(condition=~models.Q(from_unit=models.F("to_unit")), name="referral_to_another"),
            models.CheckConstraint(
                condition=models.Q(status__in=[S.OFFERED, S.WITHDRAWN]) ^ models.Q(answered_at__isnull=False),
                name="referral_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[S.OFFERED, S.ACCEPTED]) ^ models.Q(ended_at__isnull=False),
                name="referral_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"
