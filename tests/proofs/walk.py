"""Walks the URL map as somebody: every address, by every method that the matrix knows, for one record."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.test import Client

from aircop.accounts.public import API
from tests.architecture.matrix import MATRIX, UNNAMED
from tests.architecture.routes import PARAMETER, Route, routes
from tests.proofs.ground import Ground

# Which row of a record a parameter names, by the end of its address.
ALIASES = {
    "related/number/<uuid:part>/end/": "externalreference",
    "related/agency/<uuid:part>/end/": "assistance",
    "field-tests/<uuid:row>/": "fieldtest",
    "lab-requests/<uuid:row>/": "labrequest",
    "lab-results/<uuid:row>/": "labresult",
    "tasks/<uuid:row>/": "casetask",
    "tasks/<uuid:row>/finish/": "casetask",
    "notes/<uuid:row>/": "casenote",
    "duty/<uuid:shift>/remove/": "dutyshift",
    "members/<uuid:member>/end/": "groupmember",
    "requests/<uuid:question>/check/": "informationrequest",
    "requests/<uuid:question>/withdraw/": "informationrequest",
    "files/<uuid:file>/": "messagefile",
    "files/<uuid:file>/<slug:size>/": "messagefile",
}
# Rows of something else, or of a record in some standings alone: where there is none, the address is left out.
NEVER = {"record", "other", "milestone", "membership", "share"}
KNOWN = {"sequence": "2", "item": "1", "number": "1", "size": "large", "token": "x", "code": "ABJ"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[:.\d]*(?:Z|\+00:00)?|\d\d?:\d\d(?::\d\d)?")
SESSION = re.compile(rb'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^,}]+|nonce="[^"]+"|"csrf": ?"[^"]+"')
MACHINES = {"healthz", "readyz", "metrics"}  # they tell of the server
# The same for everybody, of no record, and slow to make.
OF_THE_HOUSE = {"api:schema", "api:docs", "home:styleguide", "home:styleguide-arabic", "home:styleguide-dialog"}
RECORD = re.compile(r"/api/v1/[a-z-]+/[0-9a-f-]{36}/")
SILENT = {"Set-Cookie", "Content-Security-Policy", "X-Request-ID"}


class Unaddressed(AssertionError):
    """An address has a parameter of which the walk knows no value."""


def kind_of(route: Route) -> str:
    """Return the name of the model whose key an address asks for first: `persons/<uuid:pk>/` asks for a person's."""
    if route.pattern.startswith("messages/"):
        return "closedgroup" if route.pattern.startswith("messages/groups/") else "thread"
    first = route.pattern.removeprefix("api/v1/").partition("/")[0]
    if first in {"requests", "groups"}:
        return {"requests": "informationrequest", "groups": "closedgroup"}[first]
    return first.replace("-", "").removesuffix("s")


def of_a_record(route: Route) -> bool:
    """Whether an address names a row."""
    return "<uuid:" in route.pattern


def address(route: Route, keys: Mapping[str, Any]) -> str:
    """Return the address of a record's row; "" where the record has no row of that kind."""
    found = [_value(route, converter, name, keys) for converter, name in PARAMETER.findall(route.pattern)]
    if None in found:
        return ""
    values = iter(found)
    return "/" + PARAMETER.sub(lambda _match: str(next(values)), route.pattern)


def _value(route: Route, converter: str, name: str, keys: Mapping[str, Any]) -> Any:
    told = (
        kind_of(route)
        if name == "pk"
        else next((row for end, row in ALIASES.items() if route.pattern.endswith(end)), name)
    )
    names = {model._meta.model_name for model in apps.get_models()}
    told = f"{kind_of(route)}{told}" if told not in names and f"{kind_of(route)}{told}" in names else told
    if converter == "uuid":
        if name != "pk" and told not in NEVER and told not in names:
            msg = f"{route.pattern}: say in ALIASES or NEVER which row “{name}” is"
            raise Unaddressed(msg)
        return keys.get(told)
    if name != "pk" and name not in KNOWN:
        msg = f"{route.pattern}: say in KNOWN what “{name}” is"
        raise Unaddressed(msg)
    return KNOWN.get(name, "ABJ")


def whole(answer: Any) -> bytes:
    """Return all that somebody receives: headers and body, without what is the session's own."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = [f"{name}: {value}" for name, value in answer.headers.items() if name not in SILENT]
    return "\n".join(said).encode() + b"\n\n" + SESSION.sub(b"", body)


def masked(answer: Any, *words: str) -> str:
    """Return what somebody receives, without times, the request's id, and words that were sent."""
    text = whole(answer).decode("utf-8", "replace")
    for word in words:
        text = text.replace(word, "*")
    return TIME.sub("*", re.sub(r"Content-Length: \d+", "", text))


def parted(one: str, other: str) -> tuple[str, str]:
    """Return where two texts part."""
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(0, place - 120) : place + 80], other[max(0, place - 20) : place + 80]


def tag(client: Client, path: str) -> dict[str, str]:
    """Return the header by which the version that stands is changed."""
    record = RECORD.match(path)
    held = client.get(record[0]).headers.get("ETag", "") if record else ""
    return {"If-Match": held} if held else {}


def send(client: Client, method: str, path: str, body: Mapping[str, Any] | None = None, **headers: str) -> Any:
    """Ask, and undo what was done."""
    with transaction.atomic():
        kind = {"content_type": "application/json"} if path.startswith(API) and method != "get" else {}
        answer = getattr(client, method)(path, body or None, headers=headers, **kind)
        if answer.streaming:
            answer.streaming_content = [b"".join(answer.streaming_content)]
        transaction.set_rollback(True)
    return answer


def reads(keys: Mapping[str, Any], *, record: bool) -> Iterator[tuple[str, str]]:
    """Yield the name and address of every route, of those that name a row or of the others."""
    for route in routes():
        takes_get = not route.actions or "GET" in route.actions
        asked = route.name not in UNNAMED | MACHINES | OF_THE_HOUSE and "(" not in route.pattern
        path = address(route, keys) if takes_get and asked and of_a_record(route) == record else ""
        if path:
            yield route.name, path


def writes(ground: Ground, keys: Mapping[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield every write that names a row, as the matrix sends it: name, method, address, body."""
    cast, by_name = ground.cast, {route.name: route for route in routes()}
    words = {
        "{agency}": str(cast.elsewhere.pk), "{customs}": str(cast.customs.pk), "{unit}": str(cast.abj.pk),
        "{version}": str(keys.get("version", 1)), "{share}": str(keys.get("share", "")),
        "{arrest}": str(keys.get("arrest", "")), "{h2}": str(keys.get("seizure", "")),
    }  # fmt: skip
    for asked, row in MATRIX.items():
        method, name = asked.split()
        if method != "GET" and of_a_record(by_name[name]):
            body = {each: words.get(str(value), value) for each, value in row.body.items()}
            path = address(by_name[name], keys)
            if path:
                yield name, method.lower(), path, body
