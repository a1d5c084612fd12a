"""What the system finds: pairs of records, and of persons, that look like one. It decides nothing."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connections
from uuid6 import uuid7

from seizures.models import DuplicateHint, PersonHint
from seizures.models.pair import Hint
from seizures.queries.duplicate import alike, traits_of
from seizures.queries.likeness import Likeness, Traits
from seizures.queries.person_alike import persons_alike, traits_of_persons
from seizures.queries.person_likeness import PersonTraits

# What a person decided stands, however the rows look later.
NOTE = """
INSERT INTO {table} ({names}) VALUES ({values})
ON CONFLICT (first_id, second_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
 WHERE {table}.status = 'open'
"""
LAPSE = """
DELETE FROM {table}
 WHERE (first_id = %(id)s OR second_id = %(id)s) AND status = 'open'
   AND NOT (first_id = ANY (%(still)s) OR second_id = ANY (%(still)s))
"""


def note_hints(seizure_id: UUID, *, using: str) -> int:
    """Write down what looks like this seizure, drop open hints that no longer hold, and return how many hold.

    `using` is the system's connection: hints join records of agencies that do not see each other's. Twice is as once.
    """
    one = traits_of(seizure_id, using=using)
    rows = [_row(one, other, how) for other, how in alike(one, using=using)] if one else []
    return _store(DuplicateHint, seizure_id, rows, using)


def note_person_hints(ids: Iterable[UUID], *, using: str) -> int:
    """Do the same for persons, each within its own agency alone."""
    every, held = list(ids), 0
    known = {each.id: each for each in traits_of_persons(every, using=using)}
    for pk in every:
        one = known.get(pk)
        found = persons_alike(one, using=using) if one else []
        rows = [{**_row(one, other, how), "agency": other.agency} for other, how in found if one]
        held += _store(PersonHint, pk, rows, using)
    return held


def _store(kind: type[Hint], subject: UUID, rows: Sequence[dict[str, Any]], using: str) -> int:
    still = {row[name] for row in rows for name in ("first_id", "second_id")} - {subject}
    with connections[using].cursor() as cursor:
        cursor.execute(LAPSE.format(table=kind._meta.db_table), {"id": subject, "still": list(still)})
        for row in rows:
            names, values = ", ".join(row), ", ".join(f"%({name})s" for name in row)
            cursor.execute(NOTE.format(table=kind._meta.db_table, names=names, values=values), row)
    return len(rows)


def _row[T: (Traits, PersonTraits)](one: T, other: T, how: Likeness) -> dict[str, Any]:
    first, second = sorted((one, other), key=lambda each: str(each.id))
    return {
        "id": uuid7(),
        "first_id": first.id,
        "second_id": second.id,
        "first_unit": first.unit,
        "second_unit": second.unit,
        "score": how.score,
        "reasons": orjson.dumps(how.reasons).decode(),
        "status": "open",
    }
