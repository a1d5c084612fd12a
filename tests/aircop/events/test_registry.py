"""Kinds: what may be declared, and what of it can be written and read back."""

from collections.abc import Callable
from dataclasses import dataclass, make_dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid6 import uuid7

from aircop.events import kind
from aircop.events.registry import BadKind, BadPayload, catalogue, decode, encode
from tests.aircop.events.conftest import Bag, BagFound

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Everything:
    """A payload with a field of every type."""

    bag: UUID
    status: str
    pieces: int
    sealed: bool
    at: datetime
    owner: UUID | None
    seals: tuple[str, ...]
    tags: tuple[UUID, ...] | None
    gaps: tuple[int | None, ...]


FULL = Everything(uuid7(), "on-hold", 3, True, NOW, None, ("a", "b"), (uuid7(),), (1, None))


@pytest.fixture
def everything() -> None:
    kind("everything", version=1, app="tests")(Everything)


@pytest.mark.usefixtures("everything")
def test_a_payload_comes_back_as_it_went() -> None:
    entry, stored = encode(FULL)
    assert (entry.name, entry.version) == ("everything", 1)
    assert stored["seals"] == ["a", "b"]
    assert stored["at"] == "2026-01-02T03:04:05+00:00"
    assert decode("everything", 1, stored) == FULL


@given(st.uuids(), st.integers(min_value=-(2**53), max_value=2**53))
def test_ids_and_numbers_come_back(bag: UUID, belt: int) -> None:
    _entry, stored = encode(BagFound(bag=bag, belt=belt))
    assert decode("bag_found", 1, stored) == BagFound(bag=bag, belt=belt)


@pytest.mark.usefixtures("everything")
def test_the_catalogue_tells_apps_kinds_and_fields_in_words() -> None:
    bag, everything = catalogue()
    assert (bag.app, bag.name, bag.summary) == ("tests", "bag_found", "A bag was found on a belt.")
    assert bag.fields == (("bag", "id"), ("belt", "number"))
    assert dict(everything.fields) == {
        "bag": "id",
        "status": "code",
        "pieces": "number",
        "sealed": "yes or no",
        "at": "time",
        "owner": "id or null",
        "seals": "list of code",
        "tags": "list of id or null",
        "gaps": "list of number or null",
    }


def wrong(**changes: Any) -> Everything:
    return Everything(**{**FULL.__dict__, **changes})


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (wrong(bag="x"), "bag must be id, not str"),
        (wrong(pieces=True), "pieces must be number, not bool"),
        (wrong(sealed=1), "sealed must be yes or no"),
        (wrong(status=None), "status must be code"),
        (wrong(status="two words"), "no blanks"),
        (wrong(status="x" * 65), "at most 64"),
        (wrong(status="a\x00b"), "must be a code"),
        (wrong(seals=["a"]), "seals must be list of code, not list"),
        (wrong(seals=("a b",)), "no blanks"),
        (wrong(at=NOW.replace(tzinfo=None)), "without a zone"),
    ],
)
def test_values_that_do_not_fit_are_refused(payload: Everything, says: str) -> None:
    with pytest.raises(BadPayload, match=says):
        encode(payload)


def test_what_is_not_registered_is_refused() -> None:
    with pytest.raises(BadKind, match="Bag is not registered"):
        encode(Bag())
    with pytest.raises(BadKind, match="No app registered"):
        decode("nothing", 1, {})


@pytest.mark.parametrize("hint", [float, dict, list[str], str | int, tuple[str, int], tuple[float, ...], object])
def test_a_field_that_could_hold_more_than_ids_and_codes_is_refused(hint: Any) -> None:
    payload = make_dataclass("Loose", [("field", hint)], frozen=True, namespace={"__doc__": "Loose."})
    with pytest.raises(BadKind, match=r"loose\.field"):
        kind("loose", version=1, app="tests")(payload)


def loose(doc: str | None = "Documented.", *, frozen: bool = True) -> type[Any]:
    made = make_dataclass("Loose", [("bag", UUID)], frozen=frozen)
    if doc is not None:
        made.__doc__ = doc
    return made


@pytest.mark.parametrize(
    ("declare", "says"),
    [
        (lambda: kind("Bad Name", version=1, app="t")(loose()), "lower case"),
        (lambda: kind("loose", version=1, app="t")(loose(frozen=False)), "frozen"),
        (lambda: kind("loose", version=1, app="t")(Porterless), "frozen"),
        (lambda: kind("loose", version=1, app="t")(loose(None)), "docstring"),
        (lambda: kind("loose", version=1, app="t")(loose("")), "docstring"),
        (lambda: kind("loose", version=2, app="t")(loose()), "upgrade"),
        (lambda: kind("bag_found", version=1, app="t")(loose()), "Two payloads claim"),
    ],
)
def test_a_careless_declaration_is_refused(declare: Callable[[], object], says: str) -> None:
    with pytest.raises(BadKind, match=says):
        declare()


class Porterless:
    """No dataclass."""


def test_declaring_the_same_kind_again_is_harmless() -> None:
    kind("bag_found", version=1, app="tests")(BagFound)
    assert len(catalogue()) == 1


def test_old_versions_are_lifted_one_after_the_other() -> None:
    @kind(
        "bag_lost",
        version=3,
        app="tests",
        upgrades={
            1: lambda old: {"bag": old["suitcase"]},
            2: lambda old: {**old, "flights": ["unknown"]},
        },
    )
    @dataclass(frozen=True)
    class BagLost:
        """A bag is gone."""

        bag: UUID
        flights: tuple[str, ...]

    bag = uuid7()
    assert decode("bag_lost", 1, {"suitcase": str(bag)}) == BagLost(bag, ("unknown",))
    assert decode("bag_lost", 2, {"bag": str(bag)}) == BagLost(bag, ("unknown",))
    assert decode("bag_lost", 3, {"bag": str(bag), "flights": []}) == BagLost(bag, ())


def test_what_newer_or_other_code_wrote_is_refused() -> None:
    with pytest.raises(BadPayload, match="written as version 2"):
        decode("bag_found", 2, {})
    with pytest.raises(BadPayload, match="has the fields"):
        decode("bag_found", 1, {"bag": str(uuid7()), "weight": 3})
