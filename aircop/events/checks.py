"""Checks at start: a consumer that waits for a kind nobody writes would wait for ever, silently."""

from typing import Any

from django.core.checks import Error

from aircop.events import consumers, registry


def consumers_know_their_kinds(**_options: Any) -> list[Error]:
    """Name each consumer that reads an unregistered kind."""
    known = {entry.name for entry in registry.catalogue()}
    return [
        Error(f"The consumer {name!r} reads kinds that no app registered: {', '.join(strange)}.", id="events.E001")
        for name in consumers.names()
        if (strange := sorted(consumers.reaction(name).kinds - known))
    ]
