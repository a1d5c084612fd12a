"""The stream's tables. Only the trigger on events, the sequencer and the runner write to them."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.expressions import Func
from uuid6 import uuid7


class DatabaseClock(Func):
    """The database's time at this statement, later than anything the transaction has read (unlike its start)."""

    function = "CLOCK_TIMESTAMP"
    output_field = models.DateTimeField()


class Event(models.Model):
    """Something happened, to one object, by somebody. Append-only: a trigger refuses every change.

    Everything that points elsewhere is a plain value, because the stream lies below the apps that it tells about.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField(help_text="What happened: a name from the catalogue of kinds.")
    version = models.PositiveSmallIntegerField(help_text="Version of the kind that the payload was written in.")
    object_type = models.TextField(help_text="Model of the object it happened to, as app.model.")
    object_id = models.UUIDField(help_text="The object it happened to.")
    access_list = models.UUIDField(null=True, help_text="The object's access list at that time.")
    root_list = models.UUIDField(null=True, help_text="The root of that access list at that time.")
    at = models.DateTimeField(db_default=DatabaseClock(), help_text="When, by the database's clock.")
    actor = models.UUIDField(null=True, help_text="Person or API client that acted; none for jobs by the clock.")
    payload = models.JSONField(default=dict, help_text="Ids and codes only, as the kind declares them.")

    class Meta:
        indexes = [models.Index(fields=["object_id", "at"], name="events_event_object")]
        constraints = [
            models.CheckConstraint(condition=models.Q(version__gte=1), name="events_event_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_type} {self.object_id}"


class PendingEvent(models.Model):
    """The sequencer's in-tray: an event that may have no position yet. A trigger fills it with each insert."""

    event = models.OneToOneField(
        Event, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+"
    )
    at = models.DateTimeField(help_text="The event's time: the order in which positions are given.")

    class Meta:
        indexes = [models.Index(fields=["at", "event"], name="events_pending_order")]

    def __str__(self) -> str:
        return str(self.event_id)


class Position(models.Model):
    """The log: one committed event at each position, without gaps, in an order that never changes. Append-only."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="position")
    at = models.DateTimeField(db_default=DatabaseClock(), help_text="When the position was given.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(position__gte=1), name="events_position_positive")]

    def __str__(self) -> str:
        return str(self.position)


class Consumer(models.Model):
    """How far a consumer has come. Whoever holds the row's lock is the one that runs it."""

    name = models.TextField(primary_key=True)
    position = models.BigIntegerField(default=0, help_text="The last position that is dealt with.")
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="Tries of what follows that were begun and brought no progress."
    )
    updated_at = models.DateTimeField(db_default=TransactionNow())

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class ParkedEvent(models.Model):
    """An event that a consumer failed on: set aside so that the others go on, until somebody has it tried again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consumer = models.TextField()
    position = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField()
    error = models.TextField(help_text="Class and place of the last failure, never its text: it may quote case data.")
    parked_at = models.DateTimeField(db_default=TransactionNow())
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consumer", "position"], name="events_parked_once"),
        ]
        indexes = [
            models.Index(fields=["parked_at"], condition=models.Q(resolved_at=None), name="events_parked_open"),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} at {self.position}"


class Heartbeat(models.Model):
    """When a process of this name was last seen alive."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField(db_default=TransactionNow())

    def __str__(self) -> str:
        return self.name
