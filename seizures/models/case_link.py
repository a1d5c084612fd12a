"""What a case is about, and what it belongs to: links to seizures, persons and other cases, shown to who sees both."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.enums import CaseAgencyRole
from seizures.models.case import Case
from seizures.models.person import Person
from seizures.models.seizure import Seizure
from taskforces.models import Agency


class Link(models.Model):
    """One link of a case. It is ended, never deleted, except with a draft."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    linked_at = models.DateTimeField(db_default=Now())
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


LINK = dict.fromkeys(("id", "case", "linked_at", "linked_by", "ended_at"), FieldClass.CASE)


class CaseSeizure(Link):
    """A seizure that a case is about. The link shows nobody the seizure, and is itself shown to who sees both."""

    FIELDS: ClassVar[dict[str, FieldClass]] = LINK | {"seizure": FieldClass.CASE}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seizure_links", db_index=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="case_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seizure"], name="case_seizure_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["case"], name="case_seizure_case")]

    def __str__(self) -> str:
        return str(self.seizure_id)


class CasePerson(Link):
    """A person of a seizure and its part in a case: another one, perhaps, than in the seizure."""

    FIELDS: ClassVar[dict[str, FieldClass]] = LINK | {"person": FieldClass.CASE, "role": FieldClass.CASE}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="person_links", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="case_links")
    role = CodeField(code_list="case_role")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], name="case_person_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["case"], name="case_person_case")]

    def __str__(self) -> str:
        return self.role


class CaseRelation(Link):
    """Two cases that have to do with each other, written once: the first is the one from which it was said."""

    FIELDS: ClassVar[dict[str, FieldClass]] = LINK | {"other": FieldClass.CASE}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="relations", db_index=False)
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.functions.Least("case", "other"),
                models.functions.Greatest("case", "other"),
                name="case_relation_once",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="case_relation_of_two"),
        ]
        indexes = [models.Index(fields=["case"], name="case_relation_case")]

    def __str__(self) -> str:
        return str(self.other_id)


class CaseAgency(models.Model):
    """An agency that leads a case, or takes part in it, from then to then. Taking part shows it nothing: shares do."""

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "case", "agency", "role", "since", "until", "recorded_by"), FieldClass.CASE
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agencies", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=13, choices=CaseAgencyRole.choices)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency"], name="case_agency_once", condition=models.Q(until__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="case_one_lead",
                condition=models.Q(until__isnull=True, role=CaseAgencyRole.LEAD),
            ),
        ]
        indexes = [models.Index(fields=["case"], name="case_agency_case")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.role}"
