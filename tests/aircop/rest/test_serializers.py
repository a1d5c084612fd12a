"""Bodies are taken as declared: JSON types are not guessed, unknown members not dropped."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from aircop.rest import fields
from aircop.rest.serializers import EmptyBody, StrictSerializer
from tests.aircop.rest.world import NoteBody


class Everything(StrictSerializer):
    """One field of each kind."""

    id = fields.IdField(read_only=True)
    text = fields.TextField(max_length=20)
    whole = fields.WholeNumberField()
    truth = fields.TruthField()
    quantity = fields.QuantityField(max_digits=12, decimal_places=3, min_value=0)
    instant = fields.InstantField()
    day = fields.DayField()
    other = fields.IdField()
    word = fields.WordField(choices=[("a", "A"), ("b", "B")])


GOOD: dict[str, Any] = {
    "text": "a",
    "whole": 1,
    "truth": True,
    "quantity": "12.500",
    "instant": "2026-03-01T12:00:00+02:00",
    "day": "2026-03-01",
    "other": "01890a5d-ac96-774b-bcce-b302099a8057",
    "word": "a",
}


def wrong(serializer: StrictSerializer) -> dict[str, list[str]]:
    """Return field -> codes."""
    assert not serializer.is_valid()
    return {name: [detail.code for detail in details] for name, details in serializer.errors.items()}


def test_good() -> None:
    """Values come out in their types; an instant keeps its offset."""
    serializer = Everything(data=GOOD)
    assert serializer.is_valid(), serializer.errors
    assert serializer.validated_data["quantity"] == Decimal("12.500")
    assert serializer.validated_data["instant"].isoformat() == GOOD["instant"]


WHOLES_THAT_ARE_NONE = ("1", 1.0, True, None, 2**31, -(2**31) - 1, [])
DECIMALS_THAT_ARE_NONE = (
    12.5,
    12,
    "1e3",
    "NaN",
    "Infinity",
    "-1",
    "1.2345",
    "1,5",
    " 1",
    "+1",
    "١",  # noqa: RUF001  an Arabic digit
    "9" * 40,
    None,
    [],
)
ZONELESS = ("2026-03-01T12:00:00", "2026-03-01", "20260301", "2026-03-01T12")
INSTANTS_THAT_ARE_NONE = (*ZONELESS, "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z", "x", 1, None, [])
DAYS_THAT_ARE_NONE = ("2026-02-30", "20260301", "2026-W01-1", "2026-03-01T00:00:00Z", "0001-01-01", 1, None, {})
IDS_THAT_ARE_NONE = ("x", 1, "{" + GOOD["other"] + "}", GOOD["other"].replace("-", ""), None, [])
BAD = {
    "text": (1, True, None, [], {}, "", "   ", "x" * 21),
    "whole": WHOLES_THAT_ARE_NONE,
    "truth": ("true", 1, 0, None, "on", [], {}),
    "quantity": DECIMALS_THAT_ARE_NONE,
    "instant": INSTANTS_THAT_ARE_NONE,
    "day": DAYS_THAT_ARE_NONE,
    "other": IDS_THAT_ARE_NONE,
    "word": ("c", 1, True, None, [], {}, ""),
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, bad in BAD.items() for value in bad])
def test_bad(field: str, value: Any) -> None:
    """Each of these is a fault of that field alone."""
    assert list(wrong(Everything(data=GOOD | {field: value}))) == [field]


def test_unknown_and_read_only_members_are_named() -> None:
    """Together with the other faults."""
    found = wrong(Everything(data=GOOD | {"colour": 1, "id": GOOD["other"], "whole": "x"}))
    assert found == {"colour": ["unknown_field"], "id": ["read_only"], "whole": ["invalid"]}


def test_unknown_members_of_nested_objects() -> None:
    """No level drops anything."""
    serializer = NoteBody(data={"name": "a", "lines": [{"quantity": "1"}, {"quantity": "1", "x": 1}]})
    assert not serializer.is_valid()
    assert serializer.errors["lines"][1]["x"][0].code == "unknown_field"


def test_more_digits_than_can_be_rounded() -> None:
    """A decimal without a limit of its own still has one."""
    with pytest.raises(ValidationError):
        fields.QuantityField(max_digits=None, decimal_places=3).run_validation("9" * 28)


def test_a_list_is_no_object() -> None:
    """And null is none."""
    for data in ([], None, 1):
        assert not NoteBody(data=data).is_valid()


def test_empty_body() -> None:
    """An act that asks for nothing takes nothing."""
    assert EmptyBody(data={}).is_valid()
    assert wrong(EmptyBody(data={"reason": "x"})) == {"reason": ["unknown_field"]}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(json_values | st.fixed_dictionaries({}, optional=dict.fromkeys([*GOOD, "id", "colour"], json_values)))
def test_whatever_arrives_is_valid_or_a_fault(data: Any) -> None:
    """No value of any type makes a field raise anything but its fault."""
    with suppress(ValidationError):
        Everything(data=data).is_valid(raise_exception=True)
