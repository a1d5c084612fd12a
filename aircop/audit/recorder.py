"""Writes an entry in the transaction of the act. There is no other way in."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connections
from uuid6 import uuid7

from aircop.access.actor import Actor

ENTRY = """
WITH entry AS (
  INSERT INTO audit_auditentry (id, verb, outcome, reason, actor_id, actor_name, acting_agency, acting_unit,
    acting_role, session, client, address, request_id, object_type, object_id, object_ids, reference, owner_agency,
    owner_unit, access_list, purpose, recipients, handling, values_hash)
  VALUES (%(id)s, %(verb)s, %(outcome)s, %(reason)s, %(actor_id)s, %(actor_name)s, %(acting_agency)s, %(acting_unit)s,
    %(acting_role)s, %(session)s, %(client)s, %(address)s, %(request_id)s, %(object_type)s, %(object_id)s,
    %(object_ids)s::uuid[], %(reference)s, %(owner_agency)s, %(owner_unit)s, %(access_list)s, %(purpose)s,
    %(recipients)s::varchar[], %(handling)s, %(values_hash)s))
INSERT INTO audit_unsealed (entry_id) VALUES (%(id)s)
"""
CHANGE = """
INSERT INTO audit_change (entry_id, object_type, object_id, access_list_id, root_list_id, verb, reason, by, by_name,
  by_label, values)
VALUES (%(id)s, %(object_type)s, %(object_id)s, %(access_list)s, %(root_list)s, %(verb)s, %(reason)s, %(actor_id)s,
  %(actor_name)s, %(label)s, %(values)s)
"""

type Changes = Mapping[str, tuple[Any, Any]]


def record(
    actor: Actor,
    verb: str,
    *,
    about: Any = None,
    changes: Changes | None = None,
    refused: str = "",
    reason: str = "",
    purpose: str = "",
    recipients: Iterable[str] = (),
    ids: Iterable[UUID] = (),
) -> UUID:
    """Write one entry, and the values of a change to a protected record; return the entry's id.

    `verb` is `noun.verb` (`seizure.verify`); `about` the object, whose owner, unit, list, reference and handling are
    kept as plain values where it has them; `changes` maps a field to its old and new value; `refused` is the reason
    of a refusal; `ids` the objects of a list answer.
    """
    values = orjson.dumps({k: list(v) for k, v in (changes or {}).items()}, default=str, option=orjson.OPT_SORT_KEYS)
    row = (
        _who(actor)
        | _what(about)
        | {
            "id": uuid7(),
            "verb": verb,
            "outcome": "refused" if refused else "done",
            "reason": (refused or reason)[:500],
            "purpose": (purpose or actor.purpose)[:500],
            "recipients": [name[:200] for name in recipients],
            "object_ids": list(ids),
            "values_hash": _keyed_hash(values) if changes else "",
            "values": values.decode(),
        }
    )
    with connections["default"].cursor() as cursor:
        cursor.execute(ENTRY, row)
        if row["root_list"] and not refused and (changes or reason):  # reading a record is no part of its history
            cursor.execute(CHANGE, row)
    entry_id: UUID = row["id"]
    return entry_id


def _keyed_hash(values: bytes) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), values, hashlib.sha256).hexdigest()


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
