"""A kind, a thing it happens to, and registries that forget what a test put in."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction
from uuid6 import uuid7

from aircop.celery import app
from aircop.events import append, consumers, kind, registry, sequencer
from aircop.events.models import Position
from aircop.events.sequencer import Sequencer, sequence_now


@dataclass(frozen=True)
class BagFound:
    """A bag was found on a belt.

    What is in it comes later.
    """

    bag: UUID
    belt: int = 1


@dataclass(frozen=True)
class Bag:
    """Something events can be about, behind the wall."""

    id: UUID = field(default_factory=uuid7)
    access_list_id: UUID = field(default_factory=uuid7)
    root_list_id: UUID | None = None
    _meta: Any = field(default_factory=lambda: SimpleNamespace(label_lower="tests.bag"))


@dataclass(frozen=True)
class Porter:
    subject_id: UUID | None = field(default_factory=uuid7)


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_by_name", {})
    monkeypatch.setattr(registry, "_by_payload", {})
    monkeypatch.setattr(consumers, "_registered", {})
    monkeypatch.setattr(sequencer, "_sweeps", {})
    kind("bag_found", version=1, app="tests")(BagFound)


def find_bag(belt: int = 1, bag: Any = None) -> UUID:
    """Append one event in a transaction of its own."""
    about = bag or Bag()
    with transaction.atomic():
        return append(BagFound(bag=about.id, belt=belt), about=about, actor=Porter())


def find_bags(*belts: int) -> list[UUID]:
    """Append and sequence one event for each belt."""
    ids = [find_bag(belt) for belt in belts]
    sequence_now()
    return ids


def log() -> list[tuple[int, UUID]]:
    """Return the whole log."""
    return list(Position.objects.order_by("position").values_list("position", "event_id"))


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something that another process or thread does."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    pytest.fail("what the test waited for did not come")


def in_thread(work: Callable[[], object]) -> threading.Thread:
    """Start work in a thread that leaves no connection behind."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", "redis+socket:///nonexistent/broker.sock")


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], threading.Thread]]:
    """Start sequencers in threads, with short pauses; all are stopped at the end."""
    monkeypatch.setattr(sequencer, "SWEEP_SECONDS", 0.05)
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start() -> threading.Thread:
        threads.append(in_thread(Sequencer(stop).run))
        return threads[-1]

    yield start
    stop.set()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.fixture
def sequencer_process(process_environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start real sequencers; what still runs at the end is killed."""
    children: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "django", "sequencer"]
        children.append(subprocess.Popen(command, env=process_environment | {"PYTHONPATH": os.pathsep.join(sys.path)}))
        return children[-1]

    yield start
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
        child.wait(timeout=20)


def backends(of: str) -> list[int]:
    """Return the server processes whose running or last statement holds this text."""
    with connections["system"].cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND query LIKE %s",
            [f"%{of}%"],
        )
        return [pid for (pid,) in cursor.fetchall()]


@pytest.fixture(scope="module", autouse=True)
def _bare(bare_database: None) -> None:
    """Let each test begin with an empty log."""
