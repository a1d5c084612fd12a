"""`Idempotency-Key`: the same POST twice is one act with the same answer.

The key is written first, in the transaction of the act. A second request with the key waits at the unique index until
the first has ended: committed, it is answered from the first's object; rolled back, it does the act itself. Looking
first and writing later let repeats through.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.rest.callers import subject_of
from aircop.rest.exceptions import KeyReused, bad_parameter
from aircop.rest.models import IdempotencyKey

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
KEPT = timedelta(hours=24)
CLAIM = """
    INSERT INTO rest_idempotencykey AS k (subject, key, fingerprint, status, object_id, created_at)
    VALUES (%(subject)s, %(key)s, %(fingerprint)s, 0, '', now())
    ON CONFLICT (subject, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, status = 0, object_id = '', created_at = now()
    WHERE k.created_at < now() - make_interval(secs => %(kept)s)
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """The key's row: `mine` when this request does the act, else the answer of the request that did."""

    id: int
    mine: bool
    status: int
    object_id: str


class Answering(Protocol):
    """The part of a `ResourceView` that shows objects."""

    def answer_with(self, object_id: Any, code: int) -> Response:
        """Return what a read would say now."""

    def replay(self, object_id: str, code: int) -> Response:
        """Return the answer to a repeat; `Missing` when the reader may no longer see the object."""


def once(view: Answering, request: Request, status: int, do: Callable[[], Model]) -> Response:
    """Do the act, or answer again for the act that was done under the request's key.

    `do` returns the object that the answer shows; `view.answer_with(id, status)` and `view.replay(id, status)` read it
    anew with the rights of the reader.
    """
    key = key_of(request)
    with transaction.atomic(savepoint=False):  # what fails takes the whole request back
        if key is None:
            return view.answer_with(do().pk, status)
        held = claim(subject_of(request), key, fingerprint(request))
        if held.mine:
            done = do()
            IdempotencyKey.objects.filter(pk=held.id).update(status=status, object_id=str(done.pk))
            return view.answer_with(done.pk, status)
    response = view.replay(held.object_id, held.status)
    response[REPLAYED] = "true"
    return response


def key_of(request: Request) -> str | None:
    """Return the request's key; 400 for one that is empty, too long or not plain text."""
    key = request.headers.get(HEADER)
    if key is not None and not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        raise bad_parameter(HEADER, _("Write 1 to 255 visible ASCII characters."))
    return key


def fingerprint(request: Request) -> str:
    """Return a keyed hash of what was asked, blind to white space and the order of members."""
    body = orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS)
    asked = b"\n".join([(request.method or "").encode(), request.get_full_path().encode(), body])
    return hmac.new(str(settings.SECRET_KEY).encode(), asked, hashlib.sha256).hexdigest()


def claim(subject: str, key: str, fingerprint: str) -> Claim:
    """Take the key for this transaction, or return what was done under it; `KeyReused` if that was something else."""
    kept = KEPT.total_seconds()
    values: dict[str, str | float] = {"subject": subject, "key": key, "fingerprint": fingerprint, "kept": kept}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        if row := cursor.fetchone():
            return Claim(row[0], mine=True, status=0, object_id="")
    held = IdempotencyKey.objects.get(subject=subject, key=key)
    if not hmac.compare_digest(held.fingerprint, fingerprint):
        raise KeyReused
    return Claim(held.pk, mine=False, status=held.status, object_id=held.object_id)


def purge_idempotency_keys() -> int:
    """Delete the keys older than a day; return how many."""
    return IdempotencyKey.objects.filter(created_at__lt=Now() - KEPT).delete()[0]
