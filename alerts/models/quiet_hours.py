"""When a person is not to be woken."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, new_id


class QuietHoursQuerySet(models.QuerySet["QuietHours"]):
    """Reads of quiet hours."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the actor's own: when somebody sleeps is nobody else's business."""
        return self.filter(person_id=actor.subject_id) if actor.signed_in else self.none()


class QuietHours(models.Model):
    """From when to when, each day, no e-mail about alerts and messages goes to a person, unless it is urgent.

    Hours of the clocks in `timezone`; they may run over midnight. What falls into them waits until they end. A person
    without a row is never quiet.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "person", "begins", "ends", "timezone", "kept_at"), FieldClass.OPEN
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begins = models.TimeField()
    ends = models.TimeField()
    timezone = models.CharField(max_length=64)
    kept_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[QuietHoursQuerySet] = QuietHoursQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(begins=models.F("ends")), name="quiet_hours_end"),
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}\N{EN DASH}{self.ends:%H:%M}"
