"""An agency's part of the log as a file that proves itself: entries with their seals, signed as a whole.

Lines of JSON: what the file is, one line per entry in the order of the chain, and an end that counts them, hashes all
lines before it and carries the signature. Each entry's hash can be computed anew from what the line holds, so that
a change shows which entry it was; `docs/audit-export/` has the script that checks a file offline, and tells the format.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from aircop.audit.chain import ENTRY, HEAD, NAMES
from aircop.audit.models import names_others
from aircop.audit.signing import public_half, signature_of

FORMAT = "aircop-audit-export/1"
PIECE = 500
OURS = """
(e.owner_agency = %(agency)s OR e.acting_agency = %(agency)s OR e.owner_agencies && ARRAY[%(agency)s]::uuid[])
  AND e.at >= %(since)s AND e.at < %(until)s
"""
ROWS = f"""
SELECT s.sequence, s.previous, s.digest, {ENTRY}
FROM audit_auditentry e JOIN audit_seal s ON s.entry_id = e.id WHERE {OURS} ORDER BY s.sequence
"""  # noqa: S608 - constants
WAITING = f"""
SELECT count(*) FROM audit_auditentry e WHERE {OURS}
  AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)
"""  # noqa: S608 - constants
PUBLISHED = """
SELECT sequence, digest, published_at FROM audit_publishedhead
 WHERE published_at >= %(since)s AND published_at < %(until)s + interval '2 days' ORDER BY sequence
"""
WITHHELD = ("object_ids", "owner_agencies")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the log, for which agency, by whom and what for."""

    agency_id: UUID
    agency: str
    since: datetime
    until: datetime
    by: str
    purpose: str

    @property
    def values(self) -> dict[str, Any]:
        """Return what the queries need."""
        return {"agency": self.agency_id, "since": self.since, "until": self.until}


@dataclass(slots=True)
class Told:
    """What went into the file so far."""

    entries: int = 0
    withheld: int = 0
    first: int = 0
    last: int = 0
    sha256: str = ""
    whole: bool = False
    _hash: Any = field(default_factory=hashlib.sha256)

    def take(self, line: bytes) -> bytes:
        """Count a line into the hash and return it."""
        self._hash.update(line)
        self.sha256 = self._hash.hexdigest()
        return line


def export_lines(asked: Asked, key: Ed25519PrivateKey, told: Told) -> Iterator[bytes]:
    """Yield the file; `told` says afterwards what it holds. Within a transaction: the rows come in pieces."""
    yield told.take(_line(_beginning(asked, key)))
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS, asked.values)
        names = ("sequence", "previous", "digest", *NAMES)
        while rows := cursor.fetchmany(PIECE):
            for row in rows:
                yield told.take(_line(_entry(dict(zip(names, row, strict=True)), asked, told)))
    end = _end(asked, told)
    told.whole = True
    yield _line(end | {"signature": signature_of(key, signed_words(end))})


def signed_words(end: dict[str, Any]) -> bytes:
    """Return what is signed: the name of the format, and the end of the file, which holds the hash of all else."""
    return FORMAT.encode() + b"\n" + _line(end)


def _line(told: dict[str, Any]) -> bytes:
    return orjson.dumps(told, default=str, option=orjson.OPT_APPEND_NEWLINE)


def _beginning(asked: Asked, key: Ed25519PrivateKey) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "agency": {"id": str(asked.agency_id), "name": asked.agency},
        "since": asked.since.astimezone(UTC).isoformat(),
        "until": asked.until.astimezone(UTC).isoformat(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "made_by": asked.by,
        "purpose": asked.purpose,
        "public_key": public_half(key),
    }


def _entry(row: dict[str, Any], asked: Asked, told: Told) -> dict[str, Any]:
    told.entries += 1
    told.first, told.last = told.first or row["sequence"], row["sequence"]
    hidden = names_others(row["owner_agencies"], row["object_id"], row["acting_agency"], {asked.agency_id})
    withheld = WITHHELD if hidden else ()
    told.withheld += hidden
    return {
        "sequence": row["sequence"],
        "previous": row["previous"],
        "digest": row["digest"],
        "withheld": list(withheld),
        "entry": {name: None if name in withheld else row[name] for name in NAMES},
    }


def _end(asked: Asked, told: Told) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, asked.values)
        (unsealed,) = cursor.fetchone()
        cursor.execute(HEAD)
        head = cursor.fetchone() or (0, "")
        cursor.execute(PUBLISHED, asked.values)
        published = [{"sequence": row[0], "digest": row[1], "at": row[2].isoformat()} for row in cursor.fetchall()]
    return {
        "end": True,
        "entries": told.entries,
        "first": told.first,
        "last": told.last,
        "withheld": told.withheld,
        "not_sealed_yet": unsealed,
        "head": {"sequence": head[0], "digest": head[1]},
        "published": published,
        "sha256": told.sha256,
    }
