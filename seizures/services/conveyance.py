"""What carried it: the details that belong to the conveyance's code."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Clash, Invalid, StaleWrite
from aircop.events import append
from aircop.web.identifiers import written
from seizures.enums import SeizureStatus
from seizures.events import SeizureChanged
from seizures.models import Conveyance, Seizure
from seizures.models.conveyance import IDENTIFIERS, MOST_TAGS, ON_SEIZURE, entered_with
from seizures.rules import can_change_seizure, can_handle_identities
from seizures.services.found import plain
from seizures.services.seizure import locked, require_version

CURRENCY = re.compile("[A-Z]{3}")
HS_CODE = re.compile("[0-9]{4,10}", re.ASCII)
FIELD = "conveyance_details.{}"


@transaction.atomic
def set_conveyance(*, actor: Actor, seizure: Seizure, version: int, told: Mapping[str, Any]) -> Seizure:
    """Write what is told of the conveyance; fields that are not told stay.

    Refuses fields that belong to another conveyance, identifiers that cannot be right, identity fields from whoever
    does not see identities, and a version that is not the present one, with both texts.
    """
    seizure = locked(actor, seizure)
    require(can_change_seizure(actor, seizure))
    if any(class_of(name) == FieldClass.IDENTITY for name in told):
        require(can_handle_identities(actor, seizure))
    row = Conveyance.objects.filter(seizure=seizure).first() or Conveyance(seizure=seizure)
    _require_version(seizure, row, version, told)
    differences = _fill(seizure, row, told)
    if not differences:
        return seizure
    row.save()
    seizure.changed_by_id = actor.subject_id
    seizure.version += 1
    seizure.save(update_fields=[*ON_SEIZURE, "changed_by", "version"])
    record(
        actor, "seizure.set_conveyance", about=seizure, changes=differences, keep=seizure.status != SeizureStatus.DRAFT
    )
    append(SeizureChanged(seizure.pk, tuple(sorted(differences))), about=seizure, actor=actor)
    return seizure


def class_of(name: str) -> FieldClass:
    """Return the class of a detail, wherever it is stored."""
    return Seizure.field_class(name if name in ON_SEIZURE else FIELD.format(name))


def _require_version(seizure: Seizure, row: Conveyance, version: int, told: Mapping[str, Any]) -> None:
    """Refuse a write that saw another version, with both texts of what was sent."""
    try:
        require_version(seizure, version)
    except StaleWrite as stale:
        clashes = tuple(
            Clash(name, name, plain(value), plain(now))
            for name, value in told.items()
            if (now := getattr(seizure if name in ON_SEIZURE else row, name)) != value
        )
        raise StaleWrite(stale.reason, version=seizure.version, clashes=clashes) from None


def _fill(seizure: Seizure, row: Conveyance, told: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Put what is told into the rows, checked, and return the differences."""
    differences, own = {}, entered_with(seizure)
    for name, value in told.items():
        if name not in own:
            reason = _("This field belongs to another conveyance. Change “Carried by” first.")
            raise Invalid(reason, field=_called(name))
        holder: Any = seizure if name in ON_SEIZURE else row
        before = getattr(holder, name)
        if before != value:
            setattr(holder, name, _clean(name, value))
            differences[_called(name)] = (plain(before), plain(getattr(holder, name)))
    _check(row, told)
    return {name: pair for name, pair in differences.items() if pair[0] != pair[1]}


def _called(name: str) -> str:
    return name if name in ON_SEIZURE else FIELD.format(name)


def _clean(name: str, value: Any) -> Any:
    """Return a value as it is stored: identifiers in their one spelling, codes in capitals."""
    if name == "bag_tags":
        tags = list(dict.fromkeys(written("bag_tag", each, _called(name)) for each in value))
        if len(tags) > MOST_TAGS:
            raise Invalid(_("Enter at most %(most)s.") % {"most": MOST_TAGS}, field=_called(name))
        return tags
    if name in IDENTIFIERS:
        return written(IDENTIFIERS[name], value, _called(name))
    if name in {"booking_reference", "registration", "currency"}:
        return value.strip().upper()
    return value.strip() if isinstance(value, str) else value


def _check(row: Conveyance, told: Mapping[str, Any]) -> None:
    if row.hs_code and not HS_CODE.fullmatch(row.hs_code):
        raise Invalid(_("Enter the HS code in 4 to 10 digits, for example 300490."), field=_called("hs_code"))
    if (row.declared_value is None) != (row.currency == ""):
        lacking = "currency" if row.currency == "" else "declared_value"
        raise Invalid(_("Enter the value and its currency, or neither."), field=_called(lacking))
    if row.currency and not CURRENCY.fullmatch(row.currency):
        raise Invalid(_("Enter the three letters of the currency, for example XOF."), field=_called("currency"))
    if row.weight_kg is not None and row.weight_kg <= 0:
        raise Invalid(_("Enter a weight above zero."), field=_called("weight_kg"))
    _check_lengths(row, told)


def _check_lengths(row: Conveyance, told: Mapping[str, Any]) -> None:
    """Refuse what is longer than its column, or a number beyond it."""
    for name in told:
        if name in ON_SEIZURE:
            continue
        field = row._meta.get_field(name)
        value = getattr(row, name)
        if value in ("", None, []):
            continue
        try:
            field.run_validators(value)  # type: ignore[union-attr]
        except ValidationError as fault:
            raise Invalid(" ".join(fault.messages), field=_called(name)) from None
