"""Appending: in the transaction of the act or not at all, and never changed afterwards."""

from types import SimpleNamespace

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from uuid6 import uuid7

from aircop.events import NotInTransaction, append
from aircop.events.models import Consumer, Event, Heartbeat, ParkedEvent, PendingEvent, Position
from tests.aircop.events.conftest import Bag, BagFound, Porter, find_bag, find_bags
from tests.databases import as_owner


@pytest.mark.django_db
def test_an_event_keeps_what_who_where_and_the_databases_time(django_assert_num_queries: object) -> None:
    bag, porter = Bag(root_list_id=uuid7()), Porter()
    with django_assert_num_queries(1):  # type: ignore[operator]
        event_id = append(BagFound(bag=bag.id, belt=4), about=bag, actor=porter)
    event = Event.objects.get(pk=event_id)
    assert (event.kind, event.version, event.object_type, event.object_id) == ("bag_found", 1, "tests.bag", bag.id)
    assert (event.access_list, event.root_list) == (bag.access_list_id, bag.root_list_id)
    assert event.actor == porter.subject_id
    assert event.payload == {"bag": str(bag.id), "belt": 4}
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() - %s < interval '1 minute' AND %s > now()", [event.at, event.at])
        assert cursor.fetchone() == (True,)
    pending = PendingEvent.objects.get(pk=event_id)
    assert pending.at == event.at
    assert str(event) == f"bag_found tests.bag {bag.id}"
    assert str(pending) == str(event_id)


@pytest.mark.django_db
def test_a_thing_outside_the_wall_and_a_job_by_the_clock() -> None:
    thing = SimpleNamespace(id=uuid7(), _meta=SimpleNamespace(label_lower="tests.belt"))
    event = Event.objects.get(pk=append(BagFound(bag=thing.id), about=thing, actor=Porter(subject_id=None)))
    assert (event.access_list, event.root_list, event.actor) == (None, None, None)


@pytest.mark.django_db
def test_the_system_appends_in_its_own_transaction() -> None:
    with transaction.atomic(using="system"):
        append(BagFound(bag=uuid7()), about=Bag(), actor=Porter(), using="system")
    assert Event.objects.using("system").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_it_is_refused_and_a_rollback_takes_the_event_along() -> None:
    with pytest.raises(NotInTransaction):
        append(BagFound(bag=uuid7()), about=Bag(), actor=Porter())
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012  the block is what is undone
        append(BagFound(bag=uuid7()), about=Bag(), actor=Porter())
        raise ZeroDivisionError
    assert not Event.objects.exists()
    assert not PendingEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_commit_announces_itself_once() -> None:
    with psycopg.connect(**connections["system"].get_connection_params(), autocommit=True) as listener:
        listener.execute("LISTEN aircop_events")
        with transaction.atomic():
            for belt in (1, 2, 3):
                append(BagFound(bag=uuid7(), belt=belt), about=Bag(), actor=Porter())
        assert len(list(listener.notifies(timeout=5, stop_after=1))) == 1
        assert not list(listener.notifies(timeout=0))


FORBIDDEN = [
    "UPDATE events_event SET kind = 'other'",
    "DELETE FROM events_event",
    "TRUNCATE events_event, events_position",
    "UPDATE events_position SET position = position + 1",
    "DELETE FROM events_position",
    "TRUNCATE events_position",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nobody_changes_or_removes_an_event_or_a_position(statement: str) -> None:
    find_bags(1)
    for alias in ("default", "system", "owner"):
        with pytest.raises(DatabaseError, match=r"permission denied|only grows"), connections[alias].cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.filter(kind="bag_found").count() == Position.objects.filter(position=1).count() == 1


MORE = [
    ("default", "INSERT INTO events_position (position, event_id, at) SELECT 9, id, now() FROM events_event"),
    ("default", "DELETE FROM events_pendingevent"),
    ("default", "INSERT INTO events_pendingevent (event_id, at) SELECT id, at FROM events_event"),
    ("default", "DELETE FROM events_consumer"),
    ("default", "DELETE FROM events_parkedevent"),
    ("system", "UPDATE events_consumer SET position = 0"),
    (
        "default",
        """INSERT INTO events_event (id, kind, version, object_type, object_id, at, payload)
        SELECT gen_random_uuid(), kind, version, object_type, object_id, '2020-01-01', payload FROM events_event""",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("alias", "statement"), MORE)
def test_each_role_may_only_do_its_part(alias: str, statement: str) -> None:
    append(BagFound(bag=uuid7()), about=Bag(), actor=Porter())
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_database_refuses_a_version_or_a_position_below_one() -> None:
    event = Event.objects.get(pk=append(BagFound(bag=uuid7()), about=Bag(), actor=Porter()))
    with as_owner():
        with pytest.raises(DatabaseError, match="position_positive"), transaction.atomic():
            Position.objects.create(position=0, event=event)
        with pytest.raises(DatabaseError, match="version_positive"), transaction.atomic():
            Event.objects.create(kind="x", version=0, object_type="x", object_id=uuid7())


@pytest.mark.django_db(transaction=True)
def test_a_set_of_events_written_at_once_misses_nothing() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_event (id, kind, version, object_type, object_id, payload) "
            "SELECT gen_random_uuid(), 'bag_found', 1, 'tests.bag', gen_random_uuid(), '{}' FROM generate_series(1, 5)"
        )
    assert PendingEvent.objects.count() == 5
    find_bag()
    assert PendingEvent.objects.count() == 6


def test_rows_name_themselves() -> None:
    assert str(Position(position=3)) == "3"
    assert str(Consumer(name="mail", position=7)) == "mail at 7"
    assert str(ParkedEvent(consumer="mail", position=8)) == "mail at 8"
    assert str(Heartbeat(name="worker")) == "worker"
