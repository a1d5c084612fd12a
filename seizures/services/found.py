"""What was found, checked and weighed: what logging, changing and the acts on items share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass
from aircop.access.verdict import require
from aircop.errors import Invalid
from aircop.reference.fields import CodeField
from aircop.reference.normalise import normalise
from aircop.reference.queries import label, require_code
from seizures.models import Item, Seizure
from seizures.models.commodity import MASS, SOME, Commodity, commodity
from seizures.rules import can_handle_identities
from seizures.services.detail import EMPTY, canonical

WEIGHT_UNITS = (*MASS, "viss", "ozt", "ct")
BY_CLASS = frozenset({"unit", "weight_unit"})  # codes that are checked by what they measure, not by their list alone


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found: a commodity in a quantity of a unit, and what else is known. `details` are its class's own."""

    commodity: str
    quantity: Decimal
    unit: str
    substance: str = ""
    form: str = ""
    concealment: str = ""
    concealment_detail: str = ""
    basis: str = ""
    gross_weight: Decimal | None = None
    net_weight: Decimal | None = None
    weight_unit: str = ""
    packages: int | None = None
    packaging: str = ""
    markings: str = ""
    sampling_note: str = ""
    exhibit_note: str = ""
    value: Decimal | None = None
    currency: str = ""
    value_kind: str = ""
    value_source: str = ""
    valued_on: date | None = None
    source_grade: str = ""
    information_grade: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


FOUND_NAMES = tuple(each.name for each in fields(Found))
NOTHING: Mapping[str, Any] = {each.name: each.default for each in fields(Found) if each.name in SOME}


def item_of(seizure: Seizure, found: Found, stands: Item | None = None) -> Item:
    """Return the unsaved item with its equivalent in kilograms; `stands` is what it takes the place of.

    Refuses unknown or ended codes, units and fields that its class does not have, a net weight above the gross one,
    a value without its currency. What stood before is not asked again.
    """
    item = Item(seizure=seizure, **{name: getattr(found, name) for name in FOUND_NAMES})
    if stands is not None:
        item.pk, item.sequence = stands.pk, stands.sequence
        item.confirmed_finding, item.confirmed_substance = stands.confirmed_finding, stands.confirmed_substance
    new = {name for name in FOUND_NAMES if getattr(stands, name, None) != getattr(found, name)}
    check_codes(item, new - BY_CLASS)
    kind = commodity(found.commodity)
    _check_columns(kind, item, SOME if "commodity" in new else new)
    if new & {"commodity", "unit"}:
        _check_unit(kind, found.unit)
    _check_quantity(found)
    _check_weights(found)
    _check_value(found)
    check_grades(found.source_grade, found.information_grade)
    item.details = canonical(kind, found.details, _stood(kind, stands))
    weigh(seizure, item)
    return item


def _stood(kind: Commodity, stands: Item | None) -> dict[str, Any]:
    """Return the details that stood and that the class declares as the one before it did."""
    if stands is None:
        return {}
    before = commodity(stands.commodity).by_name
    return {name: value for name, value in stands.details.items() if before.get(name) == kind.by_name.get(name)}


def check_grades(source: str, information: str) -> None:
    """Refuse grades of two different schemes: a letter of one means nothing beside a figure of another."""
    schemes = {code.partition(":")[0] for code in (source, information) if code}
    if len(schemes) > 1:
        raise Invalid(_("Grade source and information by the same scheme."), field="information_grade")


def weigh(seizure: Seizure, item: Item) -> None:
    """Put the equivalent in kilograms beside the quantity, by the factor of the region and the day."""
    region = seizure.airport.country.sub_region
    mass = normalise(item.quantity, item.unit, item.substance, region, seizure.occurred_on)
    item.kg_equivalent, item.factor = mass.kg, mass.factor
    item.factor_text, item.factor_version = mass.factor_text, mass.version
    item.confirmed_kg = None
    if item.confirmed_substance:
        item.confirmed_kg = normalise(
            item.quantity, item.unit, item.confirmed_substance, region, seizure.occurred_on
        ).kg


def differences(before: Item | None, after: Item | None) -> dict[str, tuple[Any, Any]]:
    """Return what differs between two states of an item, by the paths under which its seizure's history tells it."""
    there, then = _told(before), _told(after)
    number = (before or after).sequence  # type: ignore[union-attr]  # one of them is there
    names = [*there, *(name for name in then if name not in there)]
    return {f"items.{number}.{name}": (there.get(name), then.get(name)) for name in names
            if there.get(name) != then.get(name)}  # fmt: skip


def retell(
    actor: Actor, seizure: Seizure, stands: Item, told: Mapping[str, Any]
) -> tuple[Item, dict[str, tuple[Any, Any]]]:
    """Return the item as it will be with the fields told, unsaved, and what differs from what stands.

    What is not told stays, and so does each detail that is not named; a detail that is told as None goes. With
    another commodity go the fields that it does not have. Refuses identities from a writer who does not see them,
    sent or lost: what cannot be read cannot be guessed by writing it, nor be swept away.
    """
    if unknown := told.keys() - set(FOUND_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    may_tell(actor, seizure, [*told, *(f"details.{name}" for name in told.get("details") or {})])
    found = Found(**{name: getattr(stands, name) for name in FOUND_NAMES})
    kind = commodity(told.get("commodity", found.commodity))
    gone = {name: NOTHING[name] for name in SOME if not kind.has(name)} if kind.code != found.commodity else {}
    kept = {name: value for name, value in found.details.items() if name in kind.by_name}
    details = {**kept, **(told.get("details") or {})}
    item = item_of(seizure, replace(found, **{**gone, **told, "details": details}), stands)
    changes = differences(stands, item)
    may_tell(actor, seizure, [path.split(".", 2)[2] for path in changes])
    return item, changes


def may_tell(actor: Actor, seizure: Seizure, names: Iterable[str]) -> None:
    """Refuse columns, or `details.<name>`, that only readers with the right to identities see, to everybody else."""
    if any(Item.field_class(name) == FieldClass.IDENTITY for name in names):
        require(can_handle_identities(actor, seizure))


def paths(told: Mapping[str, Any]) -> list[str]:
    """Return the columns that tell something, details each by its own path."""
    details = told.get("details") or {}
    return [name for name, value in told.items() if name != "details" and value not in EMPTY] + [
        f"details.{name}" for name in details
    ]


def check_codes(row: Model, told: Iterable[str]) -> None:
    """Refuse codes that are not in their lists today."""
    names = set(told)
    for each in row._meta.fields:
        if isinstance(each, CodeField) and each.name in names and (code := getattr(row, each.name)):
            require_code(each.code_list, code, field=each.name)


def plain(value: Any) -> Any:
    """Return a value as the history keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Model):
        return str(value.pk)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _told(item: Item | None) -> dict[str, Any]:
    """Return what an item tells, empty fields left out."""
    if item is None:
        return {}
    told = {name: plain(getattr(item, name)) for name in FOUND_NAMES if name != "details"}
    told |= {f"details.{name}": value for name, value in item.details.items()}
    return {name: value for name, value in told.items() if value not in EMPTY}


def _check_columns(kind: Commodity, item: Item, told: Iterable[str]) -> None:
    for name in sorted(told):
        if not kind.has(name) and getattr(item, name) not in EMPTY:
            words = {"commodity": label("commodity", item.commodity)}
            raise Invalid(_("Leave this empty for the commodity “%(commodity)s”.") % words, field=name)


def _check_unit(kind: Commodity, unit: str) -> None:
    """Refuse a unit that the class is not recorded in: pieces of gold, kilograms of persons."""
    if kind.units and unit not in kind.units:
        words = {"commodity": label("commodity", kind.code), "units": ", ".join(label("unit", u) for u in kind.units)}
        reason = _("“%(commodity)s” is recorded in one of these units: %(units)s. Choose one of them.")
        raise Invalid(reason % words, field="unit", code="wrong_unit")
    if kind.unit_list != "unit" and len(unit) != 3:  # noqa: PLR2004  letters of ISO 4217
        reason = _("Record cash in its currency: the amount, and the three letters of the currency, for example XOF.")
        raise Invalid(reason, field="unit", code="wrong_unit")
    require_code(kind.unit_list, unit, field="unit")


def _check_quantity(found: Found) -> None:
    if not found.quantity.is_finite() or found.quantity <= 0:
        raise Invalid(_("Give a quantity above zero."), field="quantity")
    if found.unit == "person" and found.quantity != found.quantity.to_integral_value():
        raise Invalid(_("Count persons in whole numbers."), field="quantity")


def _check_weights(found: Found) -> None:
    weights = {"gross_weight": found.gross_weight, "net_weight": found.net_weight}
    given = {name: weight for name, weight in weights.items() if weight is not None}
    for name, weight in given.items():
        if not weight.is_finite() or weight <= 0:
            raise Invalid(_("Give a weight above zero, or none."), field=name)
    if bool(given) != bool(found.weight_unit):
        raise Invalid(_("Enter a weight and its unit, or neither."), field="weight_unit" if given else "gross_weight")
    if given and found.weight_unit not in WEIGHT_UNITS:
        raise Invalid(_("Choose a unit of weight, for example kg."), field="weight_unit", code="wrong_unit")
    if found.gross_weight is not None and found.net_weight is not None and found.net_weight > found.gross_weight:
        raise Invalid(_("The net weight cannot be above the gross weight. Check both."), field="net_weight")


def _check_value(found: Found) -> None:
    if (found.value is None) != (found.currency == ""):
        lacking = "value" if found.value is None else "currency"
        raise Invalid(_("Enter the value and its currency, or neither."), field=lacking)
    if found.value is None and (found.value_kind or found.value_source or found.valued_on):
        raise Invalid(_("Enter the value first, or leave out what is said about it."), field="value")
    if found.valued_on and found.valued_on > timezone.now().date() + timedelta(days=1):
        raise Invalid(_("This day is still to come. Check the date."), field="valued_on")
