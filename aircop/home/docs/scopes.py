"""`docs/scopes.md`: what a token may be allowed to do, and which addresses ask for it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from aircop.accounts.scopes import SCOPES
from aircop.home.docs.markdown import document, table

INTRO = (
    "Personal tokens and partner systems carry scopes. A scope only narrows what the seats of their owner allow: "
    "every answer still holds only what its reader may see."
)


def _routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def _needs() -> dict[str, list[str]]:
    """Return, per scope, the requests that ask for it."""
    needs: dict[str, list[str]] = {}
    for route, callback in _routes(get_resolver().url_patterns):
        scopes = getattr(getattr(callback, "cls", None), "required_scopes", {})
        for method, action in getattr(callback, "actions", {}).items():
            if method != "head" and action in scopes:
                needs.setdefault(scopes[action], []).append(f"`{method.upper()} /{route}`")
    return needs


def scopes() -> str:
    """Return the page."""
    needs = _needs()
    rows = [[f"`{scope}`", says, "<br>".join(sorted(needs.get(scope, []))) or "-"] for scope, says in SCOPES.items()]
    rows.append(["any token", "", "<br>".join(sorted(needs.get("", []))) or "-"])
    return document("Scopes of tokens", INTRO, table(["scope", "allows", "asked for by"], rows))
