"""What a person wants to be told of, whether it was addressed or not."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, new_id
from aircop.reference.fields import CodeField
from alerts.enums import AlertKind, Mail, Severity, Weekday
from taskforces.models import Agency, TaskForce


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Reads of subscriptions."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the actor's own: what somebody watches for is nobody else's business."""
        return self.filter(person_id=actor.subject_id) if actor.signed_in else self.none()


class Subscription(models.Model):
    """A filter that one person keeps: of the alerts that it may see anyway, those that fit are brought to it.

    It holds in the agency and unit in which it was made (`agency`, `unit`), for as long as its person sits there, and
    reaches no further than that seat reads. An empty field lets everything pass; `severity` is the least, `weight_kg`
    the least an alert must tell of. `origin`, `via` and `destination` are an airport (IATA) or a country: where the
    route begins, any place on it, where it ends. `mail` says how it comes by e-mail; `hour` and `weekday` count in the
    time zone of the person's account. Off since `stopped_at`.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ("id", "person", "agency", "unit", "mail", "hour", "weekday", "version", "made_at", "stopped_at"),
            FieldClass.OPEN,
        ),
        **dict.fromkeys(
            ("name", "origin", "via", "destination", "substance_group", "substance", "concealment", "conveyance",
             "kind", "severity", "weight_kg"),
            FieldClass.IDENTITY,
        ),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    origin = models.CharField(max_length=3, blank=True)
    via = models.CharField(max_length=3, blank=True)
    destination = models.CharField(max_length=3, blank=True)
    substance_group = CodeField(code_list="drug_group", blank=True)
    substance = CodeField(code_list="substance", blank=True)
    concealment = CodeField(code_list="concealment", blank=True)
    conveyance = CodeField(code_list="conveyance", blank=True)
    kind = models.CharField(max_length=10, choices=AlertKind.choices, blank=True)
    severity = models.CharField(max_length=6, choices=Severity.choices, default=Severity.INFO)
    weight_kg = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    mail = models.CharField(max_length=6, choices=Mail.choices, default=Mail.ONCE)
    hour = models.PositiveSmallIntegerField(default=7)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(db_default=Now())
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[SubscriptionQuerySet] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("person", Lower("name"), name="subscription_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="subscription_named"),
            models.CheckConstraint(
                condition=models.Q(weight_kg__isnull=True) | models.Q(weight_kg__gt=0), name="subscription_weight"
            ),
            models.CheckConstraint(condition=models.Q(hour__lte=23, weekday__lte=6), name="subscription_hour_of_week"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under."""
        return self.agency_id
