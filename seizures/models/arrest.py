"""An arrest with what the law asks for around it, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.enums import Search
from seizures.models.person import Person
from seizures.models.seizure import Seizure
from taskforces.models import Agency


class Arrest(models.Model):
    """One person arrested by one agency, and the checklist of rights.

    A question without an answer is null; `False` answers it: not asked for, not needed, not yet. Times are those of
    `arrested_zone`. Behind the wall through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "seizure", "person", "agency", "arrested_at", "arrested_zone", "legal_basis", "rights_told_at",
            "rights_language", "interpreter_needed", "interpreter_present", "lawyer_asked", "lawyer_notified_at",
            "consulate_asked", "consulate_notified_at", "search", "version", "recorded_at", "recorded_by",
        ),
        FieldClass.CASE,
    ) | dict.fromkeys(  # what tells of a minor, or of what was swallowed, is more than role, sex and age band
        ("legal_basis_words", "medical_check", "medical_check_at", "guardian_told", "guardian_told_at"),
        FieldClass.IDENTITY,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="arrests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="arrests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    arrested_at = models.DateTimeField()
    arrested_zone = models.CharField(max_length=40)
    legal_basis = CodeField(code_list="legal_basis", blank=True)
    legal_basis_words = models.CharField(max_length=300, blank=True)
    rights_told_at = models.DateTimeField(null=True)
    rights_language = CodeField(code_list="language", blank=True)
    interpreter_needed = models.BooleanField(null=True)
    interpreter_present = models.BooleanField(null=True)
    lawyer_asked = models.BooleanField(null=True)
    lawyer_notified_at = models.DateTimeField(null=True)
    consulate_asked = models.BooleanField(null=True)
    consulate_notified_at = models.DateTimeField(null=True)
    medical_check = models.BooleanField(null=True)
    medical_check_at = models.DateTimeField(null=True)
    guardian_told = models.BooleanField(null=True)
    guardian_told_at = models.DateTimeField(null=True)
    search = models.CharField(max_length=8, choices=Search.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["-recorded_at", "-id"], name="arrest_recorded"),
            models.Index(fields=["-arrested_at", "-id"], name="arrest_arrested"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Outcome(models.Model):
    """What became of an arrest on a day. Rows are only added; the last one stands."""

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "seizure", "arrest", "sequence", "outcome", "outcome_date", "sentence_months", "recorded_at",
            "recorded_by",
        ),
        FieldClass.CASE,
    ) | {"charges": FieldClass.IDENTITY, "judgment": FieldClass.IDENTITY}  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="outcomes")
    arrest = models.ForeignKey(Arrest, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    sequence = models.PositiveSmallIntegerField()
    outcome = CodeField(code_list="arrest_outcome")
    outcome_date = models.DateField()
    charges = models.CharField(max_length=1000, blank=True)
    judgment = models.CharField(max_length=1000, blank=True)
    sentence_months = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrest", "sequence"], name="outcome_once"),
            models.CheckConstraint(
                condition=models.Q(sentence_months__isnull=True) | models.Q(outcome="convicted"),
                name="outcome_sentence_of_the_convicted",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome
