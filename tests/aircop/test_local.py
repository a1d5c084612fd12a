"""The embedded services and the databases of the tests themselves."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import redis
from django.db import connections, transaction

from tests.databases import as_owner

if TYPE_CHECKING:
    from playwright.sync_api import Page

WHO = "SELECT current_user"


def who(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute(WHO)
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_each_alias_acts_as_its_role_on_one_connection() -> None:
    assert [who(alias) for alias in ("default", "system", "owner")] == ["aircop_app", "aircop_system", "aircop_owner"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE scrap (id int)")
        cursor.execute("INSERT INTO scrap VALUES (1)")
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM scrap")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_what_a_test_did_is_gone_after_it() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('scrap')")
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db
def test_the_owner_steps_in_and_out() -> None:
    with as_owner():
        assert who("default") == "aircop_owner"
        assert who("system") == "aircop_system"
        assert who("default") == "aircop_owner"
    assert who("default") == "aircop_app"


@pytest.mark.django_db
def test_an_error_of_a_side_breaks_only_its_savepoint() -> None:
    with pytest.raises(psycopg.Error) as caught, transaction.atomic(using="system"):
        connections["system"].connection.execute("SELECT 1/0")
    assert isinstance(caught.value, psycopg.errors.DivisionByZero)
    assert who("default") == "aircop_app"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_has_a_database_of_its_own(turn: int) -> None:
    assert [who(alias) for alias in ("default", "system", "owner")] == ["aircop_app", "aircop_system", "aircop_owner"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE scrap (id int)")
        cursor.execute("INSERT INTO scrap VALUES (%s)", [turn])
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT id FROM scrap")
        assert cursor.fetchone() == (turn,)


def test_the_broker_is_real_and_private(broker: redis.Redis) -> None:
    broker.set("a", "b")
    assert broker.get("a") == b"b"
    folder = Path(os.environ["REDIS_URL"].removeprefix("unix://")).parent
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_network_is_closed() -> None:
    with pytest.raises(RuntimeError, match="only the services"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.journey
def test_the_browser_reaches_the_live_server(page: "Page") -> None:
    answer = page.goto("/healthz")
    assert answer is not None
    assert answer.status == 200
    assert page.viewport_size == {"width": 360, "height": 640}
