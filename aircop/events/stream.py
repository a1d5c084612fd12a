"""Writing to the stream: one insert, in the transaction of the act."""

import json
from typing import Any, Protocol
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from uuid6 import uuid7

from aircop.events.registry import Payload, encode

# The trigger on events_event files the event with the sequencer and wakes it: no second round trip.
INSERT = """
    INSERT INTO events_event (id, kind, version, object_type, object_id, access_list, root_list, actor, payload)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class Named(Protocol):
    """The part of a model's `_meta` that an event keeps."""

    @property
    def label_lower(self) -> str:
        """The model as app.model."""


class Subject(Protocol):
    """What an event can be about: a record with an id.

    Its `access_list_id` and `root_list_id` are kept too, as plain values, when it has them.
    """

    @property
    def id(self) -> UUID:
        """The record's key."""

    @property
    def _meta(self) -> Any: ...


class Doer(Protocol):
    """Who acted: a person or a partner system, or nobody (a job by the clock)."""

    @property
    def subject_id(self) -> UUID | None:
        """The person's or client's id."""


class NotInTransaction(RuntimeError):
    """An event outside a transaction would stand even if its act were taken back."""


def append(payload: Payload, *, about: Subject, actor: Doer, using: str = DEFAULT_DB_ALIAS) -> UUID:
    """Write one event in the running transaction and return its id.

    `payload` is an instance of a registered kind. The time is the database's. Nobody reads the event before the
    transaction commits. Raises `NotInTransaction`, and `BadPayload` for values that do not fit.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        message = "Append an event inside the transaction of its act."
        raise NotInTransaction(message)
    kind, values = encode(payload)
    event_id = uuid7()
    meta: Named = about._meta
    row = (
        event_id,
        kind.name,
        kind.version,
        meta.label_lower,
        about.id,
        getattr(about, "access_list_id", None),
        getattr(about, "root_list_id", None),
        actor.subject_id,
        json.dumps(values),
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT, row)
    return event_id
