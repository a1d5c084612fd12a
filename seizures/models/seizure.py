"""The seizure: one incident at one airport."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected, ProtectedQuerySet
from aircop.reference.fields import CodeField
from aircop.reference.models import Airport
from aircop.web.words import day
from seizures.enums import Handling, Precision, SeizureStatus
from taskforces.models import Agency, TaskForce


class SeizureQuerySet(ProtectedQuerySet["Seizure"]):
    """Reads of seizures."""

    def state_visible_to(self, actor: Actor) -> models.Q:
        """A draft is its author's; from submission on it is the unit's."""
        return ~models.Q(status=SeizureStatus.DRAFT) | models.Q(recorded_by=actor.subject_id)

    def with_rows(self) -> "SeizureQuerySet":
        """Fetch what a row of a list shows."""
        return self.select_related("task_force", "airport", "lead_agency", "recorded_by").prefetch_related("items")


class Seizure(Protected):
    """One incident at one airport: where, when, how, by whom; the items say what.

    `occurred_at` is the world's time and `occurred_on` its date at the airport, by which periods count;
    `recorded_at` is ours. The reference is given at submission. Free text is identity: only `summary` is for
    whoever may see the record. `detection` is the method that found it, `contributing_detections` are those that
    helped. The producing, departure and destination country are what the seizing unit holds to be so, whatever the
    legs of the route say: empty is not recorded, UNK is not known.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        "reference": FieldClass.CASE,
        "status": FieldClass.CASE,
        "task_force": FieldClass.CASE,
        "airport": FieldClass.CASE,
        "occurred_at": FieldClass.CASE,
        "occurred_zone": FieldClass.CASE,
        "occurred_precision": FieldClass.CASE,
        "occurred_on": FieldClass.CASE,
        "direction": FieldClass.CASE,
        "conveyance": FieldClass.CASE,
        "place": FieldClass.CASE,
        "detection": FieldClass.CASE,
        "contributing_detections": FieldClass.CASE,
        "trigger": FieldClass.CASE,
        "producing_country": FieldClass.CASE,
        "departure_country": FieldClass.CASE,
        "destination_country": FieldClass.CASE,
        "lead_agency": FieldClass.CASE,
        "persons_arrested": FieldClass.CASE,
        "flight_number": FieldClass.CASE,
        "air_waybill": FieldClass.IDENTITY,
        "summary": FieldClass.CASE,
        "narrative": FieldClass.IDENTITY,
        "handling": FieldClass.CASE,
        "handling_words": FieldClass.CASE,
        "source_grade": FieldClass.CASE,
        "information_grade": FieldClass.CASE,
        "submitted_at": FieldClass.CASE,
        "changed_by": FieldClass.CASE,
        "verified_by": FieldClass.CASE,
        "verified_at": FieldClass.CASE,
        "locked_at": FieldClass.CASE,
        "rejection": FieldClass.CASE,
        "duplicate_of": FieldClass.CASE,
        "assistances": FieldClass.CASE,
        "external_references": FieldClass.CASE,
        "erased_at": FieldClass.OPEN,
        "items": FieldClass.CASE,
        "field_tests": FieldClass.CASE,
        "lab_requests": FieldClass.CASE,
        "lab_results": FieldClass.CASE,
        "attachments": FieldClass.IDENTITY,
        "legs": FieldClass.CASE,
        "consents": FieldClass.CASE,
        "conveyance_details": FieldClass.CASE,
        "persons": FieldClass.CASE,
        "arrests": FieldClass.CASE,
        "outcomes": FieldClass.CASE,
        "checklists": FieldClass.IDENTITY,
    }

    NAMES_OTHERS: ClassVar[frozenset[str]] = frozenset({"duplicate_of", "merged", "apart"})

    # Conditions must not be empty under H3: erasure leaves a dash there.
    ERASED: ClassVar[dict[str, Any]] = {
        "checklists": [],
        "handling_words": models.Case(
            models.When(handling=Handling.H3, then=models.Value("-")), default=models.Value("")
        ),
    }

    reference = models.CharField(max_length=30, null=True, unique=True)  # noqa: DJ001 - none before submission
    status = models.CharField(max_length=10, choices=SeizureStatus.choices, default=SeizureStatus.DRAFT)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    airport = models.ForeignKey(Airport, on_delete=models.PROTECT, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    occurred_zone = models.CharField(max_length=40)
    occurred_precision = models.CharField(max_length=6, choices=Precision.choices, default=Precision.MINUTE)
    occurred_on = models.DateField()
    direction = CodeField(code_list="direction")
    conveyance = CodeField(code_list="conveyance")
    place = CodeField(code_list="place", blank=True)
    detection = CodeField(code_list="detection", blank=True)
    contributing_detections = ArrayField(CodeField(code_list="detection"), default=list, blank=True)
    trigger = CodeField(code_list="trigger", blank=True)
    producing_country = CodeField(code_list="country", blank=True)
    departure_country = CodeField(code_list="country", blank=True)
    destination_country = CodeField(code_list="country", blank=True)
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    persons_arrested = models.PositiveSmallIntegerField()
    flight_number = models.CharField(max_length=8, blank=True)
    air_waybill = models.CharField(max_length=12, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    narrative = models.TextField(max_length=20_000, blank=True)
    handling = models.CharField(max_length=2, choices=Handling.choices, default=Handling.H0)
    handling_words = models.CharField(max_length=300, blank=True)
    source_grade = CodeField(code_list="source_grade", blank=True, default="", db_default="")
    information_grade = CodeField(code_list="information_grade", blank=True, default="", db_default="")
    submitted_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    rejection = CodeField(code_list="rejection_reason", blank=True)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # The points of each arrest's checklist of rights.
    checklists = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    erased_at = models.DateTimeField(null=True)  # emptied by order of the law, and withdrawn for good

    objects: ClassVar[SeizureQuerySet] = SeizureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["airport", "-occurred_at", "-id"], name="seizure_airport_occurred"),
            models.Index(
                fields=["task_force", "-recorded_at", "-id"],
                name="seizure_waiting",
                condition=models.Q(status=SeizureStatus.SUBMITTED),
            ),
            models.Index(fields=["recorded_by", "-recorded_at", "-id"], name="seizure_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=SeizureStatus.DRAFT) | models.Q(reference__isnull=False),
                name="seizure_submitted_has_reference",
            ),
            models.CheckConstraint(
                condition=models.Q(status=SeizureStatus.DUPLICATE)  # keeps what it was: a merge can be undone
                | (
                    models.Q(status__in=[SeizureStatus.VERIFIED, SeizureStatus.LOCKED])
                    ^ models.Q(verified_by__isnull=True)
                ),
                name="seizure_verified_has_verifier",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True) | ~models.Q(verified_by=models.F("recorded_by")),
                name="seizure_verifier_is_not_author",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True)
                | models.Q(changed_by__isnull=True)
                | ~models.Q(verified_by=models.F("changed_by")),
                name="seizure_verifier_did_not_change_it",
            ),
            models.CheckConstraint(
                condition=models.Q(status=SeizureStatus.DUPLICATE)
                | (models.Q(status=SeizureStatus.REJECTED) ^ models.Q(rejection="")),
                name="seizure_rejected_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(status=SeizureStatus.DUPLICATE) ^ models.Q(duplicate_of__isnull=True),
                name="seizure_duplicate_of_another",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(withdrawn_at__isnull=False),
                name="seizure_erased_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=~models.Q(handling=Handling.H3) | ~models.Q(handling_words=""), name="seizure_h3_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.reference or _("draft of %(day)s") % {"day": day(self.occurred_on)}
