"""Form fields that Django lacks: a moment with its zone, a quantity with its unit. Errors say what to do."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import normalize_choices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aircop.web.widgets import (
    Choices,
    CodeInput,
    CodeOption,
    CodeSelect,
    Moment,
    MomentWidget,
    NoteInput,
    Quantity,
    QuantityWidget,
)
from aircop.web.words import known_zones, place_of

__all__ = [
    "CodeInput",
    "CodeOption",
    "CodeSelect",
    "Moment",
    "MomentField",
    "NoteInput",
    "Quantity",
    "QuantityField",
    "ZoneField",
]

SPACES = re.compile(r"[\s\u00a0\u202f']")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
LONGEST_NUMBER = 32
COMMA_IS_DECIMAL = ("fr", "es", "pt")  # where nobody reads 1,250 as a thousand and more


class ChoicesForm(forms.Form):
    """Choices by which a list is narrowed; what cannot be read narrows nothing."""

    def wanted(self) -> dict[str, str]:
        """Return the choices that were made."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    def words(self) -> dict[str, str]:
        """Return, per choice that was made, what it says."""
        fields: dict[str, Any] = self.fields
        return {name: str(dict(fields[name].choices)[value]) for name, value in self.wanted().items()}


class ZoneField(forms.ChoiceField):
    """A zone by its name; any that exists is taken, the list only makes the usual ones quick."""

    widget = forms.Select

    def valid_value(self, value: Any) -> bool:
        """Take every zone that exists."""
        return value in known_zones()


class MomentField(forms.MultiValueField):
    """Date and time as clocks in a zone showed them; cleaned to a Moment, or None when empty."""

    widget = MomentWidget
    default_error_messages = {
        "incomplete": _("Enter both the date and the time."),
        "required": _("Enter the date and the time."),
        "skipped": _("Clocks in %(place)s skipped this time. Enter the time before or after."),
        "invalid_date": _("Enter the date as day, month and year, for example 21/11/2026."),
        "invalid_time": _("Enter the time in 24 hours, for example 14:05."),
    }

    def __init__(self, *, zones: Choices = (), default_zone: str = "UTC", **kwargs: Any) -> None:
        choices = list(zones) or [(default_zone, place_of(default_zone))]
        messages = {**self.default_error_messages, **kwargs.get("error_messages", {})}
        fields = (
            forms.DateField(
                input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], error_messages={"invalid": messages["invalid_date"]}
            ),
            forms.TimeField(
                input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"],
                error_messages={"invalid": messages["invalid_time"]},
            ),
            ZoneField(choices=choices),
        )
        kwargs.setdefault("widget", MomentWidget(choices, default_zone))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> Moment | None:
        """Treat a zone alone as nothing entered: the zone always has a value."""
        parts = list(value) if isinstance(value, list | tuple) else []
        if parts and not any(parts[:2]):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if parts and not all(parts[:2]):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        moment: Moment | None = super().clean(value)
        return moment

    def compress(self, data_list: list[Any]) -> Moment | None:
        """Join the parts; refuse a time that clocks skipped when summer time began."""
        if not data_list:
            return None
        day, clock, zone = data_list
        return Moment(self._instant(day, clock, zone), zone)

    def _instant(self, day: date, clock: time, zone: str) -> datetime:
        local = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
        try:
            instant = local.astimezone(UTC)
            back = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid") from error
        if back != local.replace(tzinfo=None):
            message = self.error_messages["skipped"]
            raise ValidationError(message, code="skipped", params={"place": place_of(zone)})
        return instant


class NumberField(forms.Field):
    """A decimal number as people write it: `2.5`, `2,5`, `1 250`. Cleaned to a Decimal.

    `1,250` is read as one and a quarter where the comma is the decimal sign, and refused elsewhere, because a
    thousandfold error in a weight is worse than a question.
    """

    default_error_messages = {
        "number": _("Enter a number, for example 2.5."),
        "grouped": _("Write the number without a thousands separator, for example 1250 or 1.25."),
        "size": _("Enter a number below a thousand million with at most 6 decimals."),
    }

    def to_python(self, value: Any) -> Any:
        """Return the Decimal, or None when empty."""
        text = SPACES.sub("", str(value if value is not None else ""))
        if not text:
            return None
        if len(text) > LONGEST_NUMBER:
            raise ValidationError(self.error_messages["number"], code="number")
        if "," in text:
            text = self._with_point(text)
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text, re.ASCII):
            raise ValidationError(self.error_messages["number"], code="number")
        return self._decimal(text)

    def _with_point(self, text: str) -> str:
        decimal_comma = (get_language() or "en").startswith(COMMA_IS_DECIMAL)
        if "." in text or (GROUPED.fullmatch(text) and not decimal_comma):
            raise ValidationError(self.error_messages["grouped"], code="grouped")
        return text.replace(",", ".", 1)

    def _decimal(self, text: str) -> Decimal:
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["number"], code="number") from error
        places = -int(number.as_tuple().exponent)
        if number.copy_abs() >= 10**9 or places > 6:  # noqa: PLR2004
            raise ValidationError(self.error_messages["size"], code="size")
        return number


class QuantityField(forms.MultiValueField):
    """A positive number with its unit; cleaned to a Quantity, or None when empty."""

    widget = QuantityWidget
    default_error_messages = {
        "required": _("Enter how much it was."),
        "positive": _("Enter a quantity above zero."),
    }

    def __init__(self, *, units: Choices | Callable[[], Choices], default_unit: str = "", **kwargs: Any) -> None:
        choices: Any = normalize_choices(units)
        fields = (NumberField(), forms.ChoiceField(choices=choices))
        kwargs.setdefault("widget", QuantityWidget(choices, default_unit))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> Quantity | None:
        """Treat a unit alone as nothing entered: the unit always has a value."""
        parts = list(value) if isinstance(value, list | tuple) else []
        if parts and not str(parts[0] or "").strip():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        quantity: Quantity | None = super().clean(value)
        return quantity

    def compress(self, data_list: list[Any]) -> Quantity | None:
        """Join the parts; refuse zero and less."""
        if not data_list:
            return None
        number, unit = data_list
        if number <= 0:
            raise ValidationError(self.error_messages["positive"], code="positive")
        return Quantity(number, unit)
