"""What an act leaves behind, read as the owner of the tables: audit entries, kept values, events."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.db import connections

from tests.databases import as_owner


def entries(verb: str = "%") -> list[dict[str, Any]]:
    """Return the audit entries of a verb, in order."""
    return rows("SELECT * FROM audit_auditentry WHERE verb LIKE %s ORDER BY at, id", verb)


def events(kind: str) -> list[dict[str, Any]]:
    """Return the events of a kind, in order."""
    return rows("SELECT * FROM events_event WHERE kind = %s ORDER BY at, id", kind)


def payloads(kind: str) -> list[dict[str, Any]]:
    """Return what the events of a kind tell, in order."""
    return [orjson.loads(event["payload"]) for event in events(kind)]


def values(verb: str) -> list[dict[str, Any]]:
    """Return the kept values of the acts of a verb, in order; `values` maps a field to its old and new value."""
    found = rows("SELECT *, values::text AS told FROM audit_change WHERE verb = %s ORDER BY at, entry_id", verb)
    return [row | {"values": orjson.loads(row["told"])} for row in found]


def rows(sql: str, *params: Any) -> list[dict[str, Any]]:
    """Ask the database as the owner, in a test that runs in one transaction."""
    with as_owner(), connections["default"].cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def mute_audit(verb: str) -> Iterator[None]:
    """Make the database itself refuse the entries of one verb, until the test is rolled back."""
    with as_owner(), connections["default"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_auditentry ADD CONSTRAINT mute CHECK (verb <> '{verb}') NOT VALID")
    yield
