"""Waking consumers: at once for news, again for the slow, and never at the cost of the log."""

import json
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest
import redis

from aircop.events import consumer, waking
from aircop.events.models import Consumer
from aircop.events.sequencer import Connection, connect
from aircop.events.waking import Waker
from tests.aircop.events.conftest import find_bag, find_bags, log, until

pytestmark = pytest.mark.django_db(transaction=True)


def _logged(number: int) -> bool:
    return len(log()) == number


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("aircop.events.waking.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def place() -> Iterator[Connection]:
    with closing(connect()) as connection:
        yield connection


def called(broker: redis.Redis) -> list[str]:
    """Take the calls out of the queue and return whom they are for."""
    names = []
    while message := broker.rpop("celery"):
        body: Any = json.loads(message)  # type: ignore[arg-type]
        assert body["headers"]["task"] == waking.TASK
        assert body["headers"]["expires"]
        names.append(json.loads(b64decode(body["body"]))[0][0])
    return names


def test_news_is_told_once_and_those_who_lag_are_reminded(
    broker: redis.Redis, place: Connection, clock: list[float]
) -> None:
    waker = Waker()
    waker.wake(place, ["mail"])
    assert called(broker) == []
    find_bags(1)
    waker.wake(place, ["mail", "map"])
    assert called(broker) == ["mail", "map"]
    waker.wake(place, ["mail", "map"])
    assert called(broker) == []
    Consumer.objects.create(name="map", position=1)
    clock[0] += waking.REMINDER
    waker.wake(place, ["mail", "map"])
    assert called(broker) == ["mail"]
    assert waker.due_in() == waking.REMINDER


def test_a_stream_of_news_is_told_at_a_pace(broker: redis.Redis, place: Connection, clock: list[float]) -> None:
    waker = Waker()
    find_bags(1)
    waker.wake(place, ["mail"])
    find_bags(2)
    waker.wake(place, ["mail"])
    assert called(broker) == ["mail"]
    assert waker.due_in() == waking.PACE
    clock[0] += waking.PACE
    waker.wake(place, ["mail"])
    assert called(broker) == ["mail"]
    assert waker.due_in() == waking.REMINDER


@pytest.mark.usefixtures("no_broker")
def test_without_a_broker_it_keeps_quiet_for_a_while(
    place: Connection, clock: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    waker = Waker()
    find_bags(1)
    waker.wake(place, ["mail"])
    waker.wake(place, ["mail"])
    assert caplog.text.count("The broker is away") == 1
    clock[0] += waking.PATIENCE
    waker.wake(place, ["mail"])
    assert caplog.text.count("The broker is away") == 2


@pytest.mark.usefixtures("no_broker")
def test_the_log_goes_on_without_a_broker(running: Callable[[], threading.Thread]) -> None:
    consumer("mail", kinds={"bag_found"})(print)
    running()
    for number in (1, 2, 3):
        find_bag()
        until(partial(_logged, number), seconds=5)


def test_the_sequencer_wakes_what_is_registered(broker: redis.Redis, running: Callable[[], threading.Thread]) -> None:
    consumer("mail", kinds={"bag_found"})(print)
    running()
    find_bag()
    until(lambda: broker.llen("celery"))
    assert set(called(broker)) == {"mail"}
