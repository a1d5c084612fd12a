"""A thousand malformed requests over every route: no answer is a 5xx, and nothing that stood is lost."""

import json
import random
import string
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from seizures.models import Seizure
from tests.cast import Cast

REQUESTS = 1_200
METHODS = ("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS")
NASTY: list[Any] = [
    None, True, -1, 0, 1e308, 10**30, "", " ", "\x00", "\ud800", "A" * 5_000, "'; DROP TABLE x; --", "<script>",
    "=1+1", "2026-13-45", "99999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "NaN", "Infinity", "-0", "1e999", "٣",
    "é" * 300, "../../etc/passwd", "%00", "{{7*7}}", [], {}, [[[[[[]]]]]], {"a": {"b": {"c": []}}}, ["x"] * 600,
    str(uuid4()), "ABJ",
]  # fmt: skip
BODIES = [
    b"", b"{", b"[]", b"null", b"NaN", b'{"a":NaN}', b'{"a":1,"a":2}', b"\xff\xfe\x00", b'{"a":"\\ud800"}',
    b"[" * 5_000, b'{"occurred_at": 1e400}', b'"\\u0000"', b"a=1&a=2&" * 600,
    b"--x\r\nContent-Disposition: form-data\r\n\r\n",
]  # fmt: skip
FIELDS = (
    "airport", "occurred_at", "occurred_at_0", "occurred_at_1", "occurred_at_2", "direction", "conveyance", "items",
    "quantity", "quantity_0", "quantity_1", "substance", "commodity", "lead_agency", "persons_arrested", "version",
    "agency", "level", "until", "until_0", "reason", "expires_at", "share", "rejection", "words", "unit", "next",
    "language", "theme", "login", "password", "cursor", "page_size", "ordering", "count", "id", "status", "draft",
    "after", "before", "q", "scopes", "label", "code", "handling", "summary", "narrative",
)  # fmt: skip
TYPES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")
LEAVES = ("sign-out", "logout")  # a signed-out client would prove nothing


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here.replace("^", "").replace("$", "").replace(r"\Z", "")


def address(route: str, dice: random.Random, known: str) -> str:
    out = []
    for part in route.split("/"):
        if "<" in part:
            junk = [known, known, str(uuid4()), "x", "%00", "a" * 300, "00000000-0000-0000-0000-000000000000"]
            part = dice.choice(junk)  # noqa: PLW2901
        out.append(part)
    return "/" + "/".join(out)


def value(dice: random.Random) -> Any:
    if dice.random() < 0.7:
        return dice.choice(NASTY)
    return "".join(dice.choices(string.printable, k=dice.randrange(40)))


def body(dice: random.Random, content_type: str) -> Any:
    if dice.random() < 0.3 or content_type in ("", "text/plain") or content_type.startswith("multipart"):
        return dice.choice(BODIES)
    told = {dice.choice(FIELDS): value(dice) for _ in range(dice.randrange(9))}
    if content_type == "application/json":
        return json.dumps(told).encode()
    return "&".join(f"{name}={str(v).encode('utf-8', 'replace').decode()}" for name, v in told.items()).encode()


@pytest.mark.django_db
def test_no_malformed_request_is_a_5xx_or_loses_anything(cast: Cast) -> None:
    dice = random.Random(20261121)
    seizure = cast.seizure()
    before = (seizure.version, seizure.status, seizure.summary)
    clients = []
    for member in (cast.officer, cast.supervisor, cast.agency_admin, cast.outsider):
        client = Client(raise_request_exception=False)
        client.force_login(member.user)
        clients.append(client)
    clients.append(Client(raise_request_exception=False))
    every = [route for route in routes(get_resolver().url_patterns) if not any(word in route for word in LEAVES)]
    faults = []
    for _ in range(REQUESTS):
        client, method, route = dice.choice(clients), dice.choice(METHODS), dice.choice(every)
        url = address(route, dice, str(seizure.pk))
        if dice.random() < 0.5:
            url += f"?{dice.choice(FIELDS)}={dice.choice(('', 'x', '%00', '%ff', '1' * 400, '-1', 'null'))}"
        content_type = dice.choice(TYPES)
        tag, key = dice.choice(('"1"', "*", "x", '"')), dice.choice(("k", "", "é", "x" * 999))
        headers = {"If-Match": tag, "Idempotency-Key": key}
        answer = client.generic(method, url, body(dice, content_type), content_type=content_type, headers=headers)
        if answer.status_code >= 500 and not url.startswith("/readyz"):
            faults.append((answer.status_code, method, url, content_type))
    assert faults == []
    stands = Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)
    told = zip(("status", "summary"), before[1:], strict=True)
    lost = [name for name, was in told if not was and getattr(stands, name)]
    assert lost == []
    assert stands.reference == seizure.reference
