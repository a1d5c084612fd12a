"""Signs of life, tasks, commands, and the migration operations for tables that only grow."""

import signal
import threading
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.db.migrations.state import ProjectState

from aircop.celery import app
from aircop.events import EventView, consumer, heartbeats, tasks
from aircop.events.append_only import append_only, rights
from aircop.events.checks import consumers_know_their_kinds
from aircop.events.management.commands import sequencer as command
from aircop.events.models import DatabaseClock, Heartbeat
from tests.aircop.events.conftest import find_bags


@pytest.mark.django_db
def test_a_worker_is_seen_for_a_minute() -> None:
    assert not heartbeats.seen("worker")
    tasks.heartbeat_task()
    tasks.heartbeat_task()
    assert heartbeats.seen("worker")
    Heartbeat.objects.update(at=DatabaseClock() - timedelta(seconds=61))
    assert not heartbeats.seen("worker")


@pytest.mark.django_db(transaction=True)
def test_the_tasks_run_one_or_call_all(broker: redis.Redis) -> None:
    seen: list[EventView] = []
    consumer("one", kinds={"bag_found"})(seen.append)
    consumer("two", kinds={"bag_found"})(print)
    find_bags(1)
    tasks.run_consumers_task()
    assert broker.llen("celery") == 2
    tasks.run_consumer_task("one")
    assert len(seen) == 1


def test_the_clock_knows_its_tasks_by_name() -> None:
    assert {tasks.heartbeat_task.name, tasks.run_consumers_task.name} <= {
        entry["task"] for entry in app.conf.beat_schedule.values()
    }


def test_the_command_stops_at_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    class Quick:
        def __init__(self, stop: threading.Event) -> None:
            self.stop = stop

        def run(self) -> None:
            signal.raise_signal(signal.SIGTERM)
            assert self.stop.is_set()

    monkeypatch.setattr(command, "Sequencer", Quick)
    try:
        call_command("sequencer")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def test_kinds_and_consumers_of_all_apps_are_learnt_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[str] = []
    monkeypatch.setattr("aircop.events.apps.autodiscover_modules", learnt.append)
    apps.get_app_config("events").ready()
    assert learnt == ["events", "consumers"]


def test_a_consumer_of_a_kind_that_nobody_writes_is_named() -> None:
    consumer("mail", kinds={"bag_found"})(print)
    assert consumers_know_their_kinds() == []
    consumer("typist", kinds={"bag_found", "bag_fuond"})(print)
    (error,) = consumers_know_their_kinds()
    assert error.msg == "The consumer 'typist' reads kinds that no app registered: bag_fuond."


def run(*operations: Any, back: bool = False) -> None:
    state = ProjectState()
    with connections["owner"].schema_editor(atomic=False) as editor:
        for operation in reversed(operations) if back else operations:
            (operation.database_backwards if back else operation.database_forwards)("events", editor, state, state)


def attempt(statement: str, alias: str = "default") -> str:
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return "done"


@pytest.mark.django_db(transaction=True)
def test_a_table_that_only_grows_and_back() -> None:
    attempt("CREATE TABLE ledger (line text)", "owner")
    operations = append_only("ledger", aircop_system="SELECT", nobody_of_this_name="SELECT")
    run(*operations)
    assert attempt("INSERT INTO ledger VALUES ('a')") == "done"
    assert "permission denied" in attempt("INSERT INTO ledger VALUES ('a')", "system")
    assert "permission denied" in attempt("DELETE FROM ledger")
    assert attempt("DELETE FROM ledger", "owner") == "ledger only grows: DELETE is refused"
    assert attempt("TRUNCATE ledger", "owner") == "ledger only grows: TRUNCATE is refused"
    run(*operations, back=True)
    assert attempt("DELETE FROM ledger") == "done"


@pytest.mark.django_db(transaction=True)
def test_a_role_can_be_left_without_any_right() -> None:
    attempt("CREATE TABLE secret (line text)", "owner")
    run(rights("secret", aircop_app=""))
    assert "permission denied" in attempt("SELECT * FROM secret")
    assert attempt("SELECT * FROM secret", "system") == "done"
