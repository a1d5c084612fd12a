"""From the nested errors of serializers to a flat list of JSON pointers (RFC 6901)."""

from collections.abc import Iterator
from typing import Any

from rest_framework.settings import api_settings

from aircop.rest.exceptions import Fault

MAX_NAME = 100  # characters of a sender's own field name that are echoed


def pointer_to(*parts: str | int) -> str:
    """Return the JSON pointer to nested names and positions: "/items/0/quantity"."""
    return "".join("/" + str(part)[:MAX_NAME].replace("~", "~0").replace("/", "~1") for part in parts)


def faults_of(detail: Any, pointer: str = "") -> Iterator[Fault]:
    """Yield a fault for each message in a serializer's errors.

    A dict goes one name deeper (`non_field_errors` stays), a list of dicts one position deeper, a list of texts holds
    the messages of one place.
    """
    if isinstance(detail, dict):
        for name, inner in detail.items():
            here = name in (api_settings.NON_FIELD_ERRORS_KEY, "__all__")
            yield from faults_of(inner, pointer if here else pointer + pointer_to(name))
    elif isinstance(detail, (list, tuple)):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, (dict, list))
            yield from faults_of(inner, pointer + pointer_to(position) if nested else pointer)
    else:
        yield Fault(code=getattr(detail, "code", None) or "invalid", detail=str(detail), pointer=pointer)
