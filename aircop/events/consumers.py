"""Consumers: who reacts to which kinds of events. The side effects of an app stand in its own `consumers.py`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

type React = Callable[[EventView], None]


@dataclass(frozen=True)
class EventView:
    """One event as consumers and feeds read it; `payload` is the dataclass of its kind, in today's version."""

    position: int
    id: UUID
    kind: str
    version: int
    object_type: str
    object_id: UUID
    access_list: UUID | None
    root_list: UUID | None
    at: datetime
    actor: UUID | None
    payload: Any


@dataclass(frozen=True)
class Reaction:
    """A registered consumer: its name (the key of its place in the log), what it reads, what it does."""

    name: str
    kinds: frozenset[str]
    react: React
    from_start: bool


class UnknownConsumer(LookupError):
    """No app registered a consumer of this name."""


_registered: dict[str, Reaction] = {}


def consumer(name: str, *, kinds: Collection[str], from_start: bool = True) -> Callable[[React], React]:
    """Register a function that is called once (or, after a crash, again) for each event of `kinds`, in order.

    It must be idempotent. It runs in a transaction with no subject bound: rows behind the wall are visible only after
    it binds a subject or opens the door for the system. What it raises is tried again, three times in all; then the
    event is parked. A new consumer reads the whole log, or, with `from_start=False`, what comes after its first run.
    """

    def register(react: React) -> React:
        known = _registered.get(name)
        if known is not None and known.react.__qualname__ != react.__qualname__:
            message = f"Two functions claim to be the consumer {name!r}."
            raise ValueError(message)
        _registered[name] = Reaction(name, frozenset(kinds), react, from_start)
        return react

    return register


def reaction(name: str) -> Reaction:
    """Return the consumer of this name, or raise `UnknownConsumer`."""
    try:
        return _registered[name]
    except KeyError as error:
        message = f"No consumer is called {name!r}; there are: {', '.join(names())}."
        raise UnknownConsumer(message) from error


def names() -> tuple[str, ...]:
    """Return the names of all consumers."""
    return tuple(sorted(_registered))
