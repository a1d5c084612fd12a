"""Nothing that can be sent is a 5xx."""

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.aircop.rest.world import NOTES_PATH, call, make_note

pytestmark = pytest.mark.django_db
bounded = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
broken = st.sampled_from(
    [
        b"",
        b"{",
        b"\xff",
        b'"\\ud800"',
        b'{"name": NaN}',
        b"[" * 5000,
        b'{"name": "\\u0000"}',
        b'{"name":1e999}',
        b"\x00",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
bodies = values | st.fixed_dictionaries({"name": st.text() | values}, optional={"lines": values, "colour": values})
raw_bodies = st.binary(max_size=80) | broken | bodies.map(lambda body: json.dumps(body).encode())
header = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
parameter = st.sampled_from(
    ["cursor", "page_size", "ordering", "count", "id", "name", "state", "since", "long", "x", "format"]
)


@bounded
@given(raw=raw_bodies, key=header, tag=header, method=st.sampled_from(["POST", "PATCH", "DELETE", "PUT"]))
def test_bodies_and_headers(raw: bytes, key: str, tag: str, method: str) -> None:
    """Any body, any key, any tag, any method."""
    note = make_note("fuzz")
    headers = {"Idempotency-Key": key, "If-Match": tag}
    for address in (NOTES_PATH, f"{NOTES_PATH}{note.pk}/", f"{NOTES_PATH}{note.pk}/close/"):
        assert call(method, address, raw=raw, headers=headers).status_code < 500
    note.delete()


@bounded
@given(query=st.lists(st.tuples(parameter, st.text(max_size=60) | st.binary(max_size=60)), max_size=4))
def test_queries(query: list[tuple[str, Any]]) -> None:
    """Any value of any parameter."""
    address = NOTES_PATH + "?" + "&".join(f"{name}={_quoted(value)}" for name, value in query)
    assert call("GET", address).status_code < 500


@bounded
@given(
    parts=st.lists(
        st.text(max_size=30) | st.integers() | st.none() | st.sampled_from(["-created_at", "n", "p"]), max_size=5
    )
)
def test_tokens(parts: list[Any]) -> None:
    """Any list in a token's clothes."""
    token = base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()
    assert call("GET", f"{NOTES_PATH}?cursor={token}").status_code in (200, 400)


@bounded
@given(path=st.text(max_size=40) | st.binary(max_size=40))
def test_paths(path: Any) -> None:
    """Any address below the API's."""
    assert call("GET", "/api/v1/" + _quoted(path)).status_code < 500


def _quoted(value: str | bytes) -> str:
    return quote(value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value, safe="")
