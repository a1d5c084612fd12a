"""Rows that are known already, laid set-based: a thousand records by one statement, with one entry and one event.

For records of before the system, as an import brings them. Who calls it has made the rows as the services would.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault

from aircop.access.actor import Actor
from aircop.audit import record
from aircop.events import append
from seizures.events import BulkLoaded
from seizures.models import Seizure
from taskforces.models import TaskForce

LAY = "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"
RESERVE = """
INSERT INTO taskforces_referencecounter (task_force_id, kind, year, last) VALUES (%s, 'S', %s, %s)
ON CONFLICT (task_force_id, kind, year) DO UPDATE SET last = taskforces_referencecounter.last + excluded.last
RETURNING last
"""


@transaction.atomic
def lay_rows(actor: Actor, unit: TaskForce, rows: Sequence[Model], *, why: str) -> int:
    """Write rows of seizures of one unit and their parts, in the order given; return how many seizures they hold.

    The wall holds: the bound subject must reach the unit's list.
    """
    seizures = [row for row in rows if isinstance(row, Seizure)]
    if not seizures:
        return 0
    record(actor, "seizure.bulk_load", about=unit, changes={"count": (None, len(seizures))}, reason=why)
    for model, group in _by_model(rows).items():
        _lay(model, group)
    loaded = BulkLoaded(unit.default_list_id, len(seizures), seizures[-1].pk)
    append(loaded, about=seizures[0], actor=actor)
    return len(seizures)


def reserve(unit: TaskForce, year: int, count: int) -> int:
    """Take so many numbers of the unit's year, and return the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, [unit.pk, year, count])
        last: int = cursor.fetchone()[0]
    return last - count + 1


def _by_model(rows: Sequence[Model]) -> dict[type[Model], list[Model]]:
    found: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        found[type(row)].append(row)
    return found


def _lay(model: type[Model], rows: Sequence[Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if not _left_to_the_database(field, rows[0])]
    columns = ", ".join(str(field.column) for field in fields)
    told = [{field.column: getattr(row, field.attname) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        statement = LAY.format(table=model._meta.db_table, columns=columns)
        cursor.execute(statement, [orjson.dumps(told, default=_plain).decode()])


def _left_to_the_database(field: Any, row: Model) -> bool:
    """Whether the row leaves the column to its default, or the database works it out."""
    told = row.__dict__.get(field.attname, DatabaseDefault)
    return field.generated or told is DatabaseDefault or isinstance(told, DatabaseDefault)


def _plain(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
