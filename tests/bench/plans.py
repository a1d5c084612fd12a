"""What a request asks the database: its statements, how long they took, and the plans of those that read records."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from aircop.access.actor import Actor
from aircop.access.binding import bind

READS = ("SELECT", "WITH")


@dataclass
class Asked:
    """The statements of a block, in order, each with its parameters and its milliseconds."""

    statements: list[tuple[str, Any, float]] = field(default_factory=list)

    def __len__(self) -> int:
        """How many."""
        return len(self.statements)

    @property
    def ms(self) -> float:
        """What they took together."""
        return sum(ms for _sql, _params, ms in self.statements)

    @property
    def texts(self) -> list[str]:
        """What was said."""
        return [sql for sql, _params, _ms in self.statements]

    def reads_of(self, table: str) -> list[tuple[str, Any]]:
        """Return the reads that name a table."""
        return [
            (sql, params)
            for sql, params, _ms in self.statements
            if table in sql and sql.lstrip("( \n").startswith(READS)
        ]


@contextmanager
def asked() -> Iterator[Asked]:
    """Note every statement on the application's connection; transaction control is not among them."""
    notes = Asked()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            notes.statements.append((sql, params, (time.perf_counter() - began) * 1000))

    with connection.execute_wrapper(note):
        yield notes


def plan(sql: str, params: Any) -> Mapping[str, Any]:
    """Return the plan of a statement, run in the present transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        answer = cursor.fetchone()[0]
    found: Mapping[str, Any] = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return found


def nodes(of: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a plan's nodes."""
    yield of
    for part in of.get("Plans", []):
        yield from nodes(part)


def sequential_scans(subject_id: Any, notes: Asked, table: str) -> list[str]:
    """Return the statements among those noted that read a table row by row, for the reader named."""
    found = []
    with transaction.atomic():
        bind(Actor(subject_id=subject_id))
        for sql, params in notes.reads_of(table):
            scans = [node for node in nodes(plan(sql, params)) if node["Node Type"].endswith("Seq Scan")]
            if any(scan["Relation Name"] == table for scan in scans):
                found.append(sql)
    return found
