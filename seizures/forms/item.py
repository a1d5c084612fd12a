"""One item: the fields of its commodity class, as they are declared, and the common ones that the class has."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from aircop.reference.queries import codes
from aircop.web.forms import NoteInput, NumberField, Quantity, QuantityField
from seizures.forms.fields import choice, picker, units_of
from seizures.forms.touched import TouchedForm
from seizures.forms.wording import LABELS, unit_name
from seizures.models import Item
from seizures.models.commodity import commodity
from seizures.models.detail import Detail, Kind
from seizures.services.found import WEIGHT_UNITS, Found

FEW = 12  # codes that are read at a glance; more are searched
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}
YES_NO = (("", gettext_lazy("Not recorded")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("What and how much"), ("substance", "form", "amount", "basis")),
    ("", ()),  # the details of the class
    (gettext_lazy("Weight and packing"), (
        "gross_weight", "net_weight", "weight_unit", "packages", "packaging", "markings",
    )),
    (gettext_lazy("Concealment"), ("concealment", "concealment_detail")),
    (gettext_lazy("Value"), ("value", "currency", "value_kind", "value_source", "valued_on")),
    (gettext_lazy("Samples and exhibit"), ("sampling_note", "exhibit_note")),
    (gettext_lazy("How reliable it is"), ("source_grade", "information_grade")),
)  # fmt: skip
COMMON = tuple(name for _title, names in SECTIONS for name in names if name != "amount")


def _coded(code_list: str, label: Any, **options: Any) -> forms.Field:
    """Return a choice among few codes, or a picker among many."""
    make = picker if len(codes(code_list)) > FEW else choice
    return make(code_list, label=label, required=False, **options)


def _column(name: str) -> Callable[[], forms.Field]:
    column = cast("CodeField", Item._meta.get_field(name))
    return lambda: _coded(column.code_list, LABELS[f"items.{name}"])


def _line(name: str, **options: Any) -> forms.Field:
    return forms.CharField(label=LABELS[f"items.{name}"], required=False, **options)


def _weight(name: str) -> forms.Field:
    return NumberField(label=LABELS[f"items.{name}"], required=False, widget=forms.TextInput(DECIMAL))


def _day(label: Any) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    said = {"invalid": gettext_lazy("Enter the date as day, month and year, for example 30/06/2027.")}
    return forms.DateField(label=label, required=False, input_formats=DAYS, widget=widget, error_messages=said)


def _weight_units() -> list[tuple[str, Any]]:
    known = dict(codes("unit"))
    return [("", _("Choose")), *((unit, known[unit]) for unit in WEIGHT_UNITS if unit in known)]


MAKE: Mapping[str, Callable[[], forms.Field]] = {
    **{
        name: _column(name)
        for name in (
            "substance",
            "form",
            "basis",
            "packaging",
            "concealment",
            "currency",
            "value_kind",
            "source_grade",
            "information_grade",
        )
    },
    "gross_weight": lambda: _weight("gross_weight"),
    "net_weight": lambda: _weight("net_weight"),
    "weight_unit": lambda: forms.ChoiceField(
        label=LABELS["items.weight_unit"], choices=_weight_units(), required=False
    ),
    "packages": lambda: forms.IntegerField(
        label=LABELS["items.packages"], min_value=0, max_value=100_000, required=False, widget=forms.TextInput(NUMERIC)
    ),
    "markings": lambda: _line("markings", max_length=200),
    "concealment_detail": lambda: _line("concealment_detail", max_length=500, widget=NoteInput({"rows": 2})),
    "value": lambda: forms.DecimalField(
        label=LABELS["items.value"],
        min_value=0,
        max_digits=16,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(DECIMAL),
    ),
    "value_source": lambda: _line("value_source", max_length=120),
    "valued_on": lambda: _day(LABELS["items.valued_on"]),
    "sampling_note": lambda: _line("sampling_note", max_length=500, widget=NoteInput({"rows": 2})),
    "exhibit_note": lambda: _line("exhibit_note", max_length=300, widget=NoteInput({"rows": 2})),
}


def _detail_field(detail: Detail) -> forms.Field:
    """Return the input for a detail."""
    words = f"{detail.label} ({detail.suffix})" if detail.suffix else detail.label
    common: dict[str, Any] = {"label": words, "required": False}
    if detail.example:
        common["help_text"] = _("For example %(example)s.") % {"example": detail.example}
    match detail.kind:
        case Kind.CODE | Kind.COUNTRY:
            return _coded(detail.code_list, words)
        case Kind.DECIMAL:
            return NumberField(widget=forms.TextInput(DECIMAL), **common)
        case Kind.WHOLE:
            most = int(detail.most or 0)
            return forms.IntegerField(min_value=0, max_value=most, widget=forms.TextInput(NUMERIC), **common)
        case Kind.DAY:
            return _day(words)
        case Kind.FLAG:
            return forms.TypedChoiceField(choices=YES_NO, coerce=lambda text: text == "yes", empty_value=None, **common)
    return forms.CharField(max_length=detail.length, **common)


class ItemForm(TouchedForm):
    """An item of one commodity, which is asked first, because the fields follow from it.

    Without the right to identities the fields that hold them are not there.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        commodity_code: str,
        identities: bool,
        item: Item | None = None,
        version: int = 0,
        kept: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        stands = initial_of(item) if item else {}
        super().__init__(data, initial={**stands, **kept, "commodity": commodity_code, "version": version})
        self.kind = commodity(commodity_code)
        self.fields["commodity"] = choice("commodity", label=LABELS["items.commodity"])
        self.fields["amount"] = self._amount(item)
        for name in COMMON:
            if self.kind.has(name) and (identities or Item.field_class(name) != FieldClass.IDENTITY):
                self.fields[name] = MAKE[name]()
        for detail in self.kind.details:
            if identities or detail.field_class != FieldClass.IDENTITY:
                self.fields[f"details-{detail.name}"] = _detail_field(detail)
        self.remember(stands)

    def _amount(self, item: Item | None) -> QuantityField:
        units = units_of(self.kind.code)
        if item is not None and item.unit not in dict(units) and item.commodity == self.kind.code:
            units = [(item.unit, unit_name(item.unit)), *units]  # what stood is never changed unasked
        return QuantityField(label=LABELS["items.amount"], units=units, default_unit=units[0][0])

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field holds."""
        if name.startswith("details-"):
            return self.kind.by_name[name.removeprefix("details-")].field_class
        return Item.FIELDS.get("quantity" if name == "amount" else name)

    def sections(self) -> list[dict[str, Any]]:
        """Return the fields in the order of the form, section by section; empty sections are left out."""
        details = tuple(f"details-{detail.name}" for detail in self.kind.details)
        rows = [
            {"title": title or self.kind_label, "fields": self._bound(names or details)} for title, names in SECTIONS
        ]
        return [row for row in rows if row["fields"]]

    @property
    def kind_label(self) -> str:
        """What the class is called."""
        return dict(codes("commodity")).get(self.kind.code, "")

    def _bound(self, names: tuple[str, ...]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def told(self) -> dict[str, Any]:
        """Return what the writer touched by the names that the services take; an emptied detail is None."""
        cleaned, touched = self.cleaned_data, self.touched()
        amount: Quantity = cleaned["amount"]
        told = {name: cleaned[name] for name in ("commodity", *COMMON) if name in touched}
        details = {
            detail.name: cleaned[f"details-{detail.name}"]
            for detail in self.kind.details
            if f"details-{detail.name}" in touched
        }
        told |= {"quantity": amount.value, "unit": amount.unit} if "amount" in touched else {}
        return {**told, "details": {name: None if value == "" else value for name, value in details.items()}}

    def found(self) -> Found:
        """Return what was found, for an item that is new."""
        amount = self.cleaned_data["amount"]
        return Found(**{"commodity": self.kind.code, "quantity": amount.value, "unit": amount.unit, **self.told()})


def initial_of(item: Item) -> dict[str, Any]:
    """Return an item as the form shows it."""
    flags = {True: "yes", False: "no"}
    details = {f"details-{name}": flags.get(value, value) if isinstance(value, bool) else value
               for name, value in item.details.items()}  # fmt: skip
    common = {name: _shown(getattr(item, name)) for name in ("commodity", *COMMON)}
    return {**common, **details, "amount": Quantity(item.quantity.normalize(), item.unit)}


def _shown(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
