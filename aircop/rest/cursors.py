"""Where a page starts: a place in an order, and the opaque token that names it to the outside."""

import base64
import binascii
import re
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from aircop.paging import Mark
from aircop.rest.exceptions import bad_parameter
from aircop.rest.moments import instant_of

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,1000}", re.ASCII)
FORWARD, BACKWARD = "n", "p"


def encode(order: str, mark: Any, direction: str) -> str:
    """Return the token for reading `order` from a mark, `FORWARD` or `BACKWARD`."""
    value = mark.value.isoformat() if hasattr(mark.value, "isoformat") else str(mark.value)
    parts = [order, value, str(mark.id), direction]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


def decode(token: str, *, order: str, model: type[models.Model]) -> tuple[Mark, str]:
    """Return the mark and the direction that a token names; 400 for one that was not given out for this order.

    Tokens carry no signature: they name a place, not a right, and a made-up place shows nothing more.
    """
    parts = _parts(token)
    if parts is None or parts[0] != order:
        raise _bad()
    meta = model._meta
    field = meta.get_field(order.removeprefix("-"))
    try:
        value, key = _value(field, parts[1]), _value(meta.pk, parts[2])
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise _bad() from error
    return Mark(value, key), parts[3]


def _parts(token: str) -> list[str] | None:
    """Return the four texts of a well-formed token."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (binascii.Error, ValueError):
        return None
    four = isinstance(parts, list) and len(parts) == 4 and all(isinstance(part, str) for part in parts)  # noqa: PLR2004
    return parts if four and parts[3] in (FORWARD, BACKWARD) and not any("\x00" in part for part in parts) else None


def _value(field: Any, text: str) -> Any:
    """Return the field's value; instants must carry their offset and be of this age."""
    return instant_of(text) if isinstance(field, models.DateTimeField) else field.to_python(text)


def _bad() -> Exception:
    return bad_parameter("cursor", _("This cursor was not given out for this list and order."))
