"""Inputs that Django lacks: moment with zone, quantity with unit, code pickers. Each works without script."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from aircop.web.words import known_zones, place_of

type Choices = Iterable[tuple[str, Any]]
NOTHING = _("Nothing found")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and the zone in which people lived it."""

    at: datetime
    zone: str

    @property
    def local(self) -> datetime:
        """The instant as clocks in the zone showed it."""
        return self.at.astimezone(ZoneInfo(self.zone))

    @property
    def local_date(self) -> Any:
        """The date there; periods are counted by it."""
        return self.local.date()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as recorded."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class CodeOption:
    """What a picker searches and shows beside a label: the code, a hint, other names."""

    code: str = ""
    hint: str = ""
    aliases: tuple[str, ...] = ()


class MomentWidget(forms.MultiWidget):
    """Date, time and zone; the zone starts at the airport's own."""

    template_name = "widgets/moment.html"
    use_fieldset = True

    def __init__(self, zones: Choices = (), default_zone: str = "UTC") -> None:
        self.default_zone = default_zone
        widgets = (
            forms.DateInput(attrs={"type": "date", "aria-label": _("Date")}, format="%Y-%m-%d"),
            forms.TimeInput(attrs={"type": "time", "aria-label": _("Time")}, format="%H:%M"),
            forms.Select(attrs={"aria-label": _("Time zone")}, choices=zones),
        )
        super().__init__(widgets)

    def id_for_label(self, id_: str) -> str:
        """Let the error summary lead to the date."""
        return f"{id_}_0" if id_ else ""

    def decompress(self, value: Any) -> list[Any]:
        """Split a moment as clocks in its zone showed it; an empty one has the usual zone."""
        if not isinstance(value, Moment):
            return [None, None, self.default_zone]
        return [value.local.date(), value.local.time(), value.zone]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Offer the zone of the value too, by the name of its town, when the list does not hold it."""
        parts = value if isinstance(value, list) else self.decompress(value)
        zone, select = parts[2] if len(parts) > 2 else None, cast("forms.Select", self.widgets[2])  # noqa: PLR2004
        if zone in known_zones() and zone not in dict(select.choices):
            select.choices = [*select.choices, (zone, place_of(zone))]
        return super().get_context(name, parts, attrs)


class QuantityWidget(forms.MultiWidget):
    """A number from the numeric keypad, with its unit beside it."""

    template_name = "widgets/quantity.html"
    use_fieldset = False

    def __init__(self, units: Choices = (), default_unit: str = "") -> None:
        self.default_unit = default_unit
        number = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__((number, forms.Select(attrs={"aria-label": _("Unit")}, choices=units)))

    def id_for_label(self, id_: str) -> str:
        """Label the number."""
        return f"{id_}_0" if id_ else ""

    def decompress(self, value: Any) -> list[Any]:
        """Split a quantity; an empty one has the usual unit."""
        if not isinstance(value, Quantity):
            return [None, self.default_unit]
        return [format(value.value, "f"), value.unit]


class CodeSelect(forms.Select):
    """A list of codes: a plain select without script; with it, searched by code, word and other names.

    `codes` gives, for a value, what to search and show beside its label; a callable is asked at each rendering.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Choices = (),
        codes: Mapping[str, CodeOption] | Callable[[], Mapping[str, CodeOption]] | None = None,
    ) -> None:
        super().__init__({"data-combobox": "list", "data-none": NOTHING, **(attrs or {})}, choices)
        self.codes = codes or {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Put code, hint and other names on the options."""
        context = super().get_context(name, value, attrs)
        codes = self.codes() if callable(self.codes) else self.codes
        for _group, options, _index in context["widget"]["optgroups"]:
            for option in options:
                option["attrs"] |= _data(str(option["value"]), codes.get(str(option["value"])))
        return context


def _data(value: str, option: CodeOption | None) -> dict[str, str]:
    if option is None:
        return {"data-code": value} if value else {}
    found = {"data-code": option.code or value, "data-hint": option.hint, "data-aliases": "|".join(option.aliases)}
    return {name: text for name, text in found.items() if text}


class CodeInput(forms.TextInput):
    """A code typed by hand (an airport's IATA code); with script, `source` is asked for matches while typing."""

    template_name = "widgets/code_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, source: Any = "", suggestions: Choices = ()) -> None:
        usual = {"data-combobox": "source", "data-none": NOTHING, "autocomplete": "off", "spellcheck": "false"}
        super().__init__({**usual, **(attrs or {})})
        self.source = source
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address of the search and the few usual codes."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["suggestions"] = list(self.suggestions)
        widget["attrs"] |= {"data-source": str(self.source)} if self.source else {}
        if widget["suggestions"] and widget["attrs"].get("id"):
            widget["attrs"]["list"] = f"{widget['attrs']['id']}_usual"
        return context


class NoteInput(forms.Textarea):
    """Running text of a few lines."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 4, "dir": "auto", **(attrs or {})})
