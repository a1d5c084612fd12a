"""Whether it can work: each part told apart, and how long the oldest delivery waits."""

import pytest
from django.db import DatabaseError
from django.test import Client

from aircop.events import heartbeats
from aircop.web import health


@pytest.mark.django_db
def test_each_part_is_told_apart(client: Client) -> None:
    """Without a sign of life that came through the queue of deliveries it is not ready."""
    for name in (heartbeats.WORKER, heartbeats.SEQUENCER):
        heartbeats.beat(name)
    told = client.get("/readyz")
    assert (told.status_code, told.json()["deliveries"], told.json()["worker"]) == (503, False, True)
    assert told.json()["oldest_undelivered_seconds"] == 0
    heartbeats.beat(health.DELIVERIES)
    assert client.get("/readyz").json()["ready"] is True


def test_what_cannot_be_asked_is_told_as_unknown() -> None:
    """A database that is away is told as such, once."""

    def away() -> float:
        raise DatabaseError

    assert health._figure(away) is None
