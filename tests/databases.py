"""The databases of the tests: every test runs as the walled application, on data of its own.

A test in a transaction shares one connection: the aliases `system` and `owner` speak through it, each as its own
role, and all is rolled back. A transactional test gets a fresh clone of the migrated template, with real logins on
all three aliases, and the clone is dropped: Django's flush would TRUNCATE, which append-only tables refuse.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

import psycopg
from django.db import DatabaseError, connections, transaction
from django.test import TestCase, TransactionTestCase
from psycopg import sql
from psycopg.pq import TransactionStatus

from aircop.local.roles import APP, OWNER, SYSTEM

SIDES = {"system": SYSTEM, "owner": OWNER}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_numbers = count()
BARE = "aircop"  # migrated, without anybody
_template = BARE  # what databases are cloned from
_role = APP  # as whom the shared connection acts between the statements of its sides


@contextmanager
def as_owner() -> Iterator[None]:
    """Write as the owner of the tables, whom no wall stops: for factories, never for the code under test."""
    global _role  # noqa: PLW0603  one connection, one role
    before, _role = _role, OWNER
    _set_role(OWNER)
    try:
        yield
    finally:
        _role = before
        with suppress(DatabaseError):  # a broken transaction takes the role back when it is rolled back
            _set_role(before)


def _set_role(role: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


def _as(role: str) -> Callable[..., Any]:
    """Return a wrapper that runs each statement of a side as its role."""

    def wrapper(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        shared = context["connection"].connection
        if shared.info.transaction_status is not TransactionStatus.INERROR:  # then only a rollback may pass
            shared.execute(f"SET LOCAL ROLE {role}")
        try:
            return execute(statement, params, many, context)
        finally:
            with suppress(psycopg.Error):
                shared.execute(f"SET LOCAL ROLE {_role}")

    return wrapper


def _join_sides() -> None:
    main = connections["default"]
    for alias, role in SIDES.items():
        side = connections[alias]
        side.close()
        side.connection = main.connection
        side.autocommit, side.in_atomic_block, side.closed_in_transaction = False, True, False
        side.needs_rollback, side.savepoint_ids, side.run_on_commit = False, [], []
        side.execute_wrappers.append(_as(role))


def _part_sides() -> None:
    for alias in SIDES:
        side = connections[alias]
        side.connection, side.in_atomic_block, side.autocommit = None, False, False
        side.needs_rollback, side.savepoint_ids, side.run_on_commit = False, [], []
        side.execute_wrappers.clear()


def clone() -> str:
    """Make a database that equals the one with the stage and return its name."""
    name = f"aircop_{WORKER}_{next(_numbers)}"
    _as_superuser("CREATE DATABASE {} TEMPLATE {} OWNER aircop_owner", name, _template)
    return name


def set_stage(build: Callable[[], None]) -> str:
    """Let what `build` writes stand in every clone of this worker; return the name of the new template.

    Opening units and agencies anew took a third of the time of the tests.
    """
    global _template  # noqa: PLW0603  one worker, one template
    name = clone()
    before = point_to(name)
    with transaction.atomic():
        build()
    point_to(before)
    _template = name
    return name


def drop(name: str) -> None:
    """Drop a clone, whoever is still connected."""
    _as_superuser("DROP DATABASE {} WITH (FORCE)", name)


def _as_superuser(statement: str, *names: str) -> None:
    with psycopg.connect(os.environ["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def bare() -> Iterator[None]:
    """Work on a database, and on clones, on which nothing stands yet."""
    global _template  # noqa: PLW0603  one worker, one template
    stage, _template = _template, BARE
    name = clone()
    before = point_to(name)
    yield
    point_to(before)
    drop(name)
    _template = stage


def point_to(name: str) -> str:
    """Connect all aliases, in every thread, to a database; return the name of the one before."""
    before = str(connections.settings["default"]["NAME"])
    for alias in connections:
        connections[alias].close()
        connections.settings[alias]["NAME"] = name
    return before


def install() -> None:
    """Teach Django's test cases the two ways above."""
    begin, end = TestCase._fixture_setup.__func__, TestCase._fixture_teardown  # type: ignore[attr-defined]

    def begin_shared(cls: type[TestCase]) -> None:
        begin(cls)
        _join_sides()

    def end_shared(self: TestCase) -> None:
        _part_sides()
        end(self)

    def begin_clone(cls: Any) -> None:
        cls.clone = clone()
        cls.before = point_to(cls.clone)

    def end_clone(self: Any) -> None:
        point_to(self.before)
        drop(self.clone)

    for case in (TestCase, TransactionTestCase):
        case.databases = frozenset(connections)  # type: ignore[assignment]
        case._databases_names = classmethod(lambda _cls, **_which: ["default"])  # type: ignore[attr-defined]
    TestCase._fixture_setup, TestCase._fixture_teardown = classmethod(begin_shared), end_shared  # type: ignore[attr-defined]
    TransactionTestCase._fixture_setup = classmethod(begin_clone)  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = end_clone  # type: ignore[attr-defined]
