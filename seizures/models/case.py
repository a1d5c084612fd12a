"""The case: the investigation file of one unit over seizures and persons."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected, ProtectedQuerySet
from aircop.reference.fields import CodeField
from seizures.enums import CaseStatus, Handling, ReferralStatus
from seizures.states import COURSE
from taskforces.models import Agency, TaskForce


class CaseQuerySet(ProtectedQuerySet["Case"]):
    """Reads of cases."""

    def state_visible_to(self, actor: Actor) -> models.Q:
        """A draft is its author's; once opened, a case is the unit's."""
        return ~models.Q(status=CaseStatus.DRAFT) | models.Q(recorded_by=actor.subject_id)

    def with_rows(self) -> "CaseQuerySet":
        """Fetch what a row of a list shows."""
        return self.select_related("task_force", "lead_agency", "recorded_by")


class Case(Protected):
    """The investigation file of one unit over one or several seizures and persons, with the agencies that take part.

    It lies on its unit's list like a seizure, and outlives its seizures. What is linked to it keeps its own readers:
    who sees the case sees of its links what it may see anyway. The reference is given when it is opened. `parent` is
    the larger case of which it is a part, `merged_into` the one that goes on instead of it. `suspended_from` is where
    it stood when it was suspended. `reminded` is the day, counted from its opening, for which its unit was reminded of
    what is still to do.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "reference", "title", "status", "suspended_from", "status_at", "task_force", "lead_agency", "handling",
            "handling_words", "summary", "offences", "opened_at", "closed_at", "outcome", "parent", "merged_into",
            "changed_by", "seizure_links", "person_links", "relations", "agencies", "tasks",
            "referrals", "consents",
        ),
        FieldClass.CASE,
    ) | {
        "narrative": FieldClass.IDENTITY,
        "notes": FieldClass.IDENTITY,
        "reminded": FieldClass.OPEN,
        "erased_at": FieldClass.OPEN,
    }  # fmt: skip
    NAMES_OTHERS: ClassVar[frozenset[str]] = frozenset({"parent", "merged_into", "merged"})
    NAMES_KINDS: ClassVar[dict[str, str]] = {"linked_seizure": "seizures.seizure", "related_case": "seizures.case"}

    ERASED: ClassVar[dict[str, Any]] = {
        "title": "-",
        "handling_words": models.Case(
            models.When(handling=Handling.H3, then=models.Value("-")), default=models.Value("")
        ),
    }

    reference = models.CharField(max_length=30, null=True, unique=True)  # noqa: DJ001 - none before it is opened
    title = models.CharField(max_length=150)
    status = models.CharField(max_length=13, choices=CaseStatus.choices, default=CaseStatus.DRAFT)
    suspended_from = models.CharField(max_length=13, choices=[(each, each.label) for each in COURSE], blank=True)
    status_at = models.DateTimeField()
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+", db_index=False)
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    handling = models.CharField(max_length=2, choices=Handling.choices, default=Handling.H0)
    handling_words = models.CharField(max_length=300, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    narrative = models.TextField(max_length=20_000, blank=True)
    offences = ArrayField(CodeField(code_list="offence_type"), default=list, blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = CodeField(code_list="case_outcome", blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reminded = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(null=True)  # emptied by order of the law, and withdrawn for good

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["task_force", "-recorded_at", "-id"], name="case_unit"),
            models.Index(
                fields=["opened_at"],
                name="case_to_remind",
                condition=models.Q(status__in=[*COURSE]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=CaseStatus.DRAFT)
                | models.Q(reference__isnull=False, opened_at__isnull=False),
                name="case_opened_has_reference",
            ),
            models.CheckConstraint(
                condition=models.Q(status=CaseStatus.CLOSED, closed_at__isnull=False) & ~models.Q(outcome="")
                | ~models.Q(status=CaseStatus.CLOSED) & models.Q(closed_at__isnull=True, outcome=""),
                name="case_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(status=CaseStatus.SUSPENDED) ^ models.Q(suspended_from=""),
                name="case_suspended_from_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(status=CaseStatus.MERGED) ^ models.Q(merged_into__isnull=True),
                name="case_merged_into_another",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")), name="case_is_no_own_part"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="case_is_merged_into_no_self",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(withdrawn_at__isnull=False),
                name="case_erased_is_withdrawn",
            ),
            models.CheckConstraint(condition=models.Q(title__regex=r"\S"), name="case_titled"),
            models.CheckConstraint(
                condition=~models.Q(handling=Handling.H3) | ~models.Q(handling_words=""), name="case_h3_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.reference or _("draft of a case")

    @property
    def is_offered(self) -> bool:
        """Whether it is offered to another unit that has not answered yet: as it was read with it, or as it stands."""
        if "offered_until" in self.__dict__:
            return self.__dict__["offered_until"] is not None
        return bool(self.referrals.filter(status=ReferralStatus.OFFERED).exists())
