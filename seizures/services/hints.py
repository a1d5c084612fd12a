"""What the system finds: pairs of records that look like one. It decides nothing."""

from typing import Any
from uuid import UUID

import orjson
from django.db import connections
from uuid6 import uuid7

from seizures.queries.duplicate import alike, traits_of
from seizures.queries.likeness import Likeness, Traits

# What a person decided stands, however the records look later.
NOTE = """
INSERT INTO seizures_duplicatehint (id, first_id, second_id, first_unit, second_unit, score, reasons, status)
VALUES (%(id)s, %(first)s, %(second)s, %(first_unit)s, %(second_unit)s, %(score)s, %(reasons)s, 'open')
ON CONFLICT (first_id, second_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
 WHERE seizures_duplicatehint.status = 'open'
"""
LAPSE = """
DELETE FROM seizures_duplicatehint
 WHERE (first_id = %(id)s OR second_id = %(id)s) AND status = 'open'
   AND NOT (first_id = ANY (%(still)s) OR second_id = ANY (%(still)s))
"""


def note_hints(seizure_id: UUID, *, using: str) -> int:
    """Write down what looks like this seizure, drop open hints that no longer hold, and return how many hold.

    `using` is the system's connection: hints join records of agencies that do not see each other's. Twice is as once.
    """
    one = traits_of(seizure_id, using=using)
    rows = [_row(one, other, how) for other, how in alike(one, using=using)] if one else []
    still = {row[name] for row in rows for name in ("first", "second")} - {seizure_id}
    with connections[using].cursor() as cursor:
        cursor.execute(LAPSE, {"id": seizure_id, "still": list(still)})
        cursor.executemany(NOTE, rows)
    return len(rows)


def _row(one: Traits, other: Traits, how: Likeness) -> dict[str, Any]:
    first, second = sorted((one, other), key=lambda each: str(each.id))
    return {
        "id": uuid7(),
        "first": first.id,
        "second": second.id,
        "first_unit": first.unit,
        "second_unit": second.unit,
        "score": how.score,
        "reasons": orjson.dumps(how.reasons).decode(),
    }
