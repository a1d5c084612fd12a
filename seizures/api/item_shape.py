"""The shape of an item in answers and bodies; its details are described by their declaration."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from aircop.access.models import FieldClass
from aircop.rest.fields import DayField, QuantityField, TextField, WholeNumberField
from aircop.rest.serializers import StrictSerializer
from seizures.models import Item
from seizures.models.commodity import CLASSES, DETAILS, commodity
from seizures.models.detail import Detail, Kind

TYPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.CODE: {"type": "string"},
    Kind.COUNTRY: {"type": "string", "description": "ISO 3166 alpha-2."},
    Kind.DECIMAL: {"type": "string", "description": "A decimal."},
    Kind.WHOLE: {"type": "integer", "minimum": 0},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.FLAG: {"type": "boolean"},
}
IDENTITIES = tuple(name for name in Item.FIELDS if Item.field_class(name) == FieldClass.IDENTITY)


def _schema(detail: Detail) -> dict[str, Any]:
    kind = TYPES[detail.kind]
    of = ", ".join(each.code for each in CLASSES.values() if detail.name in each.by_name)
    listed = f"Code of the list `{detail.code_list}`." if detail.kind == Kind.CODE else kind.get("description", "")
    hidden = " Null without the right to identities." if detail.field_class == FieldClass.IDENTITY else ""
    nullable = {"type": [kind["type"], "null"]}
    return {**kind, **nullable, "description": f"{listed} Of the commodities {of}.{hidden}".strip()}


DETAILS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What only this commodity has. A detail that is sent as null goes.",
    "properties": {name: _schema(detail) for name, detail in DETAILS.items()},
    "additionalProperties": False,
}


@extend_schema_field(DETAILS_SCHEMA)
class DetailsField(serializers.Field[Any, Any, Any, Any]):
    """Details by their names; the service checks each against the declaration of the commodity."""

    default_error_messages = {"object": _("Send the details as an object.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the details as sent."""
        if not isinstance(data, dict):
            self.fail("object")
        return data

    def to_representation(self, value: Any) -> Any:
        """Return the details as kept."""
        return value


class ItemAnswer(StrictSerializer):
    """What was found, in the unit as recorded, with the equivalent in kilograms where there is one.

    `concealment_detail`, `sampling_note`, `exhibit_note` and details of that class are null without the right to
    identities.
    """

    sequence = WholeNumberField(help_text="Its number within the seizure; it stays while others come and go.")
    commodity = TextField()
    substance = TextField()
    form = TextField()
    concealment = TextField()
    concealment_detail = TextField(allow_null=True)
    quantity = QuantityField(max_digits=18, decimal_places=6)
    unit = TextField()
    basis = TextField()
    kg_equivalent = QuantityField(max_digits=30, decimal_places=15, allow_null=True)
    factor = TextField(help_text="The factor in words, with its version.")
    gross_weight = QuantityField(max_digits=18, decimal_places=6, allow_null=True)
    net_weight = QuantityField(max_digits=18, decimal_places=6, allow_null=True)
    weight_unit = TextField()
    packages = WholeNumberField(allow_null=True)
    packaging = TextField()
    markings = TextField()
    sampling_note = TextField(allow_null=True)
    exhibit_note = TextField(allow_null=True)
    value = QuantityField(max_digits=16, decimal_places=2, allow_null=True)
    currency = TextField()
    value_kind = TextField()
    value_source = TextField()
    valued_on = DayField(allow_null=True)
    source_grade = TextField(help_text="The scheme and the grade: `4x4:A`.")
    information_grade = TextField()
    details = DetailsField()
    confirmed_finding = TextField(help_text="Of the laboratory; empty until a result is recorded.")
    confirmed_substance = TextField()
    figure_basis = TextField(help_text="What figures use: presumptive or confirmed.")
    figure_substance = TextField(help_text="Empty where a laboratory found nothing under control.")
    figure_kg = QuantityField(max_digits=30, decimal_places=15, allow_null=True)


class ItemBody(StrictSerializer):
    """What was found. Cash is told in the unit of its currency; weights beside a quantity never change it."""

    commodity = TextField(max_length=40)
    substance = TextField(max_length=40, required=False, allow_blank=True)
    form = TextField(max_length=40, required=False, allow_blank=True)
    concealment = TextField(max_length=40, required=False, allow_blank=True)
    concealment_detail = TextField(max_length=500, required=False, allow_blank=True)
    quantity = QuantityField(max_digits=18, decimal_places=6)
    unit = TextField(max_length=40)
    basis = TextField(max_length=40, required=False, allow_blank=True)
    gross_weight = QuantityField(max_digits=18, decimal_places=6, required=False, allow_null=True)
    net_weight = QuantityField(max_digits=18, decimal_places=6, required=False, allow_null=True)
    weight_unit = TextField(max_length=40, required=False, allow_blank=True)
    packages = WholeNumberField(min_value=0, required=False, allow_null=True)
    packaging = TextField(max_length=40, required=False, allow_blank=True)
    markings = TextField(max_length=200, required=False, allow_blank=True)
    sampling_note = TextField(max_length=500, required=False, allow_blank=True)
    exhibit_note = TextField(max_length=300, required=False, allow_blank=True)
    value = QuantityField(max_digits=16, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True)
    currency = TextField(max_length=3, required=False, allow_blank=True)
    value_kind = TextField(max_length=40, required=False, allow_blank=True)
    value_source = TextField(max_length=120, required=False, allow_blank=True)
    valued_on = DayField(required=False, allow_null=True)
    source_grade = TextField(max_length=40, required=False, allow_blank=True)
    information_grade = TextField(max_length=40, required=False, allow_blank=True)
    details = DetailsField(required=False)


def item_shape(item: Any, *, identities: bool) -> dict[str, Any]:
    """Return an item as an answer shows it to a reader with these rights."""
    shown = {
        "sequence": item.sequence,
        "commodity": item.commodity,
        "substance": item.substance,
        "form": item.form,
        "concealment": item.concealment,
        "concealment_detail": item.concealment_detail,
        "quantity": f"{item.quantity:f}",
        "unit": item.unit,
        "basis": item.basis,
        "kg_equivalent": _text(item.kg_equivalent and item.kg_equivalent.normalize()),
        "factor": f"{item.factor_text} ({item.factor_version})" if item.factor_text else "",
        "gross_weight": _text(item.gross_weight),
        "net_weight": _text(item.net_weight),
        "weight_unit": item.weight_unit,
        "packages": item.packages,
        "packaging": item.packaging,
        "markings": item.markings,
        "sampling_note": item.sampling_note,
        "exhibit_note": item.exhibit_note,
        "value": _text(item.value),
        "currency": item.currency,
        "value_kind": item.value_kind,
        "value_source": item.value_source,
        "confirmed_finding": item.confirmed_finding,
        "confirmed_substance": item.confirmed_substance,
        "figure_basis": item.figure_basis,
        "figure_substance": item.figure_substance,
        "figure_kg": _text(item.figure_kg and item.figure_kg.normalize()),
        "valued_on": item.valued_on,
        "source_grade": item.source_grade,
        "information_grade": item.information_grade,
        "details": item.details if identities else _redacted(item),
    }
    return shown if identities else shown | dict.fromkeys(IDENTITIES)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _redacted(item: Any) -> dict[str, Any]:
    """Return the details with null for each that is hidden, told or not: nobody learns whether there was one."""
    kind = commodity(item.commodity)
    hidden = [each.name for each in kind.details if each.field_class == FieldClass.IDENTITY]
    open_ones = {name: value for name, value in item.details.items()
                 if Item.field_class(f"details.{name}") != FieldClass.IDENTITY}  # fmt: skip
    return open_ones | dict.fromkeys(hidden)
