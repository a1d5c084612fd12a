"""How values leave."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from django.db import models
from django.utils.translation import gettext_lazy, override

from aircop.rest.renderers import OrjsonRenderer, dumps


class Colour(models.TextChoices):
    """An enumeration with labels."""

    RED = "red", "Red"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("12.500"), "12.500"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.00000001"), "0.00000001"),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01T12:00:00+00:00"),
        (datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))), "2026-03-01T12:00:00+02:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Colour.RED, "red"),
        (gettext_lazy("Yes"), "Yes"),
        (MappingProxyType({"a": 1}), {"a": 1}),
        ({"b", "a"}, ["a", "b"]),
    ],
)
def test_shapes(value: Any, text: Any) -> None:
    """Decimals keep their digits, times their offset."""
    assert json.loads(dumps(value)) == text


def test_lazy_text_in_the_language_of_the_reader() -> None:
    """Translated when it is written."""
    with override("fr"):
        assert json.loads(dumps(gettext_lazy("Yes"))) == "Oui"


def test_what_has_no_form_is_our_fault() -> None:
    """It is not guessed."""
    with pytest.raises(TypeError, match="object"):
        dumps(object())


def test_no_body() -> None:
    """An answer without one has no bytes."""
    assert OrjsonRenderer().render(None) == b""
