"""Fields that several forms of this app ask for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from aircop.errors import Missing
from aircop.reference.fields import CodeChoiceField
from aircop.reference.models import Airport
from aircop.reference.queries import airport, airport_name, airport_search, codes, entries, substance_group
from aircop.web.forms import CodeInput, CodeOption, CodeSelect
from aircop.web.words import place_of
from seizures.enums import UNKNOWN
from seizures.models.commodity import commodity

NOT_CHOSEN: Any = _("Choose")
NOT_RECORDED: Any = _("Not recorded")
NOTHING_CHOSEN = _("Choose one of the list. If nobody knows it yet, choose “Unknown”.")
CODE = 3  # letters of an airport's code
WITH_SUBSTANCE = frozenset({"DRG", "PRE", "NPS"})


class AirportField(forms.CharField):
    """An airport by its IATA code; cleaned to the airport."""

    default_error_messages = {
        "unknown": _("No airport has this code. Type its three letters, or its town."),
        "several": _("Several airports are called like this. Type the three letters of one: %(airports)s."),
    }

    def __init__(self, *, usual: Iterable[str] = (), **kwargs: Any) -> None:
        suggestions = [(code, airport_name(code)) for code in usual]
        widget = CodeInput(
            {"autocapitalize": "characters"}, source=reverse_lazy("seizures:airport-search"), suggestions=suggestions
        )
        super().__init__(max_length=60, widget=widget, **kwargs)

    def clean(self, value: Any) -> Airport | None:
        """Return the airport, or None when nothing was entered."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return airport(text)
        except Missing:
            return self._named(text)

    def _named(self, text: str) -> Airport:
        """Return the one open airport that a town or a name typed in full means."""
        found = [each for each in airport_search(text, limit=4) if each.kind != "closed"] if len(text) > CODE else []
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            names = ", ".join(airport_name(each.pk) for each in found)
            raise forms.ValidationError(self.error_messages["several"], code="several", params={"airports": names})
        return found[0]


def picker(code_list: str, **options: Any) -> CodeChoiceField:
    """Return a choice that is searched by code, by word and by other names."""
    widget = CodeSelect(codes=lambda: _options(code_list))
    return CodeChoiceField(code_list=code_list, empty_label=NOT_CHOSEN, widget=widget, **options)


def _options(code_list: str) -> Mapping[str, CodeOption]:
    """Return what a picker searches beside the labels: short codes as the trade says them, and other names."""
    grouped = code_list == "substance"
    return {
        entry.code: CodeOption(
            code=(substance_group(entry.code) if grouped else entry.code) or entry.code,
            aliases=(entry.code, *entry.aliases),
        )
        for entry in entries(code_list)
        if entry.selectable
    }


def country(**options: Any) -> forms.ChoiceField:
    """Return a choice of a country, or that it is not known; left empty it is not recorded."""
    widget = CodeSelect(codes=lambda: _options("country"))
    return forms.ChoiceField(choices=_countries, required=False, widget=widget, **options)


def _countries() -> list[tuple[str, Any]]:
    return [("", NOT_RECORDED), (UNKNOWN, _("Unknown")), *codes("country")]


def methods(**options: Any) -> forms.MultipleChoiceField:
    """Return a choice of several methods of detection."""
    return forms.MultipleChoiceField(
        choices=lambda: codes("detection"), required=False, widget=forms.CheckboxSelectMultiple, **options
    )


def choice(code_list: str, **options: Any) -> CodeChoiceField:
    """Return a choice among few codes, as a plain list."""
    options.setdefault("error_messages", {"required": NOTHING_CHOSEN})
    return CodeChoiceField(code_list=code_list, empty_label=NOT_CHOSEN, **options)


def units() -> list[Any]:
    """Return the units of quantity, the usual ones first, then the currencies of cash as a group."""
    rows = codes("unit")
    usual = {"kg": 0, "g": 1, "tablet": 2}
    ordered = sorted(rows, key=lambda row: usual.get(row[0], len(usual)))
    return [*ordered, (_("Cash"), currencies())]


def units_of(of: str) -> list[Any]:
    """Return the units in which a commodity class is recorded."""
    kind = commodity(of)
    if kind.unit_list != "unit":
        return currencies()
    known = dict(codes("unit"))
    return [(unit, known[unit]) for unit in kind.units if unit in known] or list(known.items())


def currencies() -> list[tuple[str, str]]:
    """Return the currencies, each by its code and its name."""
    return [(code, f"{code} · {words}") for code, words in codes("currency")]


def zones(*names: str) -> list[tuple[str, str]]:
    """Return zones by the towns they are named after, each once, GMT last."""
    towns = {name: place_of(name) for name in names if name and name != "UTC"}
    return [*towns.items(), ("UTC", "GMT")]
