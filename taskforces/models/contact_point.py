"""The contact directory: desks that answer, when, in which languages, and when somebody last made sure of it."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, IntegerRangeField
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone

from aircop.access.models import FieldClass, Protected, ProtectedQuerySet
from aircop.reference.fields import CodeField
from aircop.reference.models import Country
from taskforces.models.agency import Agency
from taskforces.models.task_force import TaskForce

WEEK = 7 * 24 * 60  # minutes, counted from Monday 00:00 in the desk's own zone
# The minute of the desk's week at a moment, and whether it lies in one of the spans in which the desk answers.
ON_DUTY = """
EXISTS (SELECT FROM unnest(taskforces_contactpoint.hours) AS span,
  LATERAL (SELECT COALESCE(%s::timestamptz, statement_timestamp()) AT TIME ZONE taskforces_contactpoint.zone AS at) here
  WHERE span @> ((extract(isodow FROM here.at) - 1) * 1440 + extract(hour FROM here.at) * 60
                 + extract(minute FROM here.at))::int)
"""


class ContactPointQuerySet(ProtectedQuerySet["ContactPoint"]):
    """Reads of the directory."""

    def with_duty(self, at: datetime | None = None) -> Self:
        """Add `on_duty`: whether the desk answers at a moment (now, by the database's clock), in its own zone."""
        return self.annotate(on_duty=RawSQL(ON_DUTY, [at], models.BooleanField()))  # noqa: S611  our own text

    def with_rows(self) -> Self:
        """Fetch what a row shows."""
        return self.select_related("task_force", "agency", "country")


class ContactPoint(Protected):
    """A desk of a task force, or of an agency, that others call: a function, not a private person.

    `hours` are spans of minutes of the week in the desk's own `zone`; one span of the whole week is 24/7, none means
    that the hours are not known. It is stale when nobody made sure of it for `verify_every_days`. `sort_key` is the
    order of the directory: country, owner, function.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        "task_force": FieldClass.CASE,
        "agency": FieldClass.CASE,
        "country": FieldClass.CASE,
        "function": FieldClass.CASE,
        "name": FieldClass.CASE,
        "phones": FieldClass.CASE,
        "email": FieldClass.CASE,
        "channels": FieldClass.CASE,
        "languages": FieldClass.CASE,
        "hours": FieldClass.CASE,
        "zone": FieldClass.CASE,
        "verified_on": FieldClass.CASE,
        "verified_by": FieldClass.CASE,
        "verify_every_days": FieldClass.CASE,
        "sort_key": FieldClass.OPEN,
    }

    task_force = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    function = CodeField(code_list="contact_function")
    name = models.CharField(max_length=120)
    phones = ArrayField(models.CharField(max_length=16), default=list)
    email = models.EmailField(blank=True)
    channels = models.JSONField(default=list)
    languages = ArrayField(CodeField(code_list="language", max_length=3), default=list)
    hours = ArrayField(IntegerRangeField(), default=list)
    zone = models.CharField(max_length=64, default="UTC")
    verified_on = models.DateField()
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verify_every_days = models.PositiveSmallIntegerField(default=90)
    sort_key = models.CharField(max_length=80)

    objects: ClassVar[ContactPointQuerySet] = ContactPointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="contact_point_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(task_force__isnull=False) ^ models.Q(agency__isnull=False), name="contact_one_owner"
            ),
            models.CheckConstraint(condition=models.Q(name__regex=r"\S"), name="contact_named"),
            models.CheckConstraint(
                condition=~models.Q(phones=[]) | ~models.Q(email="") | ~models.Q(channels=[]), name="contact_reachable"
            ),
            models.CheckConstraint(
                condition=models.Q(verify_every_days__range=(1, 366)), name="contact_verified_at_least_yearly"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> TaskForce | Agency:
        """Return the task force or the agency whose desk it is."""
        owner = self.task_force or self.agency
        assert owner is not None  # noqa: S101  the database holds one of them
        return owner

    @property
    def reference(self) -> str:
        """Return what the audit calls it: the owner's code and the function."""
        return f"{self.owner.code} {self.function}"

    @property
    def around_the_clock(self) -> bool:
        """Whether somebody answers at every minute of the week."""
        return [(span.lower, span.upper) for span in self.hours] == [(0, WEEK)]

    @property
    def verify_by(self) -> date:
        """Return the day by which somebody must make sure of it again."""
        return self.verified_on + timedelta(days=self.verify_every_days)

    @property
    def stale(self) -> bool:
        """Whether that day has passed."""
        return self.verify_by < timezone.now().date()
