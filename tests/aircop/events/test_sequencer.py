"""The sequencer: every committed event gets exactly one position, whoever is slow, killed or second."""

import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections, transaction

from aircop.events import append, heartbeats, sequencer
from aircop.events.models import Event, PendingEvent, Position
from aircop.events.sequencer import Sequencer, connect, register_sweep, sequence_now, take_lock
from tests.aircop.events.conftest import Bag, BagFound, Porter, backends, find_bag, find_bags, in_thread, log, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_broker")]

WRITERS = 8
ACTS = 25


def gapless() -> bool:
    """Say whether every committed event has one position, and positions have no gap."""
    positions, events = zip(*log(), strict=True)
    return positions == tuple(range(1, Event.objects.count() + 1)) and len(set(events)) == len(events)


def test_positions_follow_the_time_of_the_events_and_never_change() -> None:
    first = find_bags(1, 2, 3)
    second = find_bags(4)
    assert log() == list(enumerate(first + second, start=1))
    assert sequence_now() == 0
    assert not PendingEvent.objects.exists()


def test_a_late_commit_gets_a_later_position() -> None:
    begun, may_commit = threading.Event(), threading.Event()
    slow: list[UUID] = []

    def dawdle() -> None:
        with transaction.atomic():
            slow.append(append(BagFound(bag=Bag().id), about=Bag(), actor=Porter()))
            begun.set()
            may_commit.wait(20)

    writer = in_thread(dawdle)
    begun.wait(20)
    quick = find_bags(1, 2)
    assert log() == list(enumerate(quick, start=1))
    may_commit.set()
    writer.join()
    sequence_now()
    assert log()[-1] == (3, slow[0])


class Reader:
    """Reads by position after each turn of the sequencer, on a connection of its own, like any reader of the log."""

    def __init__(self) -> None:
        self.seen: list[UUID] = []
        self.place = 0

    def read(self, _connection: object) -> int:
        news = Position.objects.filter(position__gt=self.place).order_by("position")
        for position, event in news.values_list("position", "event_id"):
            self.place = position
            self.seen.append(event)
        return 0


def test_eight_writers_and_one_that_holds_back_lose_nothing(running: Callable[[], threading.Thread]) -> None:
    reader = Reader()
    register_sweep("reader", reader.read)
    running()
    begun, may_commit = threading.Event(), threading.Event()

    def write() -> None:
        for act in range(ACTS):
            with transaction.atomic():
                append(BagFound(bag=Bag().id, belt=act), about=Bag(), actor=Porter())
                if act % 5 == 0:
                    transaction.set_rollback(True)

    def hold_back() -> None:
        with transaction.atomic():
            append(BagFound(bag=Bag().id), about=Bag(), actor=Porter())
            begun.set()
            may_commit.wait(60)

    late = in_thread(hold_back)
    begun.wait(20)
    for writer in [in_thread(write) for _ in range(WRITERS)]:
        writer.join()
    before = WRITERS * ACTS * 4 // 5
    until(lambda: len(reader.seen) == before)
    may_commit.set()
    late.join()
    until(lambda: len(reader.seen) == before + 1)
    assert gapless()
    assert len(set(reader.seen)) == before + 1
    assert reader.seen == [event for _position, event in log()]


def test_a_commit_wakes_it_before_the_next_sweep(
    running: Callable[[], threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "SWEEP_SECONDS", 60.0)
    monkeypatch.setattr("aircop.events.waking.REMINDER", 60.0)
    running()
    until(lambda: backends("SELECT name, position FROM events_consumer"))
    event = find_bag()
    until(lambda: log() == [(1, event)])
    monkeypatch.setattr(sequencer, "SWEEP_SECONDS", 0.05)
    find_bag()  # lets it notice the shorter sweep, so that it can be stopped


def test_large_backlogs_go_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 2)
    for belt in range(5):
        find_bag(belt)
    with closing(connect()) as connection:
        assert [sequencer.turn(connection) for _ in range(4)] == [2, 2, 1, 0]
    assert gapless()


def test_only_one_gives_positions() -> None:
    find_bag()
    with closing(connect()) as first:
        assert take_lock(first)
        assert sequence_now() == 0
        assert log() == []
    until(sequence_now)
    assert len(log()) == 1


def test_a_standby_takes_over(
    running: Callable[[], threading.Thread], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="aircop")
    tries: list[object] = []
    monkeypatch.setattr(sequencer, "take_lock", lambda connection: tries.append(1) or take_lock(connection))
    with closing(connect()) as first:
        assert take_lock(first)
        running()
        until(lambda: len(tries) >= 3)
        find_bag()
        assert log() == []
    until(lambda: len(log()) == 1)
    assert caplog.text.count("standing by") == 1


def test_a_standby_can_be_stopped() -> None:
    stop = threading.Event()
    with closing(connect()) as first:
        assert take_lock(first)
        standby = in_thread(Sequencer(stop).run)
        until(lambda: backends("pg_try_advisory_lock"))
        stop.set()
        standby.join(20)
        assert not standby.is_alive()


def test_when_the_database_goes_away_it_comes_back(
    running: Callable[[], threading.Thread], caplog: pytest.LogCaptureFixture
) -> None:
    running()
    find_bag()
    until(lambda: len(log()) == 1)
    with connections["system"].cursor() as cursor:
        for pid in backends("events_"):
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    find_bag()
    until(lambda: len(log()) == 2)
    assert "The database is away" in caplog.text


def test_sweeps_run_in_a_transaction_each_and_until_nothing_is_left(caplog: pytest.LogCaptureFixture) -> None:
    left = [2, 1]
    roles = set()

    def seal(connection: psycopg.Connection[Any]) -> int:
        row = connection.execute("SELECT current_user").fetchone()
        roles.add((row and row[0], connection.info.transaction_status.name))
        return left.pop() if left else 0

    def fail(connection: psycopg.Connection[Any]) -> int:
        connection.execute(heartbeats.BEAT, ["half done"])
        raise ZeroDivisionError

    register_sweep("bad", fail)
    register_sweep("sealer", seal)
    find_bag()
    assert sequence_now() == 1 + 2 + 1
    assert roles == {("aircop_system", "INTRANS")}
    assert not heartbeats.seen("half done")
    assert "The sweep 'bad' failed" in caplog.text


def test_a_sweep_that_loses_the_connection_ends_the_turn() -> None:
    def cut(connection: psycopg.Connection[Any]) -> int:
        connection.close()
        raise psycopg.OperationalError

    register_sweep("cut", cut)
    with pytest.raises(psycopg.OperationalError):
        sequence_now()


def test_it_leaves_signs_of_life(running: Callable[[], threading.Thread]) -> None:
    assert not heartbeats.seen(heartbeats.SEQUENCER)
    running()
    until(lambda: heartbeats.seen(heartbeats.SEQUENCER))


def test_killed_in_the_middle_of_a_turn_it_loses_and_doubles_nothing(
    sequencer_process: Callable[[], subprocess.Popen[bytes]],
) -> None:
    for belt in range(20):
        find_bag(belt)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE events_position IN SHARE MODE")  # it stops amidst giving positions
        child = sequencer_process()
        until(lambda: backends("INSERT INTO events_position"))
        child.kill()
        assert child.wait(20) == -signal.SIGKILL
        for belt in range(20):
            find_bag(belt)
    successor = sequencer_process()
    until(lambda: heartbeats.seen(heartbeats.SEQUENCER) and len(log()) == 40)
    assert gapless()
    assert not PendingEvent.objects.exists()
    successor.send_signal(signal.SIGTERM)
    assert successor.wait(20) == 0


def test_two_processes_and_the_first_is_killed(sequencer_process: Callable[[], subprocess.Popen[bytes]]) -> None:
    first = sequencer_process()
    find_bag()
    until(lambda: len(log()) == 1)
    sequencer_process()
    until(lambda: backends("pg_try_advisory_lock"))
    find_bag()
    until(lambda: len(log()) == 2)
    first.kill()
    first.wait(20)
    find_bag()
    until(lambda: len(log()) == 3)
    assert gapless()
