"""Human references: unit code, kind, year, number."""

from django.db import connection

from taskforces.models import TaskForce

NEXT = """
INSERT INTO taskforces_referencecounter (task_force_id, kind, year, last)
VALUES (%s, %s, extract(year FROM now() AT TIME ZONE 'UTC')::int, 1)
ON CONFLICT (task_force_id, kind, year) DO UPDATE SET last = taskforces_referencecounter.last + 1
RETURNING year, last
"""


def next_reference(task_force: TaskForce, kind: str) -> str:
    """Return the unit's next reference for that kind of record (`ABJ1-S-2026-000123`), numbered without gaps.

    Plumbing of the act that submits the record: it takes the number in that act's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [task_force.pk, kind])
        year, number = cursor.fetchone()
    return f"{task_force.code}-{kind}-{year}-{number:06d}"
