"""`docs/events.md`: the catalogue of kinds, with their payloads and who reads them."""

from itertools import groupby

from aircop.events import consumers
from aircop.events.registry import Kind, catalogue
from aircop.home.docs.markdown import document, summary, table

INTRO = (
    "Each act leaves one event in the stream, in its own transaction. A payload holds ids and codes only, so the "
    "stream needs no erasure. The database adds the time, the actor, the object and its access lists."
)


def _readers(kind: Kind) -> str:
    found = [name for name in consumers.names() if kind.name in consumers.reaction(name).kinds]
    return ", ".join(f"`{name}`" for name in found) or "-"


def _row(kind: Kind) -> list[object]:
    payload = ", ".join(f"`{name}` ({words})" for name, words in kind.fields)
    return [f"`{kind.name}`", kind.version, kind.summary, payload or "-", _readers(kind)]


def _reactions() -> str:
    rows = []
    for name in consumers.names():
        reaction = consumers.reaction(name)
        rows.append([f"`{name}`", summary(reaction.react), ", ".join(f"`{kind}`" for kind in sorted(reaction.kinds))])
    return table(["consumer", "does", "reads"], rows) if rows else "None yet."


def events() -> str:
    """Return the page."""
    parts = [INTRO]
    for app, kinds in groupby(catalogue(), key=lambda kind: kind.app):
        rows = [_row(kind) for kind in kinds]
        parts += [f"## {app}", table(["kind", "version", "what happened", "payload", "read by"], rows)]
    return document("Events", *parts, "## Consumers", _reactions())
