"""The alert: what one unit tells others, for a time."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected, ProtectedQuerySet
from aircop.reference.fields import CodeField
from alerts.enums import AlertKind, AlertStatus, Severity
from seizures.enums import Handling
from seizures.models import Case, Seizure
from taskforces.models import TaskForce


class AlertQuerySet(ProtectedQuerySet["Alert"]):
    """Reads of alerts."""

    def state_visible_to(self, actor: Actor) -> models.Q:
        """A draft is its author's; once handed to review it is the unit's; published it is read by who was told."""
        own = models.Q(status=AlertStatus.DRAFT, submitted_at__isnull=True)
        return ~own | models.Q(recorded_by=actor.subject_id)

    def pressing(self) -> "AlertQuerySet":
        """Narrow to what presses: sent at once, or reviewed and said to be urgent; see `Alert.presses`."""
        return self.filter(models.Q(urgent=True) | models.Q(severity=Severity.URGENT))

    def with_rows(self) -> "AlertQuerySet":
        """Fetch what a row of a list shows."""
        return self.select_related("task_force", "task_force__airport", "recorded_by")


class Alert(Protected):
    """What one unit tells others: a warning, a new method, a request to locate, for a time.

    It lies on the unit's list until it is published; then it gets a list of its own, on which everybody reads who was
    addressed. It carries all that it tells: `seizure` and `case` are shown to those alone who see those records too.
    Names belong into `person_details` and nowhere else: only who holds the right to see identities reads them. `route`
    are the airports in their order; `weight_kg` is how much was found, where the alert tells it; `regions` the
    sub-regions that were chosen, all of whose units are addressed, and `corridor` says whether all ahead on the route
    are: who stands there when it is told. An `urgent` alert went out at once, and is reviewed until `review_by`.
    Addressees answer until `answer_by`. `written_by` is everybody who changed it, the last one last: none of them
    reviews it.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            (
                "reference", "status", "kind", "colour", "severity", "title", "body", "substance", "concealment",
                "conveyance", "weight_kg", "flight_number", "route", "hazard", "handling", "handling_words",
                "valid_until", "answer_by", "task_force", "seizure", "case", "regions", "corridor", "urgent",
                "written_by", "submitted_at", "published_at", "published_by", "review_by", "reviewed_by", "reviewed_at",
                "neutrality", "recalled_at", "recalled_by", "recall_reason", "addressees", "answers", "escalations",
                "reminders", "photos",
            ),
            FieldClass.CASE,
        ),
        "person_details": FieldClass.IDENTITY,
        "erased_at": FieldClass.OPEN,
    }  # fmt: skip

    to_accept: bool | None = None  # for its reader, while it is shown: whether its conditions wait to be taken note of

    # Conditions must not be empty under H3: erasure leaves a dash there.
    ERASED: ClassVar[dict[str, Any]] = {
        "handling_words": models.Case(
            models.When(handling=Handling.H3, then=models.Value("-")), default=models.Value("")
        )
    }

    reference = models.CharField(max_length=30, null=True, unique=True)  # noqa: DJ001 - none before publication
    status = models.CharField(max_length=10, choices=AlertStatus.choices, default=AlertStatus.DRAFT)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AlertKind.choices)
    colour = CodeField(code_list="notice_colour", blank=True)
    severity = models.CharField(max_length=6, choices=Severity.choices, default=Severity.HIGH)
    title = models.CharField(max_length=160)
    body = models.TextField(max_length=8_000, blank=True)
    person_details = models.TextField(max_length=4_000, blank=True)
    substance = CodeField(code_list="substance", blank=True)
    concealment = CodeField(code_list="concealment", blank=True)
    conveyance = CodeField(code_list="conveyance", blank=True)
    weight_kg = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    flight_number = models.CharField(max_length=8, blank=True)
    route = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    hazard = models.CharField(max_length=300, blank=True)
    handling = models.CharField(max_length=2, choices=Handling.choices, default=Handling.H0)
    handling_words = models.CharField(max_length=300, blank=True)
    seizure = models.ForeignKey(Seizure, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    regions = ArrayField(CodeField(code_list="sub_region"), default=list, blank=True)
    corridor = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    valid_until = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    written_by = ArrayField(models.UUIDField(), default=list)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    review_by = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    neutrality = models.JSONField(default=dict)  # {"political": false, ...}: what the reviewer answered
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recall_reason = models.CharField(max_length=500, blank=True)
    erased_at = models.DateTimeField(null=True)  # emptied by order of the law, and withdrawn for good

    objects: ClassVar[AlertQuerySet] = AlertQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["recorded_by", "-recorded_at"], name="alert_author"),
            models.Index(
                fields=["task_force", "submitted_at"],
                name="alert_waiting",
                condition=models.Q(status=AlertStatus.IN_REVIEW),
            ),
            models.Index(fields=["published_at"], name="alert_told", condition=models.Q(published_at__isnull=False)),
            models.Index(
                fields=["answer_by"],
                name="alert_asking",
                condition=models.Q(status__in=[AlertStatus.PUBLISHED, AlertStatus.EXPIRED], answer_by__isnull=False),
            ),
            models.Index(
                fields=["valid_until"], name="alert_running", condition=models.Q(status=AlertStatus.PUBLISHED)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[AlertStatus.DRAFT, AlertStatus.IN_REVIEW])
                | models.Q(reference__isnull=False, published_at__isnull=False, published_by__isnull=False),
                name="alert_published_has_reference",
            ),
            models.CheckConstraint(
                condition=models.Q(status=AlertStatus.RECALLED) ^ models.Q(recalled_at__isnull=True),
                name="alert_recalled_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(urgent=True) | models.Q(colour=""), name="alert_urgent_has_no_colour"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("recorded_by")),
                name="alert_reviewer_is_not_author",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(written_by__contains=[models.F("reviewed_by")]),
                name="alert_reviewer_wrote_nothing",
            ),
            models.CheckConstraint(
                condition=~models.Q(urgent=True, status=AlertStatus.PUBLISHED)
                | models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("published_by")),
                name="alert_reviewer_did_not_send",
            ),
            models.CheckConstraint(
                condition=~models.Q(handling=Handling.H3) | ~models.Q(handling_words=""), name="alert_h3_has_words"
            ),
            models.CheckConstraint(
                condition=models.Q(weight_kg__isnull=True) | models.Q(weight_kg__gt=0), name="alert_weight_positive"
            ),
        ]

    @property
    def presses(self) -> bool:
        """Whether it was sent at once, or is said to be urgent: it waits for nothing, and a clock runs on it."""
        return self.urgent or self.severity == Severity.URGENT

    def __str__(self) -> str:
        return self.reference or _("draft of an alert")

    @property
    def hands(self) -> set[UUID | None]:
        """Return who wrote or sent it: somebody else reviews it, and answers it."""
        return {self.recorded_by_id, self.published_by_id, *self.written_by}

    def note_writer(self, person: UUID) -> None:
        """Note who changes it, among all who did and last, and count the change."""
        self.written_by = [*(each for each in self.written_by if each != person), person]
        self.version += 1
