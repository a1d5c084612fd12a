"""Telling the stream that a record went to another access list: to those who lose it, and to those who gain it."""

from typing import Any
from uuid import UUID

from aircop.access.actor import Actor
from aircop.access.events import RecordGone, RecordMoved
from aircop.access.models import Protected
from aircop.events import append


class _Left:
    """A record as the list that it left knew it."""

    def __init__(self, record: Protected, left: tuple[UUID, UUID]) -> None:
        self.id = record.pk
        self._meta: Any = record._meta
        self.access_list_id, self.root_list_id = left


def announce_move(actor: Actor, record: Protected, left: tuple[UUID, UUID]) -> None:
    """Announce that a record lies elsewhere now; `left` are the list on which it lay and that list's root.

    A record that gets a list of its own below the list on which it lay is lost by nobody.
    """
    kept = {record.access_list_id, record.root_list_id}
    for each in dict.fromkeys(left):
        if each not in kept:
            append(RecordGone(each), about=_Left(record, (each, left[1])), actor=actor)
    append(RecordMoved(left[0], record.access_list_id), about=record, actor=actor)
