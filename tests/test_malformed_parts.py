"""Every form and every body of the parts of a seizure, with rubbish in one field at a time: no answer is a 5xx."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Cast
from tests.seizures.people import arrested, courier, named

NASTY = (
    "\x00", "A" * 6_000, "-1", "99999999999999999999", "1e999", "NaN", "Infinity", "0.0000000001", "2026-13-45",
    "0001-01-01", "9999-12-31", "\u0663", "\u202e", "=1+1", "[]", "null", "'; --", "\ud7ff\U0001f600",
    "32768", "2147483648",
)  # fmt: skip
BODIES: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1.5, "", "\x00", "A" * 6_000, "NaN", "9999-12-31", "0001-01-01T00:00:00+14:00", [], {},
    [None], [[]], [{}], {"a": {}}, ["x"] * 600, "2147483648", 2147483648, 32768,
)  # fmt: skip
PER_FORM = 3


def _routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, list(pattern.pattern.converters)


@pytest.fixture
def known(cast: Cast) -> dict[str, Any]:
    """Return the ids that addresses name, of a record with everything."""
    seizure = cast.seizure()
    person = named(cast, courier(cast, seizure))
    arrest = arrested(cast, person)
    desk = cast.desk(cast.abj)
    return {"seizures": seizure.pk, "persons": person.pk, "arrest": arrest.pk, "contacts": desk.pk, "sequence": 1,
            "number": 1, "item": 1, "units": cast.abj.code, "code": cast.abj.code, "people": cast.colleague.user.pk,
            "contact-points": desk.pk}  # fmt: skip


def _addresses(known: dict[str, Any]) -> list[str]:
    found = []
    for route, names in _routes(get_resolver().url_patterns):
        if "^" in route or "sign" in route or "(" in route:
            continue
        head = route.removeprefix("api/v1/").split("/")[0]
        path = "/" + route
        for name in names:
            value = known.get(name) or known.get(head)
            if value is None:
                break
            for converter in ("uuid:", "int:", "slug:", "str:", ""):
                path = path.replace(f"<{converter}{name}>", str(value))
        if "<" not in path:
            found.append(path)
    return sorted(set(found))


@pytest.mark.django_db
def test_rubbish_in_one_field_of_a_form(cast: Cast, known: dict[str, Any]) -> None:
    dice, faults, tried = random.Random(7), [], 0
    clients = [Client(raise_request_exception=False) for _each in range(3)]
    for client, member in zip(clients, (cast.officer, cast.supervisor, cast.coordinator), strict=True):
        client.force_login(member.user)
    for path in _addresses(known):
        if path.startswith(("/api/", "/readyz", "/metrics")):
            continue
        for client in clients:
            answer = client.get(path)
            assert answer.status_code < 500, path
            for form in _forms(answer):
                names = [form.add_prefix(name) for name in form.fields] or ["words"]
                whole = {name: _value(form, name) for name in form.fields}
                for _each in range(PER_FORM):
                    sent = {form.add_prefix(name): value for name, value in whole.items() if value not in (None, "")}
                    field = dice.choice(names)
                    sent |= {each: dice.choice(NASTY) for each in (field, f"{field}_0", f"{field}_1")}
                    tried += 1
                    code = client.post(path, sent).status_code
                    if code >= 500:
                        faults.append((code, path, field, sent[field][:20]))
    assert tried > 100
    assert faults == []


def _forms(answer: Any) -> list[forms.BaseForm]:
    found: dict[int, forms.BaseForm] = {}
    for context in answer.context or ():
        for value in (context.flatten() if hasattr(context, "flatten") else context).values():
            if isinstance(value, forms.BaseForm):
                found[id(value)] = value
    return list(found.values())


def _value(form: forms.BaseForm, name: str) -> Any:
    value = form[name].value()
    choices = [key for key, _label in getattr(form.fields[name], "choices", []) if key]
    return value if value not in (None, "", []) else choices[0] if choices and isinstance(choices[0], str) else ""


@pytest.mark.django_db
def test_rubbish_in_one_member_of_a_body(cast: Cast, known: dict[str, Any]) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.officer.user)
    schema, dice, faults, tried = (
        client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json(),
        random.Random(9),
        [],
        0,
    )
    parts = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if body is None:
                continue
            fields = list(parts.get(body.get("$ref", "").split("/")[-1], body).get("properties", {}))
            head = path.removeprefix("/api/v1/").split("/")[0]
            here = path
            for name in [each.split("}")[0] for each in path.split("{")[1:]]:
                here = here.replace(f"{{{name}}}", str(known.get(name) or known.get(head) or "0"))
            for _each in range(6 * PER_FORM if fields else 0):
                told = {name: dice.choice(BODIES) for name in dice.sample(fields, min(len(fields), 2))}
                answer = client.generic(
                    method.upper(), here, json.dumps(told).encode(), "application/json", headers={"If-Match": "*"}
                )
                tried += 1
                if answer.status_code >= 500:
                    faults.append((method, here, told))
    assert tried > 100
    assert faults == []
