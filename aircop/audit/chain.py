"""The chain: seals entries in order, and finds the first one that was altered, removed, reordered or smuggled in.

Each seal holds SHA-256 over the hash before and the entry, which anybody can check, and a keyed signature of it,
which nobody can forge who owns the tables but not the key. A tail that was cut shows by a head that was published:
in the database, and in the log, from where it is handed to `audit_verify --head`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from psycopg.rows import dict_row

from aircop.audit.recorder import canonical, keyed_hash

GENESIS = "0" * 64
BATCH = 1_000
COLUMNS = (
    "id, at, verb, outcome, reason, actor_id, actor_name, acting_agency, acting_unit, acting_role, session, client, "
    "address, request_id, object_type, object_id, object_ids, reference, owner_agency, owner_unit, owner_agencies, "
    "access_list, purpose, recipients, handling, values_hash"
)
NAMES = tuple(COLUMNS.split(", "))
# The time as text in UTC: a driver reads it in the zone of its session, or without any.
AT = """to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at"""
ENTRY = ", ".join(AT if name == "at" else f"e.{name}" for name in NAMES)
WAITING = f"""
SELECT {ENTRY} FROM (SELECT u.entry_id FROM audit_unsealed u JOIN audit_auditentry w ON w.id = u.entry_id
  ORDER BY u.entry_id LIMIT {BATCH}) waiting JOIN audit_auditentry e ON e.id = waiting.entry_id ORDER BY e.at, e.id
"""  # noqa: S608 - constants
WALK = f"""
SELECT s.sequence, s.entry_id, s.previous, s.digest, s.signature, {ENTRY}, c.entry_id AS change_id,
  c.values::text AS change_values, c.reason AS change_reason, c.by_label AS change_label,
  (c.at, c.verb, c.object_id, c.by, c.by_name) IS DISTINCT FROM (e.at, e.verb, e.object_id, e.actor_id, e.actor_name)
    AS change_differs
FROM audit_seal s LEFT JOIN audit_auditentry e ON e.id = s.entry_id LEFT JOIN audit_change c ON c.entry_id = e.id
WHERE s.sequence > %s ORDER BY s.sequence LIMIT {BATCH}
"""  # noqa: S608 - constants
STRAY = f"""
SELECT e.id, {AT}, e.verb, e.actor_name FROM audit_auditentry e
 WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)
   AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.entry_id = e.id) ORDER BY e.at, e.id LIMIT 1
"""  # noqa: S608 - constants
GONE = """
SELECT u.entry_id FROM audit_unsealed u
 WHERE NOT EXISTS (SELECT FROM audit_auditentry e WHERE e.id = u.entry_id) ORDER BY u.entry_id LIMIT 1
"""
FORGED = """
SELECT c.entry_id, c.verb, c.by_name FROM audit_change c
 WHERE NOT EXISTS (SELECT FROM audit_auditentry e WHERE e.id = c.entry_id AND e.values_hash <> '')
 ORDER BY c.entry_id LIMIT 1
"""
SEAL = "INSERT INTO audit_seal (sequence, entry_id, previous, digest, signature) VALUES (%s, %s, %s, %s, %s)"
HEAD = "SELECT sequence, digest FROM audit_seal ORDER BY sequence DESC LIMIT 1"
ERASED = ("{}", "")


def digest(previous: str, row: dict[str, Any]) -> str:
    """Return SHA-256 over the hash before and the entry's columns in canonical form, whatever zone a session has."""
    body = orjson.dumps({name: row[name] for name in NAMES}, default=str)
    return hashlib.sha256(previous.encode() + body).hexdigest()


def signature(sequence: int, digest_: str) -> str:
    """Return the keyed signature of a place in the chain."""
    return keyed_hash("seal", str(sequence), digest_)


def seal(connection: psycopg.Connection[Any]) -> int:
    """Seal the next waiting entries and return how many; called by the sequencer alone, under its lock.

    An entry waits from the moment its transaction commits, so a late commit is sealed late and never missed.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(WAITING).fetchall()
        if not rows:
            return 0
        last = cursor.execute(HEAD).fetchone()
        sequence, previous = (last["sequence"], last["digest"]) if last else (0, GENESIS)
        seals = []
        for row in rows:
            sequence += 1
            now = digest(previous, row)
            seals.append((sequence, row["id"], previous, now, signature(sequence, now)))
            previous = now
        cursor.executemany(SEAL, seals)
        cursor.execute("DELETE FROM audit_unsealed WHERE entry_id = ANY (%s)", [[row["id"] for row in rows]])
    return len(rows)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a walk along the chain found: how far it is sound, and the first fault in words."""

    sealed: int
    head: str
    fault: str = ""


def _walk(connection: psycopg.Connection[Any]) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        rows = connection.cursor(row_factory=dict_row).execute(WALK, [after]).fetchall()
        if not rows:
            return
        yield from rows
        after = rows[-1]["sequence"]


def _fault(row: dict[str, Any], sequence: int, previous: str) -> str:
    if row["sequence"] != sequence:
        return f"seal {sequence} was removed"
    if row["id"] is None:
        return f"entry {row['entry_id']} at place {sequence} was removed"
    said = f"{row['at'][:19]} {row['actor_name']} {row['verb']} {row['reference']}".strip()
    if row["previous"] != previous or row["digest"] != digest(previous, row):
        return f"entry {row['entry_id']} at place {sequence} was altered or reordered (it now says: {said})"
    if row["signature"] != signature(sequence, row["digest"]):
        return f"entry {row['entry_id']} at place {sequence} was sealed without the key, the chain made anew ({said})"
    if _values_differ(row):
        return f"the values of entry {row['entry_id']} at place {sequence} were altered ({said})"
    return ""


def _values_differ(row: dict[str, Any]) -> bool:
    """Whether the history tells something else than what was hashed; what was erased by law tells nothing."""
    if row["change_id"] is None:
        return False
    if row["change_differs"]:
        return True
    if (row["change_values"], row["change_reason"]) == ERASED:
        return False
    values = canonical(orjson.loads(row["change_values"]))
    return keyed_hash(values, row["change_reason"], row["change_label"]) != str(row["values_hash"])


def verify(connection: psycopg.Connection[Any], *known: tuple[int, str]) -> Finding:
    """Walk the whole chain and name the first bad entry; then look for cut tails and for what was smuggled in.

    `known` are heads (place, digest) kept outside the database.
    """
    sequence, head = 0, GENESIS
    for row in _walk(connection):
        if fault := _fault(row, sequence + 1, head):
            return Finding(sequence, head, fault)
        sequence, head = row["sequence"], row["digest"]
    return Finding(sequence, head, _cut_tail(connection, sequence, known) or _stray(connection))


def _cut_tail(connection: psycopg.Connection[Any], sequence: int, known: tuple[tuple[int, str], ...]) -> str:
    cursor = connection.cursor()
    published = cursor.execute("SELECT sequence, digest FROM audit_publishedhead ORDER BY sequence").fetchall()
    for place, told in sorted({*published, *known}):
        stands = cursor.execute("SELECT digest FROM audit_seal WHERE sequence = %s", [place]).fetchone()
        if stands is None:
            return f"the chain ends at {sequence}, but its head was published at {place}: the tail was cut"
        if stands[0] != told:
            return f"the seal at place {place} is not the one that was published"
    return ""


def _stray(connection: psycopg.Connection[Any]) -> str:
    cursor = connection.cursor(row_factory=dict_row)
    if row := cursor.execute(STRAY).fetchone():
        return f"entry {row['id']} ({row['at'][:19]} {row['actor_name']} {row['verb']}) was never sealed"
    if row := cursor.execute(GONE).fetchone():
        return f"entry {row['entry_id']} was removed before it was sealed"
    if row := cursor.execute(FORGED).fetchone():
        return f"the history holds values of no act: {row['entry_id']} ({row['by_name']} {row['verb']})"
    return ""


def publish_head(connection: psycopg.Connection[Any]) -> Finding | None:
    """Write down the head of the chain and return it; None while the chain is empty."""
    cursor = connection.cursor(row_factory=dict_row)
    head = cursor.execute(HEAD).fetchone()
    if head is None:
        return None
    cursor.execute(
        "INSERT INTO audit_publishedhead (sequence, digest) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        [head["sequence"], head["digest"]],
    )
    return Finding(head["sequence"], head["digest"])
