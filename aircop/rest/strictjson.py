"""Reading JSON from outside: what two readers could understand differently is refused (RFC 8259, I-JSON)."""

import json
from collections.abc import Iterable
from typing import Any

import orjson
from django.utils.translation import gettext as _

MAX_DEPTH = 32  # containers in containers
MAX_NUMBER = 2**53 - 1  # beyond it programs disagree about the digits


class MalformedError(ValueError):
    """A text that is not JSON, or is JSON that nobody should send; the message says which."""


def loads(body: bytes) -> Any:
    """Return the value that the UTF-8 text `body` stands for.

    Refused: what is not JSON, bad UTF-8, lone surrogates, NaN and infinities, NUL characters, a name that stands twice
    in one object, more than `MAX_DEPTH` levels, numbers beyond ±`MAX_NUMBER`.
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedError(_("The body is not valid JSON: %(reason)s.") % {"reason": error.msg}) from None
    _check_values(document)
    _check_names(body)
    return document


def _check_values(document: object) -> None:
    """Refuse depth, NUL and numbers out of range, level by level so that no depth can hurt."""
    level = [[document]]
    for _depth in range(MAX_DEPTH + 1):
        level = [list(_inside(child)) for values in level for child in values if _is_container(child)]
        if not level:
            _check_scalar(document)
            return
    raise MalformedError(_("The body is nested deeper than %(limit)d levels.") % {"limit": MAX_DEPTH})


def _is_container(value: object) -> bool:
    return isinstance(value, (dict, list))


def _inside(container: Any) -> Iterable[object]:
    """Return what lies in a container after checking the scalars among it."""
    inside: Iterable[object] = container
    if isinstance(container, dict):
        for name in container:
            _check_scalar(name)
        inside = container.values()
    for value in inside:
        _check_scalar(value)
    return inside


def _check_scalar(value: object) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise MalformedError(_("The body holds a NUL character."))
    elif isinstance(value, (int, float)) and abs(value) > MAX_NUMBER:
        raise MalformedError(_("The body holds a number beyond %(limit)d.") % {"limit": MAX_NUMBER})


def _check_names(body: bytes) -> None:
    """Refuse an object in which a name stands twice; a second reading, because orjson keeps the last one silently."""
    json.loads(body.decode(), object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, object]]) -> None:
    seen: set[str] = set()
    for name, _value in pairs:
        if name in seen:
            raise MalformedError(_("The name “%(name)s” stands twice in one object.") % {"name": name[:100]})
        seen.add(name)
