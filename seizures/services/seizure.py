"""The life of a seizure: log, change, submit, discard."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, new_id
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Clash, Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.fields import CodeField
from aircop.reference.models import Airport
from aircop.reference.normalise import normalise
from aircop.reference.queries import require_code
from aircop.web.identifiers import written
from seizures.enums import UNKNOWN, Handling, Precision, SeizureStatus
from seizures.events import SeizureChanged, SeizureDiscarded, SeizureLogged, SeizureSubmitted
from seizures.models import Conveyance, Item, Seizure
from seizures.models.conveyance import DETAILS, IDENTIFIERS, ON_SEIZURE, fields_of
from seizures.rules import (
    can_change_seizure,
    can_discard_seizure,
    can_handle_identities,
    can_log_seizure,
    can_submit_seizure,
)
from taskforces.models import Agency, TaskForce
from taskforces.services.reference import next_reference

CLOCK_DRIFT = timedelta(minutes=10)
CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found: a commodity, mostly a substance, in a quantity of a unit."""

    commodity: str
    quantity: Decimal
    unit: str
    substance: str = ""
    form: str = ""
    concealment: str = ""
    basis: str = ""
    packages: int | None = None
    value: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Where, when, how and by whom. `occurred_zone` is the zone in which the time was told."""

    airport: Airport
    occurred_at: datetime
    direction: str
    conveyance: str
    lead_agency: Agency
    persons_arrested: int
    occurred_zone: str = ""
    occurred_precision: str = Precision.MINUTE
    place: str = ""
    detection: str = ""
    contributing_detections: Sequence[str] = ()
    trigger: str = ""
    producing_country: str = ""
    departure_country: str = ""
    destination_country: str = ""
    flight_number: str = ""
    air_waybill: str = ""
    summary: str = ""
    narrative: str = ""
    handling: str = Handling.H0
    handling_words: str = ""


FACT_NAMES = frozenset(field.name for field in fields(Facts))
COUNTRIES = ("producing_country", "departure_country", "destination_country")
FOUND_NAMES = tuple(field.name for field in fields(Found))


@transaction.atomic
def log_seizure(
    *, actor: Actor, facts: Facts, found: Found, submit: bool = True, seizure_id: UUID | None = None
) -> Seizure:
    """Write down a seizure for the unit in which the actor acts, and submit it unless it is to stay a draft.

    `seizure_id` names the record before it is written, so that a form sent twice cannot make two: the second one
    fails on the key (IntegrityError). Refuses who may not log, unknown or ended codes, agencies outside the unit,
    and times to come.
    """
    require(can_log_seizure(actor))
    unit = TaskForce.objects.select_related("default_list").get(pk=_unit_id(actor))
    seizure = Seizure(
        id=seizure_id or new_id(),
        task_force=unit,
        access_list_id=unit.default_list_id,
        root_list_id=unit.default_list_id,
        owner_agency=_agency_id(actor),
        owner_unit=unit.pk,
        recorded_by_id=actor.subject_id,  # type: ignore[misc]  # whoever may log is signed in
        **{name: getattr(facts, name) for name in FACT_NAMES},
    )
    seizure.contributing_detections = list(facts.contributing_detections)
    _settle(seizure, FACT_NAMES)
    seizure.save(force_insert=True)
    item = _item(seizure, found)
    item.save(force_insert=True)
    record(actor, "seizure.log", about=seizure, changes=_first(seizure, item), keep=False)
    append(SeizureLogged(seizure.pk, seizure.status), about=seizure, actor=actor)
    if submit:
        require(can_submit_seizure(actor, seizure))
        _hand_over(actor, seizure, item)
    return seizure


@transaction.atomic
def change_seizure(
    *, actor: Actor, seizure: Seizure, version: int, facts: Mapping[str, Any], found: Found | None = None
) -> Seizure:
    """Change fields of a seizure that is not verified yet.

    `facts` holds only the fields to change. Refuses a version that is not the present one: StaleWrite carries, for
    each field sent that differs and that the writer may see, both texts. What changed in a draft is nobody's history.
    """
    if unknown := facts.keys() - FACT_NAMES:
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    seizure = locked(actor, seizure)
    require(can_change_seizure(actor, seizure))
    if any(Seizure.field_class(name) == FieldClass.IDENTITY for name in facts):
        require(can_handle_identities(actor, seizure))
    require_version(seizure, version, facts)
    before = {name: getattr(seizure, name) for name in facts}
    for name, value in facts.items():
        setattr(seizure, name, value)
    _settle(seizure, [name for name, value in facts.items() if before[name] != value])
    differences = {
        name: (plain(before[name]), plain(now)) for name in facts if before[name] != (now := getattr(seizure, name))
    }
    if "conveyance" in differences:
        differences |= _drop_details(seizure)
    if found is not None:
        differences |= _refill(seizure, found)
    elif differences.keys() & {"airport", "occurred_at"}:  # the factor goes by region and day
        for item in seizure.items.all():
            _weigh(seizure, item)
            item.save(force_update=True)
    if not differences:
        return seizure
    seizure.changed_by_id = actor.subject_id
    seizure.version += 1
    seizure.save(force_update=True)
    record(actor, "seizure.change", about=seizure, changes=differences, keep=seizure.status != SeizureStatus.DRAFT)
    append(SeizureChanged(seizure.pk, tuple(sorted(differences))), about=seizure, actor=actor)
    return seizure


@transaction.atomic
def submit_seizure(*, actor: Actor, seizure: Seizure, version: int | None = None) -> Seizure:
    """Hand a draft, or a rejected seizure, to the unit. The first time it gets its reference."""
    seizure = locked(actor, seizure)
    require(can_submit_seizure(actor, seizure))
    require_version(seizure, version)
    _hand_over(actor, seizure, seizure.items.get(sequence=1))
    return seizure


def _hand_over(actor: Actor, seizure: Seizure, item: Item) -> None:
    """Submit a row that this transaction holds, having written or locked it."""
    before = (seizure.status, seizure.reference)
    seizure.reference = seizure.reference or next_reference(seizure.task_force, "S")
    seizure.status, seizure.rejection = SeizureStatus.SUBMITTED, ""
    seizure.submitted_at = timezone.now()
    seizure.version += 1
    seizure.save(update_fields=["reference", "status", "rejection", "submitted_at", "version"])
    changes: dict[str, tuple[Any, Any]] = {"status": (before[0], seizure.status)}
    if before[1] is None:  # the unit's history begins with what it was handed
        changes |= {"reference": (None, seizure.reference)} | _first(seizure, item)
    record(actor, "seizure.submit", about=seizure, changes=changes)
    append(SeizureSubmitted(seizure.pk, seizure.recorded_by_id), about=seizure, actor=actor)


@transaction.atomic
def discard_seizure(*, actor: Actor, seizure: Seizure) -> None:
    """Throw away a draft of one's own. Nothing submitted is ever deleted."""
    seizure = locked(actor, seizure)
    require(can_discard_seizure(actor, seizure))
    record(actor, "seizure.discard", about=seizure)
    append(SeizureDiscarded(seizure.pk), about=seizure, actor=actor)
    seizure.delete()


# Shared with the supervisor's acts and the shares -----------------------------------------------------------------


def locked(actor: Actor, seizure: Seizure) -> Seizure:
    """Return the row as it stands, locked, if the actor may see it; otherwise it does not exist.

    Locked first and read then: a join under the lock would miss a row that was moved to a new list meanwhile.
    """
    rows = Seizure.objects.visible_to(actor).filter(pk=seizure.pk)
    related = ("access_list", "task_force", "airport__country", "lead_agency")
    seen = rows.select_for_update(no_key=True).values_list("pk")
    stands = rows.select_related(*related).first() if seen else None
    if stands is None:
        raise Missing
    return stands


def require_version(seizure: Seizure, version: int | None, sent: Mapping[str, Any] | None = None) -> None:
    """Refuse a write that saw another version; tell both texts of what was sent.

    Whoever may not see identities cannot send them, so both texts are the writer's to see.
    """
    if version is None or version == seizure.version:
        return
    reason = _("Somebody changed this record while you were writing. Compare both texts and choose.")
    clashes = tuple(
        Clash(name, str(_field(name).verbose_name), plain(value), plain(getattr(seizure, name)))
        for name, value in (sent or {}).items()
        if getattr(seizure, name) != value
    )
    raise StaleWrite(reason, version=seizure.version, clashes=clashes)


def _field(name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", Seizure._meta.get_field(name))


# The parts ----------------------------------------------------------------------------------------------------------


def _unit_id(actor: Actor) -> Any:
    return actor.acting.unit_id if actor.acting else None


def _agency_id(actor: Actor) -> Any:
    return actor.acting.agency_id if actor.acting else None


def _settle(seizure: Seizure, told: Collection[str]) -> None:
    """Check what was told now and derive what follows from it. What stood before may have ended since."""
    _check_codes(seizure, told)
    _check_told(seizure, told)
    if "lead_agency" in told:
        _check_agency(seizure)
    _check_time(seizure)
    if seizure.handling == Handling.H3 and not seizure.handling_words:
        raise Invalid(_("Say which conditions apply: H3 needs words."), field="handling_words")
    seizure.occurred_on = seizure.occurred_at.astimezone(ZoneInfo(seizure.airport.timezone)).date()


def _check_codes(row: Seizure | Item, told: Collection[str]) -> None:
    for field in row._meta.fields:
        free = field.name in COUNTRIES  # these may be unknown too
        if isinstance(field, CodeField) and field.name in told and not free and (code := getattr(row, field.name)):
            require_code(field.code_list, code, field=field.name)


def _check_told(seizure: Seizure, told: Collection[str]) -> None:
    """Check what is more than one code of a list: countries that may be unknown, several methods, identifiers."""
    for name in COUNTRIES:
        if name in told:
            require_country(getattr(seizure, name), name)
    for name in ON_SEIZURE:
        if name in told:
            setattr(seizure, name, written(IDENTIFIERS[name], getattr(seizure, name), name))
    if {"detection", "contributing_detections"} & set(told):
        _check_detections(seizure, told)


def _check_detections(seizure: Seizure, told: Collection[str]) -> None:
    """Contributing methods are codes of the list, each once, and other ones than the primary."""
    others = [code for code in dict.fromkeys(seizure.contributing_detections) if code != seizure.detection]
    if others and not seizure.detection:
        raise Invalid(_("Choose the method that found it first, then those that helped."), field="detection")
    if "contributing_detections" in told:
        for code in others:
            require_code("detection", code, field="contributing_detections")
    seizure.contributing_detections = others


def require_country(code: str, field: str) -> None:
    """Refuse what is no country; empty is not recorded, UNK is not known."""
    if code not in {"", UNKNOWN}:
        require_code("country", code, field=field)


def _check_time(seizure: Seizure) -> None:
    if seizure.occurred_at > timezone.now() + CLOCK_DRIFT:
        raise Invalid(_("This time is still to come. Check the date and the time zone."), field="occurred_at")
    seizure.occurred_zone = seizure.occurred_zone or seizure.airport.timezone
    if seizure.occurred_zone not in _zones():
        raise Invalid(_("There is no such time zone."), field="occurred_zone")


@cache
def _zones() -> frozenset[str]:
    """Return the names of all time zones, read from the disk once: that takes longer than to log a seizure."""
    return frozenset(available_timezones())


def _check_agency(seizure: Seizure) -> None:
    part = seizure.lead_agency.participations.filter(task_force_id=seizure.task_force_id, until__isnull=True)
    if not part.exists():
        raise Invalid(_("This agency does not take part in your task force."), field="lead_agency")


def _item(seizure: Seizure, found: Found, stands: Item | None = None) -> Item:
    """Return the unsaved item with its equivalent in kilograms; `stands` is what it takes the place of."""
    item = Item(seizure=seizure, **{name: getattr(found, name) for name in FOUND_NAMES})
    _check_codes(item, [name for name in FOUND_NAMES if getattr(stands, name, None) != getattr(found, name)])
    if not found.quantity.is_finite() or found.quantity <= 0:
        raise Invalid(_("Give a quantity above zero."), field="quantity")
    if (found.value is None) != (found.currency == ""):
        raise Invalid(_("Enter the value and its currency, or neither."), field="currency" if found.value else "value")
    if found.currency and not CURRENCY.fullmatch(found.currency):
        raise Invalid(_("Enter the three letters of the currency, for example XOF."), field="currency")
    _weigh(seizure, item)
    return item


def _weigh(seizure: Seizure, item: Item) -> None:
    """Put the equivalent in kilograms beside the quantity, by the factor of the region and the day."""
    region = seizure.airport.country.sub_region
    mass = normalise(item.quantity, item.unit, item.substance, region, seizure.occurred_on)
    item.kg_equivalent, item.factor = mass.kg, mass.factor
    item.factor_text, item.factor_version = mass.factor_text, mass.version


def _drop_details(seizure: Seizure) -> dict[str, tuple[Any, Any]]:
    """Empty the details that do not belong to the new conveyance, and return what they were: the history keeps them."""
    row = Conveyance.objects.filter(seizure=seizure).first()
    if row is None:
        return {}
    empty = Conveyance()
    gone = {
        name: was
        for name in DETAILS
        if name not in fields_of(seizure.conveyance) and (was := getattr(row, name)) != getattr(empty, name)
    }
    for name in gone:
        setattr(row, name, getattr(empty, name))
    row.save(force_update=True)
    return {f"conveyance_details.{name}": (plain(was), None) for name, was in gone.items()}


def _refill(seizure: Seizure, found: Found) -> dict[str, tuple[Any, Any]]:
    """Write what was found over what stood, and return the differences."""
    stands = seizure.items.get(sequence=1)
    wanted = _item(seizure, found, stands)
    differences = {
        f"items.{name}": (plain(getattr(stands, name)), plain(getattr(wanted, name)))
        for name in FOUND_NAMES
        if getattr(stands, name) != getattr(wanted, name)
    }
    wanted.pk = stands.pk
    wanted.save(force_update=True)
    return differences


def plain(value: Any) -> Any:
    """Return a value as the history keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, Airport | Agency):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _first(seizure: Seizure, item: Item) -> dict[str, tuple[Any, Any]]:
    told = {name: getattr(seizure, name) for name in sorted(FACT_NAMES)}
    told |= {f"items.{name}": getattr(item, name) for name in FOUND_NAMES}
    return {name: (None, plain(value)) for name, value in told.items() if value not in ("", None, [])}
