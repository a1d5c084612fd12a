"""What was found, as pages show it: in the unit as recorded, in kilograms with the factor, and every field told."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from aircop.access.models import FieldClass
from aircop.access.roles import SEE_IDENTITY
from aircop.reference.queries import entry, label, sub_region
from aircop.web.words import number, quantity
from seizures.forms.wording import amount, label_of, shown, what, what_now
from seizures.models import Item, Seizure
from seizures.models.commodity import commodity
from seizures.models.detail import Detail, Kind

COLUMNS = (
    "form", "concealment", "concealment_detail", "basis", "gross_weight", "net_weight", "packages", "packaging",
    "markings", "value", "value_kind", "value_source", "valued_on", "sampling_note", "exhibit_note",
    "source_grade", "information_grade",
)  # fmt: skip


def items(seizure: Seizure, held: frozenset[str]) -> list[dict[str, Any]]:
    """Return what was found as a reader with these rights sees it; hidden fields are not even named."""
    ordered = sorted(seizure.items.all(), key=lambda item: item.sequence)
    return [_item(item, identities=SEE_IDENTITY in held) for item in ordered]


def _item(item: Item, *, identities: bool) -> dict[str, Any]:
    rows = [*_confirmed(item), *_details(item, identities=identities), *_columns(item, identities=identities)]
    return {
        "number": item.sequence,
        "what": what(item),
        "now": what_now(item),
        "commodity": label("commodity", item.commodity),
        "quantity": amount(item.quantity, item.unit),
        "kg": _kilograms(item),
        "convertible": item.kg_equivalent is not None,
        "counted": item.unit == "person",
        "factor": _factor(item),
        "version": item.factor_version,
        "rows": rows,
        "change": reverse("seizures:item-change", args=[item.seizure_id, item.sequence]),
        "remove": reverse("seizures:item-remove", args=[item.seizure_id, item.sequence]),
    }


def _confirmed(item: Item) -> list[dict[str, str]]:
    """Return what a laboratory said of the item, beside what was logged."""
    if not item.confirmed_finding:
        return []
    said = label("substance", item.confirmed_substance) or label("lab_finding", item.confirmed_finding)
    return [{"label": label_of("items.confirmed_substance"), "value": said}]


def _columns(item: Item, *, identities: bool) -> list[dict[str, str]]:
    names = [name for name in COLUMNS if identities or Item.field_class(name) != FieldClass.IDENTITY]
    rows = [(f"items.{name}", _column(item, name)) for name in names]
    return [{"label": label_of(name), "value": value} for name, value in rows if value]


def _column(item: Item, name: str) -> str:
    value = getattr(item, name)
    if value is None:
        return ""
    if name in {"gross_weight", "net_weight"}:
        return amount(value, item.weight_unit)
    return f"{number(value, 2)} {item.currency}" if name == "value" else shown(f"items.{name}", value)


def _details(item: Item, *, identities: bool) -> list[dict[str, str]]:
    """Return the details in the order of their declaration, and what follows from the species."""
    rows = []
    for detail in commodity(item.commodity).details:
        value = item.details.get(detail.name)
        if value is None or (detail.field_class == FieldClass.IDENTITY and not identities):
            continue
        rows.append({"label": str(detail.label), "value": _detail(detail, value)})
        if detail.name == "species" and (appendix := _appendix(item, value)):
            rows.append({"label": _("International protection"), "value": appendix})
    return rows


def _detail(detail: Detail, value: Any) -> str:
    words = shown(f"items.details.{detail.name}", value)
    return f"{words} {detail.suffix}" if detail.kind == Kind.DECIMAL else words


def _appendix(item: Item, species: str) -> str:
    """Return the CITES appendix in which the species stood on the day of the seizure."""
    found = entry("species", species, on=item.seizure.occurred_on)
    return label("species", found.parent) if found and found.parent else ""


def _factor(item: Item) -> str:
    """Return the factor in words: `0.27 g per tablet`, with the region for which it was taken."""
    if item.factor is None:
        return ""
    unit, region = label("unit", item.unit).lower(), item.factor_text.partition(", ")[2]
    words = _("%(grams)s g per %(unit)s") % {"grams": number(item.factor), "unit": unit}
    return f"{words}, {label('sub_region', sub_region(item.seizure.airport.country_id))}" if region else words


def _kilograms(item: Item) -> str:
    if item.kg_equivalent is None or item.unit == "kg":
        return ""
    exact = item.unit == "g"
    return amount(item.kg_equivalent, "kg") if exact else quantity(item.kg_equivalent, "kg")
