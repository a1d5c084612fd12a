"""JSON out: orjson, with the contract's shapes for decimals, times and ids."""

from collections.abc import Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer


def _plain(value: object) -> Any:
    """Return what orjson can write for the types it does not know; times, UUIDs and enums it knows."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


def dumps(value: object) -> bytes:
    """Return `value` as JSON in UTF-8: decimals as strings, times in ISO 8601 with offset, lazy text translated."""
    return orjson.dumps(value, default=_plain)


class OrjsonRenderer(BaseRenderer):
    """The one format of the API. Problem documents bring their own media type (`problems.ProblemResponse`)."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: object,
        accepted_media_type: str | None = None,  # noqa: ARG002
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        """Return the answer's body; nothing for an answer without one."""
        return b"" if data is None else dumps(data)


class AcceptNegotiation(DefaultContentNegotiation):
    """The Accept header alone decides; `?format=` is a parameter like any other that nobody declared."""

    settings: Any = SimpleNamespace(URL_FORMAT_OVERRIDE=None)
