"""What is JSON to us, and what nobody should send."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.rest.strictjson import MAX_DEPTH, MAX_NUMBER, MalformedError, loads

numbers = st.integers(-MAX_NUMBER, MAX_NUMBER) | st.floats(-1e15, 1e15)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
scalars = st.none() | st.booleans() | numbers | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))


@given(values)
def test_what_json_says_is_what_we_read(value: object) -> None:
    """Nothing valid and sane is changed or refused."""
    assert loads(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"a": NaN}',
        b"Infinity",
        b"-Infinity",
        b'{"a": 1, "a": 2}',
        b'{"a": 1, "\\u0061": 2}',
        b'[{"b": {"a": 1, "a": 1}}]',
        b'{"a": ' + b"9" * 5000 + b', "a": 1}',
        b'"\\u0000"',
        b'{"\\u0000": 1}',
        b'[["a\\u0000b"]]',
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        b"1e999",
        b"9007199254740992",
        b"-9007199254740992",
        b"1e300",
        b"9" * 5000,
        b"[" * 100_000,
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
        b"{'a': 1}",
        b"[1,]",
        b"// {}",
        b"01",
    ],
)
def test_refused(body: bytes) -> None:
    """Each of these is refused by its own exception, and by no other."""
    with pytest.raises(MalformedError):
        loads(body)


def test_limits_are_inclusive() -> None:
    """The deepest nesting and the greatest number are still taken."""
    deepest = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert loads(deepest) is not None
    assert loads(str(MAX_NUMBER).encode()) == MAX_NUMBER


def test_a_repeated_name_is_named() -> None:
    """People can find it."""
    with pytest.raises(MalformedError, match="“quantity” stands twice"):
        loads(b'{"quantity": 1, "quantity": 2}')


@given(st.binary(max_size=200))
def test_bytes_never_raise_anything_else(body: bytes) -> None:
    """Whatever arrives is a value or `MalformedError`."""
    with suppress(MalformedError):
        loads(body)
