"""Writes an entry in the transaction of the act. There is no other way in."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from uuid6 import uuid7

from aircop.access.actor import Actor
from aircop.events.stream import NotInTransaction

# One statement, so that entry, place in the queue of the sealer and values carry the same time.
ENTRY = """
WITH entry AS (
  INSERT INTO audit_auditentry (id, verb, outcome, reason, actor_id, actor_name, acting_agency, acting_unit,
    acting_role, session, client, address, request_id, object_type, object_id, object_ids, reference, owner_agency,
    owner_unit, owner_agencies, access_list, purpose, recipients, handling, values_hash)
  VALUES (%(id)s, %(verb)s, %(outcome)s, %(reason)s, %(actor_id)s, %(actor_name)s, %(acting_agency)s, %(acting_unit)s,
    %(acting_role)s, %(session)s, %(client)s, %(address)s, %(request_id)s, %(object_type)s, %(object_id)s,
    %(object_ids)s::uuid[], %(reference)s, %(owner_agency)s, %(owner_unit)s, %(owner_agencies)s::uuid[],
    %(access_list)s, %(purpose)s, %(recipients)s::varchar[], %(handling)s, %(values_hash)s)){change}
INSERT INTO audit_unsealed (entry_id) VALUES (%(id)s)
"""
CHANGE = """, change AS (
  INSERT INTO audit_change (entry_id, object_type, object_id, access_list_id, root_list_id, verb, reason, by, by_name,
    by_label, values)
  VALUES (%(id)s, %(object_type)s, %(object_id)s, %(access_list)s, %(root_list)s, %(verb)s, %(words)s, %(actor_id)s,
    %(actor_name)s, %(label)s, %(values)s))"""
PLAIN, WITH_CHANGE = ENTRY.format(change=""), ENTRY.format(change=CHANGE)

type Changes = Mapping[str, tuple[Any, Any]]


def record(
    actor: Actor,
    verb: str,
    *,
    about: Any = None,
    changes: Changes | None = None,
    keep: bool = True,
    refused: str = "",
    reason: str = "",
    purpose: str = "",
    recipients: Iterable[str] = (),
    ids: Iterable[UUID] = (),
    rows: Iterable[Any] = (),
    owners: Iterable[UUID] = (),
    using: str = DEFAULT_DB_ALIAS,
) -> UUID:
    """Write one entry, and the values of a change to a protected record; return the entry's id.

    `verb` is `noun.verb` (`seizure.verify`); `about` the object, whose owner, unit, list, reference and handling are
    kept as plain values where it has them; `changes` maps a field to its old and new value, and `keep` says whether
    the record's history shall tell them; `refused` is the reason of a refusal; `rows` are the records of a list
    answer, or `ids` where there are only ids; `owners` the agencies of records that are too many to name, or of one
    that passes from one to another. What a person wrote about a protected record (`reason`) is kept with the values,
    never in the entry: it must be erasable. `purpose` is why something was disclosed, and stays.
    """
    if not connections[using].in_atomic_block:
        message = "Record inside the transaction of the act."
        raise NotInTransaction(message)
    row = _who(actor) | _what(about) | _listed(rows, ids, owners) | {"id": uuid7(), "verb": verb}
    told = row["root_list"] is not None and not refused and bool(changes or reason)
    values, words = canonical({k: list(v) for k, v in (changes or {}).items()}), (reason or purpose)[:500]
    row |= {
        "outcome": "refused" if refused else "done",
        "reason": refused[:500] or ("" if told else reason[:500]),
        "purpose": (purpose or actor.purpose)[:500],
        "recipients": [name[:200] for name in recipients],
        "values": values.decode() if keep else "{}",
        "words": words if keep else "",
        "values_hash": keyed_hash(values, words if told else "", row["label"]) if changes or told else "",
    }
    with connections[using].cursor() as cursor:
        cursor.execute(WITH_CHANGE if told else PLAIN, row)
    entry_id: UUID = row["id"]
    return entry_id


def canonical(values: Mapping[str, Any]) -> bytes:
    """Return values in the one spelling that is hashed."""
    return orjson.dumps(values, default=str, option=orjson.OPT_SORT_KEYS)


def keyed_hash(*parts: bytes | str) -> str:
    """Return HMAC-SHA256 of the parts: who reads an entry cannot try out values, who owns the table cannot forge."""
    joined = b"\0".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    return hmac.new(settings.AUDIT_KEY.encode(), joined, hashlib.sha256).hexdigest()


def _listed(rows: Iterable[Any], ids: Iterable[UUID], owners: Iterable[UUID]) -> dict[str, Any]:
    """Return what is kept of a list answer: its ids, and the agency, or agencies, whose records were in it."""
    shown = list(rows)
    agencies = sorted({*owners, *(row.owner_agency for row in shown)})
    kept: dict[str, Any] = {"object_ids": [row.pk for row in shown] or list(ids), "owner_agencies": agencies}
    if len(agencies) == 1:
        kept |= {"owner_agency": agencies[0], "owner_agencies": []}
    return kept


def _who(actor: Actor) -> dict[str, Any]:
    acting = actor.acting
    return {
        "actor_id": actor.subject_id,
        "actor_name": actor.name,
        "label": acting.label if acting else "",
        "acting_agency": acting.agency_id if acting else None,
        "acting_unit": acting.unit_id if acting else None,
        "acting_role": acting.role.value if acting else "",
        "session": hashlib.sha256(actor.session.encode()).hexdigest() if actor.session else "",
        "client": actor.client[:100],
        "address": actor.address[:45],
        "request_id": actor.request_id[:40],
    }


def _what(about: Any) -> dict[str, Any]:
    names = ("owner_agency", "owner_unit")
    return {
        "object_type": about._meta.label_lower if about is not None else "",
        "object_id": about.pk if about is not None and isinstance(about.pk, UUID) else None,
        "reference": str(getattr(about, "reference", "") or "")[:60],
        "handling": str(getattr(about, "handling", "") or "")[:10],
        "access_list": getattr(about, "access_list_id", None),
        "root_list": getattr(about, "root_list_id", None),
        **{name: getattr(about, name, None) for name in names},
    }
