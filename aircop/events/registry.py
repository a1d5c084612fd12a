"""The kinds of events: names, versions and the shape of their payloads.

A payload is a frozen dataclass of ids and codes. Free text never enters the stream: it would be read by whoever
reads the log, and it could not be erased. So the types of fields are few, and a `str` is a short code without blanks.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType, NoneType, UnionType
from typing import Any, ClassVar, Protocol, Union, get_args, get_origin, get_type_hints
from uuid import UUID

SCALARS = (UUID, str, int, bool, datetime)
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
CODE = re.compile(r"[^\s\x00]{0,64}")

type Json = dict[str, Any]
type Upgrade = Callable[[Json], Json]


class Payload(Protocol):
    """An instance of a dataclass registered by `kind`."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


class BadKind(TypeError):
    """A kind that cannot be registered: the message says what is wrong with its declaration."""


class BadPayload(ValueError):
    """A payload whose values do not fit its kind, or a stored one that this code cannot read."""


@dataclasses.dataclass(frozen=True)
class Kind:
    """A registered kind: how events of it are written now, and how older ones are still read."""

    name: str
    version: int
    app: str
    payload: type[Any]
    upgrades: Mapping[int, Upgrade]
    hints: Mapping[str, Any]

    @property
    def summary(self) -> str:
        """Say in a line what happened, for the catalogue."""
        return (self.payload.__doc__ or "").strip().splitlines()[0]

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """List the payload's fields with their types in words, for the catalogue."""
        return tuple((name, _words(hint)) for name, hint in self.hints.items())


_by_name: dict[str, Kind] = {}
_by_payload: dict[type[Any], Kind] = {}


def kind[P: type[Any]](
    name: str, *, version: int, app: str, upgrades: Mapping[int, Upgrade] = MappingProxyType({})
) -> Callable[[P], P]:
    """Register a frozen dataclass as the payload of the events called `name`.

    `upgrades[n]` lifts the stored JSON of version n to version n + 1; every version before the present one needs its
    lift, so that payloads stay readable for years. Raises `BadKind`.
    """

    def register(payload: P) -> P:
        known = _by_name.get(name)
        if known is not None and known.payload is not payload:
            message = f"Two payloads claim the kind {name!r}: {known.payload!r} and {payload!r}."
            raise BadKind(message)
        _check_declaration(name, version, payload, upgrades)
        hints = {field.name: get_type_hints(payload)[field.name] for field in dataclasses.fields(payload)}
        for field, hint in hints.items():
            _check_hint(name, field, hint)
        _by_name[name] = _by_payload[payload] = Kind(name, version, app, payload, dict(upgrades), hints)
        return payload

    return register


def catalogue() -> tuple[Kind, ...]:
    """Return every kind by app and name, for the generated page of docs."""
    return tuple(sorted(_by_name.values(), key=lambda entry: (entry.app, entry.name)))


def get(name: str) -> Kind:
    """Return the kind of this name; `BadKind` names one that nobody registered."""
    try:
        return _by_name[name]
    except KeyError as error:
        message = f"No app registered the kind {name!r}."
        raise BadKind(message) from error


def encode(payload: Payload) -> tuple[Kind, Json]:
    """Return the kind of a payload and its values as JSON; `BadPayload` when a value does not fit its field."""
    try:
        entry = _by_payload[type(payload)]
    except KeyError as error:
        message = f"{type(payload).__name__} is not registered as a kind."
        raise BadKind(message) from error
    return entry, {field: _pack(entry, field, hint, getattr(payload, field)) for field, hint in entry.hints.items()}


def decode(name: str, version: int, stored: Json) -> Any:
    """Return a stored payload as today's dataclass, lifted through the versions since it was written."""
    entry = get(name)
    if not 1 <= version <= entry.version:
        message = f"{name} has version {entry.version}; this event was written as version {version}."
        raise BadPayload(message)
    values = dict(stored)
    for step in range(version, entry.version):
        values = entry.upgrades[step](values)
    if values.keys() != entry.hints.keys():
        message = f"{name} has the fields {sorted(entry.hints)}, this event {sorted(values)}."
        raise BadPayload(message)
    return entry.payload(**{field: _unpack(hint, values[field]) for field, hint in entry.hints.items()})


def _check_declaration(name: str, version: int, payload: type[Any], upgrades: Mapping[int, Upgrade]) -> None:
    """Refuse what is no frozen, documented dataclass with a name, a version and every lift."""
    parameters = getattr(payload, "__dataclass_params__", None)
    faults = {
        "a name in lower case of at most 63 characters": NAME.fullmatch(name) is None,
        "a frozen dataclass": parameters is None or not parameters.frozen,
        "a docstring (a dataclass makes its own when there is none)": (payload.__doc__ or "").startswith(
            f"{payload.__name__}("
        )
        or not payload.__doc__,
        "an upgrade from every earlier version": set(upgrades) != set(range(1, version)),
    }
    for wanted, missing in faults.items():
        if missing:
            message = f"The kind {name!r} needs {wanted}."
            raise BadKind(message)


def _check_hint(name: str, field: str, hint: object) -> None:
    """Refuse a field that could carry more than ids and codes."""
    inner = _without_none(hint)
    if get_origin(inner) is tuple:
        item, *rest = get_args(inner)
        inner = _without_none(item) if rest == [Ellipsis] else None
    if inner not in SCALARS:
        message = f"{name}.{field}: {hint} is neither an id nor a code, nor a tuple of these."
        raise BadKind(message)


def _without_none(hint: object) -> object:
    """Return X of `X | None`, and anything else as it is."""
    if get_origin(hint) in {Union, UnionType}:
        rest = [part for part in get_args(hint) if part is not NoneType]
        return rest[0] if len(rest) == 1 else None
    return hint


def _words(hint: object) -> str:
    """Return a type as a reader of the catalogue expects it."""
    inner = _without_none(hint)
    optional = " or null" if inner is not hint else ""
    if get_origin(inner) is tuple:
        return f"list of {_words(get_args(inner)[0])}{optional}"
    return {UUID: "id", str: "code", int: "number", bool: "yes or no", datetime: "time"}[inner] + optional  # type: ignore[index]


def _pack(entry: Kind, field: str, hint: object, value: Any) -> Any:
    """Return one value as JSON, after a check against its field's type."""
    inner = _without_none(hint)
    if value is None and inner is not hint:
        return None
    shape: Any = get_origin(inner) or inner
    if not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        message = f"{entry.name}.{field} must be {_words(hint)}, not {type(value).__name__}."
        raise BadPayload(message)
    if shape is tuple:
        return [_pack(entry, field, get_args(inner)[0], item) for item in value]
    if isinstance(value, str) and CODE.fullmatch(value) is None:
        message = f"{entry.name}.{field} must be a code: at most 64 characters, no blanks."
        raise BadPayload(message)
    if isinstance(value, datetime):
        return _aware(entry, field, value).isoformat()
    return str(value) if isinstance(value, UUID | str) else value


def _aware(entry: Kind, field: str, value: datetime) -> datetime:
    """Refuse a time that does not say its zone."""
    if value.tzinfo is None:
        message = f"{entry.name}.{field} is a time without a zone."
        raise BadPayload(message)
    return value


def _unpack(hint: object, value: Any) -> Any:
    """Return one JSON value as the type of its field."""
    inner = _without_none(hint)
    if value is None:
        return None
    if get_origin(inner) is tuple:
        return tuple(_unpack(get_args(inner)[0], item) for item in value)
    if inner is UUID:
        return UUID(value)
    return datetime.fromisoformat(value) if inner is datetime else value
