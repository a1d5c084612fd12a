"""Walks the URL map, for the tests beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
SAMPLES = {"uuid": "01890000-0000-7000-8000-000000000000", "slug": "ABJ", "int": "1", "str": "x"}


@dataclass(frozen=True)
class Route:
    """One address: its pattern, its name with namespaces, the methods that its API actions take."""

    pattern: str
    name: str
    actions: tuple[str, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of what is variable in the address."""
        return tuple(name for _converter, name in PARAMETER.findall(self.pattern))

    def path(self, **values: object) -> str:
        """Return an address, with samples for what is not given."""

        def fill(found: re.Match[str]) -> str:
            return str(values.get(found[2], SAMPLES[found[1] or "str"]))

        return "/" + PARAMETER.sub(fill, self.pattern)


def _walk(patterns: list[Any], before: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            actions = getattr(pattern.callback, "actions", None) or {}
            methods = tuple(method.upper() for method in actions if method != "head")
            yield Route(route, ":".join([*spaces, pattern.name or route]), methods)


@cache
def routes() -> tuple[Route, ...]:
    """Return every route that answers under its own name: one that another route hides is left out."""
    found = tuple(_walk(get_resolver().url_patterns))
    names = {route.name for route in found}
    return tuple(each for each in found if (resolve(each.path()).view_name or each.name) == each.name or
                 resolve(each.path()).view_name not in names)  # fmt: skip
