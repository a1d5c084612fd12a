"""Consumers: effects and place move together; what fails three times is set aside, and can be tried again."""

import threading
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections, transaction

from aircop.events import EventView, append, consumer, runner
from aircop.events.consumers import UnknownConsumer, names
from aircop.events.models import Consumer, ParkedEvent
from aircop.events.registry import kind
from aircop.events.runner import retry_parked, run_consumer
from aircop.events.sequencer import sequence_now
from tests.aircop.events.conftest import Bag, BagFound, Porter, find_bag, find_bags, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Quiet:
    """Nothing happened."""


class Clerk:
    """A consumer that writes down the belts, in the database, and fails at those it cannot stand."""

    def __init__(self, *, bad: tuple[int, ...] = (), dies: tuple[int, ...] = (), **options: Any) -> None:
        self.bad, self.dies = set(bad), set(dies)
        self.tries: list[int] = []
        consumer("clerk", kinds={"bag_found"}, **options)(self.write)

    def write(self, event: EventView) -> None:
        belt = event.payload.belt
        self.tries.append(belt)
        Group.objects.create(name=str(belt))
        if belt in self.bad:
            message = "case data that must not be kept"
            raise ValueError(message)
        if belt in self.dies:
            raise KeyboardInterrupt

    @property
    def written(self) -> list[int]:
        groups = Group.objects.filter(name__regex=r"^[0-9]+$").order_by("id")
        return [int(name) for name in groups.values_list("name", flat=True)]


def place() -> tuple[int, int]:
    row = Consumer.objects.get(name="clerk")
    return row.position, row.attempts


def test_each_event_is_handled_once_and_in_order() -> None:
    clerk = Clerk()
    find_bags(1, 2, 3)
    assert run_consumer("clerk") == 3
    assert clerk.written == [1, 2, 3]
    assert run_consumer("clerk") == 0
    find_bags(4)
    assert run_consumer("clerk") == 1
    assert clerk.written == [1, 2, 3, 4]
    assert place() == (4, 0)


def test_it_sees_what_where_and_who() -> None:
    seen: list[EventView] = []
    consumer("watcher", kinds={"bag_found"})(seen.append)
    bag = Bag()
    event_id = find_bag(7, bag)
    sequence_now()
    run_consumer("watcher")
    (event,) = seen
    assert (event.position, event.id, event.kind, event.version) == (1, event_id, "bag_found", 1)
    assert (event.object_type, event.object_id, event.access_list) == ("tests.bag", bag.id, bag.access_list_id)
    assert event.root_list is None
    assert event.actor is not None
    assert event.at.tzinfo is not None
    assert event.payload == BagFound(bag=bag.id, belt=7)


def test_backlogs_go_in_batches_and_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BATCH", 2)
    monkeypatch.setattr(runner, "WINDOW", 3)
    clerk = Clerk()
    find_bags(*range(8))
    assert run_consumer("clerk") == 8
    assert clerk.written == list(range(8))
    assert place() == (8, 0)


def test_a_run_ends_in_time_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Clerk()
    find_bags(1)
    monkeypatch.setattr(runner, "RUN_SECONDS", 0.0)
    assert run_consumer("clerk") == 0
    monkeypatch.undo()
    assert clerk.written == []


def test_other_kinds_are_passed_over() -> None:
    kind("nothing_happened", version=1, app="tests")(Quiet)
    clerk = Clerk()
    with transaction.atomic():
        append(Quiet(), about=Bag(), actor=Porter())
    find_bags(1)
    assert run_consumer("clerk") == 1
    assert clerk.written == [1]
    assert place() == (2, 0)


def test_a_new_consumer_may_begin_with_what_is_new() -> None:
    find_bags(1, 2)
    clerk = Clerk(from_start=False)
    assert run_consumer("clerk") == 0
    find_bags(3)
    assert run_consumer("clerk") == 1
    assert clerk.written == [3]


def test_three_failures_park_the_event_and_the_others_go_on() -> None:
    clerk = Clerk(bad=(2,))
    find_bags(1, 2, 3)
    assert run_consumer("clerk") == 1
    assert place() == (1, 1)
    assert run_consumer("clerk") == 0
    assert place() == (1, 2)
    assert run_consumer("clerk") == 2
    assert clerk.written == [1, 3]
    assert place() == (3, 0)
    parked = ParkedEvent.objects.get()
    assert (parked.consumer, parked.position, parked.attempts) == ("clerk", 2, 3)
    assert parked.error.startswith("ValueError at tests/aircop/events/test_runner.py:")
    assert parked.error.endswith("in write")


def test_a_failure_that_passes_is_forgotten() -> None:
    clerk = Clerk(bad=(1,))
    find_bags(1, 2)
    run_consumer("clerk")
    clerk.bad.clear()
    assert run_consumer("clerk") == 2
    assert place() == (2, 0)
    assert not ParkedEvent.objects.exists()


def test_parked_events_are_listed_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    clerk = Clerk(bad=(2,))
    find_bags(2)
    for _ in range(3):
        run_consumer("clerk")
    call_command("events_parked")
    assert "clerk at 1" in (listed := capsys.readouterr().out)
    assert "3 tries  ValueError" in listed
    call_command("events_parked", retry=True)
    assert capsys.readouterr().out == "0 went well, 1 stay parked.\n"
    assert ParkedEvent.objects.get().attempts == 4
    clerk.bad.clear()
    call_command("events_parked", retry=True, consumer="other")
    assert capsys.readouterr().out == "0 went well, 0 stay parked.\n"
    call_command("events_parked", retry=True, consumer="clerk")
    assert capsys.readouterr().out == "1 went well, 0 stay parked.\n"
    assert clerk.written == [2]
    assert ParkedEvent.objects.get().resolved_at is not None
    call_command("events_parked")
    assert capsys.readouterr().out == ""


def test_a_parked_event_that_another_tries_right_now_is_left_to_it() -> None:
    Clerk(bad=(2,))
    find_bags(2)
    for _ in range(3):
        run_consumer("clerk")
    with transaction.atomic():
        ParkedEvent.objects.select_for_update().get()
        outcome: list[tuple[int, int]] = []
        in_thread(lambda: outcome.append(retry_parked())).join()
    assert outcome == [(0, 1)]
    assert ParkedEvent.objects.get().attempts == 3


def test_what_kills_its_worker_again_and_again_is_parked_too() -> None:
    clerk = Clerk(dies=(3,))
    find_bags(1, 2, 3, 4)
    for _ in range(4):
        with pytest.raises(KeyboardInterrupt):
            run_consumer("clerk")
    assert run_consumer("clerk") == 2
    assert clerk.written == [1, 2, 4]
    assert ParkedEvent.objects.get().error == runner.DIED
    assert clerk.tries == [1, 2, 3, 1, 2, 3, 3, 3, 4]


def test_deaths_with_nothing_left_to_blame_are_forgotten() -> None:
    kind("nothing_happened", version=1, app="tests")(Quiet)
    Clerk()
    with transaction.atomic():
        append(Quiet(), about=Bag(), actor=Porter())
    sequence_now()
    Consumer.objects.create(name="clerk", attempts=3)
    assert run_consumer("clerk") == 0
    assert place() == (1, 0)
    assert not ParkedEvent.objects.exists()


def test_two_workers_do_not_run_one_consumer() -> None:
    inside, go_on = threading.Event(), threading.Event()
    seen: list[int] = []

    @consumer("slow", kinds={"bag_found"})
    def wait(event: EventView) -> None:
        seen.append(event.position)
        inside.set()
        go_on.wait(20)

    find_bags(1)
    first = in_thread(lambda: run_consumer("slow"))
    inside.wait(20)
    assert run_consumer("slow") == 0
    go_on.set()
    first.join()
    assert seen == [1]


def test_another_worker_may_slip_in_between_count_and_work(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Clerk()
    find_bags(1)
    locks = iter([runner._lock, lambda _react: None])
    monkeypatch.setattr(runner, "_lock", lambda react: next(locks)(react))  # noqa: PLW0108  a new one each time
    assert run_consumer("clerk") == 0
    assert clerk.written == []


def test_nobody_and_two_of_one_name() -> None:
    Clerk()
    with pytest.raises(UnknownConsumer, match="there are: clerk"):
        run_consumer("nobody")
    with pytest.raises(ValueError, match="Two functions"):
        consumer("clerk", kinds={"bag_found"})(print)
    assert names() == ("clerk",)


def test_no_subject_is_bound_and_the_role_is_the_applications() -> None:
    roles: list[str] = []

    @consumer("who", kinds={"bag_found"})
    def who(_event: EventView) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT current_user")
            roles.append(cursor.fetchone()[0])

    find_bags(1)
    run_consumer("who")
    assert roles == ["aircop_app"]
