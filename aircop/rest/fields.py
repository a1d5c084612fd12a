"""Strict serializer fields: JSON types are taken as they are, never guessed from one another."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from aircop.rest.filters import UUID_TEXT
from aircop.rest.moments import day_of, instant_of

DECIMAL = re.compile(r"-?[0-9]{1,28}(\.[0-9]{1,28})?", re.ASCII)


class TextField(serializers.CharField):
    """A text. White space around it is trimmed, as in our forms; numbers and truth values are not text."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A whole number, sent as a JSON number; 32 bits unless told otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"min_value": -(2**31), "max_value": 2**31 - 1} | kwargs))

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class TruthField(serializers.BooleanField):
    """`true` or `false`, not words that sound like it."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the truth value."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class QuantityField(serializers.DecimalField):
    """A decimal as a string: "12.500". A JSON number is refused, because readers round it."""

    default_error_messages: ClassVar = {"string": _("Write the decimal number as a string: “12.5”.")}

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the decimal; no exponents, no NaN."""
        if not isinstance(data, str) or not DECIMAL.fullmatch(data):
            self.fail("string")
        try:
            return super().to_internal_value(data)
        except InvalidOperation:
            self.fail("invalid")


class InstantField(serializers.DateTimeField):
    """An instant in ISO 8601 with its offset."""

    default_error_messages: ClassVar = {"offset": _("Write a time with its offset: 2026-03-01T08:30:00+00:00.")}

    def to_internal_value(self, value: Any) -> datetime:
        """Return the instant in the offset it was sent with."""
        try:
            return instant_of(value)
        except ValueError:
            self.fail("offset")

    def to_representation(self, value: datetime) -> Any:
        """Return the instant; the renderer writes its offset."""
        return value


class DayField(serializers.DateField):
    """A calendar day: "2026-03-01"."""

    default_error_messages: ClassVar = {"day": _("Write a day: 2026-03-01.")}

    def to_internal_value(self, value: Any) -> date:
        """Return the day."""
        try:
            return day_of(value)
        except ValueError:
            self.fail("day")


class IdField(serializers.UUIDField):
    """An id, in the usual form with hyphens."""

    def to_internal_value(self, data: Any) -> UUID:
        """Return the UUID."""
        if not isinstance(data, str) or not UUID_TEXT.fullmatch(data):
            self.fail("invalid", value=str(data)[:100])
        return UUID(data)

    def to_representation(self, value: UUID) -> Any:
        """Return the UUID; the renderer writes it."""
        return value


class WordField(serializers.ChoiceField):
    """One word of a fixed set."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the word."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=str(data)[:100])
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "description": "The version as this reader sees it; goes into If-Match."})
class EtagField(serializers.Field[Any, Any, str, Any]):
    """The object's entity tag, so that a row of a list can be changed without reading it again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**(kwargs | {"read_only": True, "source": "*"}))

    def to_representation(self, value: Any) -> str:
        """Return the tag that the view would set as ETag."""
        tag: str = self.context["view"].etag_of(value)
        return tag
