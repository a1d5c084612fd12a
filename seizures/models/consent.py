"""Consent of the agency whose record it is: what handling H1 and H2 ask for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from uuid6 import uuid7

from aircop.access.models import FieldClass
from seizures.enums import ConsentAnswer, ConsentKind
from seizures.models.case import Case
from seizures.models.seizure import Seizure
from taskforces.models import Agency


class Consent(models.Model):
    """An agency asks the one whose record it is for leave to share it onward, to export it, or to use it in court.

    Granted, it holds for the agency that asked, until its end or until it is taken back; refused, it stays as a
    refusal. Its words are read by the two sides alone. Behind the wall through its record, a seizure or a case.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "seizure", "case", "kind", "to_agency", "to_words", "reason", "asked_by", "asked_person", "asked_at",
            "answer", "answer_words", "answered_person", "answered_at", "until", "ended_at",
        ),
        FieldClass.CASE,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, null=True, on_delete=models.CASCADE, related_name="consents", db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="consents", db_index=False)
    kind = models.CharField(max_length=10, choices=ConsentKind.choices)
    to_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    to_words = models.CharField(max_length=150, blank=True)  # the court, the prosecutor, the office that gets the file
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.CharField(max_length=10, choices=ConsentAnswer.choices, blank=True)
    answer_words = models.CharField(max_length=500, blank=True)
    answered_person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["seizure", "asked_by"], name="consent_seizure"),
            models.Index(fields=["case", "asked_by"], name="consent_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seizure__isnull=True) ^ models.Q(case__isnull=True), name="consent_one_record"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ConsentKind.SHARE) ^ models.Q(to_agency__isnull=True), name="consent_to_share"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="") ^ models.Q(answered_at__isnull=False), name="consent_answered"
            ),
            models.CheckConstraint(
                condition=models.Q(answer=ConsentAnswer.GRANTED) | models.Q(until__isnull=True, ended_at__isnull=True),
                name="consent_term_of_a_grant",
            ),
            models.UniqueConstraint(
                fields=["seizure", "case", "asked_by", "kind", "to_agency"],
                condition=models.Q(answer=""),
                nulls_distinct=False,
                name="consent_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.to_agency or self.to_words}"

    @property
    def record(self) -> Seizure | Case:
        """Return what it is about."""
        about = self.seizure or self.case
        assert about is not None  # noqa: S101  the database holds one of them
        return about

    @property
    def runs(self) -> bool:
        """Whether it was granted and neither taken back nor ran out, as far as this process knows."""
        holds = self.answer == ConsentAnswer.GRANTED and self.ended_at is None
        return holds and (self.until is None or self.until > timezone.now())
