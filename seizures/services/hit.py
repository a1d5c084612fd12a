"""Hit / no hit: the system compares digests of document numbers and tells both sides that there is one."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from uuid6 import uuid7

from aircop.access.actor import Actor
from aircop.audit import record
from aircop.events import append
from seizures.events import HitTold
from seizures.models import HitNotice, Seizure
from taskforces.models import Agency

# An agency that writes down more numbers than this within a day is perhaps trying numbers out: those beyond are
# compared when a second person has verified their record, whichever side asks.
MOST_A_DAY = 100
DAY = timedelta(days=1)

# What is compared: numbers that stand on a record which is past its draft, of grown people who are no victims. H3 and
# restricted records are never compared, on neither side: see the decision on hit / no hit.
PAIRS = """
WITH held AS NOT MATERIALIZED (
  SELECT d.id, d.digest, d.issuer, p.id AS person, p.owner_agency AS agency, p.seizure_id AS seizure, s.status
    FROM seizures_identitydocument d
    JOIN seizures_person p ON p.id = d.person_id
    JOIN seizures_seizure s ON s.id = p.seizure_id
    JOIN access_accesslist l ON l.id = p.root_list_id
    JOIN taskforces_hitopening o ON o.agency_id = p.owner_agency AND o.closed_at IS NULL
   WHERE d.digest <> '' AND p.withdrawn_at IS NULL AND NOT p.minor AND NOT p.victim
     AND s.withdrawn_at IS NULL AND s.status <> 'draft' AND s.handling <> 'H3' AND l.kind <> 'restricted'),
pair AS MATERIALIZED (
  SELECT mine.id AS mine, mine.person, mine.agency, mine.status,
         theirs.id AS theirs, theirs.person AS its_person, theirs.agency AS its_agency, theirs.status AS its_status
    FROM held mine JOIN held theirs ON theirs.digest = mine.digest AND theirs.agency <> mine.agency
     AND (theirs.issuer = mine.issuer OR '' IN (theirs.issuer, mine.issuer))
   WHERE mine.seizure = %(seizure)s OR mine.agency = %(agency)s)
SELECT DISTINCT person, agency, its_person, its_agency FROM pair WHERE MINE AND THEIRS
"""
# Whether a number was among the first of its agency within a day, or was verified. Ids begin with their milliseconds.
FEW = """
({status} IN ('verified', 'locked') OR (
  SELECT count(*) FROM (SELECT FROM seizures_identitydocument n JOIN seizures_person q ON q.id = n.person_id
    WHERE n.id < {id} AND n.digest <> '' AND q.owner_agency = {agency}
      AND n.id >= (lpad(to_hex(('x' || left(replace({id}::text, '-', ''), 12))::bit(48)::bigint - %(day)s), 12, '0')
                   || repeat('0', 20))::uuid
    LIMIT %(most)s) earlier) < %(most)s)
"""
PAIRS = PAIRS.replace("MINE", FEW.format(status="status", id="mine", agency="agency")).replace(
    "THEIRS", FEW.format(status="its_status", id="theirs", agency="its_agency")
)
TELL = """
INSERT INTO seizures_hitnotice (id, person_id, agency_id, other_id) VALUES (%(id)s, %(person)s, %(agency)s, %(other)s)
ON CONFLICT (person_id, agency_id, other_id) DO NOTHING
"""
ABOUT = """
SELECT p.id AS person, s.id, s.reference, s.handling, s.owner_agency, s.owner_unit, s.access_list_id, s.root_list_id
  FROM seizures_person p JOIN seizures_seizure s ON s.id = p.seizure_id WHERE p.id = ANY (%s)
"""
SYSTEM = Actor(subject_id=None, name="Hit / no hit")  # who tells: no person does


def tell_hits(*, using: str, seizure_id: UUID | None = None, agency_id: UUID | None = None) -> int:
    """Compare the numbers of one seizure, or of one agency, and return how many notices are new.

    `using` is the system's connection: it alone sees both sides. Each side gets a notice about its own person, an entry
    in its audit that tells whom it was told to, and an event. Told twice is told once.
    """
    with transaction.atomic(using=using):
        day = int(DAY.total_seconds() * 1000)
        told = {"seizure": seizure_id, "agency": agency_id, "day": day, "most": MOST_A_DAY}
        with connections[using].cursor() as cursor:
            cursor.execute(PAIRS, told)
            sides = {side for row in cursor.fetchall() for side in _both(*row)}
            new = [each for each in map(_row, sorted(sides, key=str)) if _is_new(cursor, each)]
        _leave_traces(new, using)
    return len(new)


def _both(mine: UUID, agency: UUID, theirs: UUID, other: UUID) -> Iterable[tuple[UUID, UUID, UUID]]:
    """Yield, for each side, its person, itself and the other agency."""
    yield mine, agency, other
    yield theirs, other, agency


def _row(side: tuple[UUID, UUID, UUID]) -> dict[str, UUID]:
    return {"id": uuid7(), **dict(zip(("person", "agency", "other"), side, strict=True))}


def _is_new(cursor: Any, row: dict[str, UUID]) -> bool:
    cursor.execute(TELL, row)
    return bool(cursor.rowcount)


def _leave_traces(new: list[dict[str, UUID]], using: str) -> None:
    """Write an entry into each side's audit, about its own record, and an event that names the notice alone."""
    names = dict(Agency.objects.using(using).values_list("pk", "name")) if new else {}
    about = _seizures_of([row["person"] for row in new], using)
    for row in new:
        seizure, other = about[row["person"]], names[row["other"]]
        record(SYSTEM, "hit.tell", about=seizure, ids=[row["person"]], recipients=[other], using=using)
        append(HitTold(row["id"]), about=HitNotice(id=row["id"]), actor=SYSTEM, using=using)


def _seizures_of(persons: list[UUID], using: str) -> dict[UUID, Seizure]:
    """Return, by person, what the audit keeps of the record in which it stands."""
    with connections[using].cursor() as cursor:
        cursor.execute(ABOUT, [persons])
        names = [column.name for column in cursor.description][1:]
        return {row[0]: Seizure(**dict(zip(names, row[1:], strict=True))) for row in cursor.fetchall()}
