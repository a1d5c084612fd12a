"""The chain: seals entries in order, and finds the first one that was altered, removed or reordered."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from psycopg.rows import dict_row

GENESIS = "0" * 64
BATCH = 1_000
COLUMNS = (
    "id, at, verb, outcome, reason, actor_id, actor_name, acting_agency, acting_unit, acting_role, session, client, "
    "address, request_id, object_type, object_id, object_ids, reference, owner_agency, owner_unit, access_list, "
    "purpose, recipients, handling, values_hash"
)
WAITING = f"""
SELECT {COLUMNS} FROM audit_auditentry WHERE id IN (SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT {BATCH})
ORDER BY at, id
"""  # noqa: S608 - constants
WALK = f"""
SELECT s.sequence, s.entry_id, s.previous, s.digest, {", ".join("e." + c.strip() for c in COLUMNS.split(","))}
FROM audit_seal s LEFT JOIN audit_auditentry e ON e.id = s.entry_id
WHERE s.sequence > %s ORDER BY s.sequence LIMIT {BATCH}
"""  # noqa: S608 - constants
STRAY = """
SELECT e.id, e.at, e.verb, e.actor_name FROM audit_auditentry e
 WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)
   AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.entry_id = e.id) ORDER BY e.at, e.id LIMIT 1
"""


def digest(previous: str, row: dict[str, Any]) -> str:
    """Return SHA-256 over the hash before and the entry's columns in canonical form."""
    body = orjson.dumps({name.strip(): row[name.strip()] for name in COLUMNS.split(",")}, default=str)
    return hashlib.sha256(previous.encode() + body).hexdigest()


def seal(connection: psycopg.Connection[Any]) -> int:
    """Seal the next waiting entries and return how many; called by the sequencer alone, under its lock."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(WAITING).fetchall()
        if not rows:
            return 0
        last = cursor.execute("SELECT sequence, digest FROM audit_seal ORDER BY sequence DESC LIMIT 1").fetchone()
        sequence, previous = (last["sequence"], last["digest"]) if last else (0, GENESIS)
        seals = []
        for row in rows:
            sequence += 1
            now = digest(previous, row)
            seals.append((sequence, row["id"], previous, now))
            previous = now
        insert = "INSERT INTO audit_seal (sequence, entry_id, previous, digest) VALUES (%s, %s, %s, %s)"
        cursor.executemany(insert, seals)
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
    if row["previous"] != previous or row["digest"] != digest(previous, row):
        said = f"{row['at']:%Y-%m-%d %H:%M:%S} {row['actor_name']} {row['verb']} {row['reference']}"
        return f"entry {row['entry_id']} at place {sequence} was altered or reordered (it now says: {said.strip()})"
    return ""


def verify(connection: psycopg.Connection[Any]) -> Finding:
    """Walk the whole chain and name the first bad entry; then look for cut tails and entries smuggled in."""
    sequence, head = 0, GENESIS
    for row in _walk(connection):
        if fault := _fault(row, sequence + 1, head):
            return Finding(sequence, head, fault)
        sequence, head = row["sequence"], row["digest"]
    return Finding(sequence, head, _cut_tail(connection, sequence) or _stray(connection))


def _cut_tail(connection: psycopg.Connection[Any], sequence: int) -> str:
    heads = connection.cursor(row_factory=dict_row)
    published = heads.execute("SELECT sequence, digest FROM audit_publishedhead ORDER BY sequence").fetchall()
    for head in published:
        seal_ = heads.execute("SELECT digest FROM audit_seal WHERE sequence = %s", [head["sequence"]]).fetchone()
        if seal_ is None:
            return f"the chain ends at {sequence}, but its head was published at {head['sequence']}: the tail was cut"
        if seal_["digest"] != head["digest"]:
            return f"the seal at place {head['sequence']} is not the one that was published"
    return ""


def _stray(connection: psycopg.Connection[Any]) -> str:
    row = connection.cursor(row_factory=dict_row).execute(STRAY).fetchone()
    if row is None:
        return ""
    return f"entry {row['id']} ({row['at']:%Y-%m-%d %H:%M:%S} {row['actor_name']} {row['verb']}) was never sealed"


def publish_head(connection: psycopg.Connection[Any]) -> Finding | None:
    """Write down the head of the chain and return it; None while the chain is empty."""
    cursor = connection.cursor(row_factory=dict_row)
    head = cursor.execute("SELECT sequence, digest FROM audit_seal ORDER BY sequence DESC LIMIT 1").fetchone()
    if head is None:
        return None
    cursor.execute(
        "INSERT INTO audit_publishedhead (sequence, digest) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        [head["sequence"], head["digest"]],
    )
    return Finding(head["sequence"], head["digest"])
