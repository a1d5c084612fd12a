"""How far the log and its readers have come, in figures alone: for whoever watches the machinery."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.expressions import Combinable

from aircop.events import consumers
from aircop.events.models import Consumer, DatabaseClock, ParkedEvent, PendingEvent, Position

NEVER = timedelta(0)


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies before a reader: how many positions, and how old the oldest of them is."""

    events: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """The log: its last position, what has none yet, and how far behind each consumer is; what is parked."""

    position: int
    unsequenced: Behind
    consumers: dict[str, Behind]
    parked: int


def standing(using: str) -> Standing:
    """Return the figures as they are now, by the database's clock."""
    head = Position.objects.using(using).order_by("-position").values_list("position", flat=True).first() or 0
    places = dict(Consumer.objects.using(using).values_list("name", "position"))
    at = {name: places.get(name, 0) for name in consumers.names()}
    return Standing(
        position=head,
        unsequenced=_unsequenced(using),
        consumers=_behind(using, at, head),
        parked=ParkedEvent.objects.using(using).filter(resolved_at=None).count(),
    )


def _age(of: str) -> Combinable:
    return ExpressionWrapper(DatabaseClock() - F(of), output_field=DurationField())


def _unsequenced(using: str) -> Behind:
    waiting = PendingEvent.objects.using(using)
    oldest = waiting.order_by("at").values_list(_age("at"), flat=True).first()
    return Behind(waiting.count(), oldest or NEVER)


def _behind(using: str, at: dict[str, int], head: int) -> dict[str, Behind]:
    following = Position.objects.using(using).filter(position__in={place + 1 for place in at.values()})
    ages = dict(following.values_list("position", _age("event__at")))
    return {name: Behind(max(head - place, 0), ages.get(place + 1, NEVER)) for name, place in at.items()}
