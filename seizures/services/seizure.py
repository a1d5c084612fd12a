"""The life of a seizure: log, change, submit, discard."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected, new_id
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Clash, Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.models import Airport
from seizures.enums import Handling, Precision, SeizureStatus
from seizures.events import SeizureChanged, SeizureDiscarded, SeizureLogged, SeizureSubmitted
from seizures.models import Item, Seizure
from seizures.queries.checklist import checklists_of
from seizures.rules import (
    CONDITIONS,
    can_change_seizure,
    can_discard_seizure,
    can_handle_identities,
    can_log_seizure,
    can_set_handling,
    can_submit_seizure,
)
from seizures.services.ages import let_ages_follow
from seizures.services.found import (
    Found,
    check_codes,
    differences,
    item_of,
    plain,
    retell,
    weigh,
)
from seizures.services.sighting import note_first_sightings
from seizures.services.told import COUNTRIES, check_told, drop_details
from taskforces.models import Agency, TaskForce
from taskforces.services.reference import next_reference

CLOCK_DRIFT = timedelta(minutes=10)


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
    source_grade: str = ""
    information_grade: str = ""


FACT_NAMES = frozenset(field.name for field in fields(Facts))


@transaction.atomic
def log_seizure(
    *,
    actor: Actor,
    facts: Facts,
    found: Found,
    more: Sequence[Found] = (),
    submit: bool = True,
    seizure_id: UUID | None = None,
) -> Seizure:
    """Write down a seizure for the unit in which the actor acts, and submit it unless it is to stay a draft.

    `found` is what was found, `more` what else was.

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
    items = _items(seizure, [found, *more])
    record(actor, "seizure.log", about=seizure, changes=_first(seizure, items), keep=False)
    append(SeizureLogged(seizure.pk, seizure.status), about=seizure, actor=actor)
    if submit:
        require(can_submit_seizure(actor, seizure))
        _hand_over(actor, seizure, items)
    return seizure


@transaction.atomic
def change_seizure(
    *, actor: Actor, seizure: Seizure, version: int, facts: Mapping[str, Any], found: Mapping[str, Any] | None = None
) -> Seizure:
    """Change fields of a seizure that is not verified yet.

    `facts` holds only the fields to change, `found` those of the first item. Refuses a version that is not the
    present one: StaleWrite carries, for each field sent that differs and that the writer may see, both texts. What
    changed in a draft is nobody's history.
    """
    if unknown := facts.keys() - FACT_NAMES:
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    seizure = locked(actor, seizure)
    require(can_change_seizure(actor, seizure))
    require_may_tell(actor, seizure, facts)
    require_version(seizure, version, facts)
    before, day = {name: getattr(seizure, name) for name in facts}, seizure.occurred_on
    for name, value in facts.items():
        setattr(seizure, name, value)
    _settle(seizure, [name for name, value in facts.items() if before[name] != value])
    now = {name: getattr(seizure, name) for name in facts}
    changes = {name: (plain(before[name]), plain(value)) for name, value in now.items() if before[name] != value}
    if "conveyance" in changes:
        changes |= drop_details(seizure)
    if changes.keys() & {"airport", "occurred_at"}:  # the factor goes by region and day
        for item in seizure.items.all():
            weigh(seizure, item)
            item.save(force_update=True)
    if found:
        changes |= _refill(actor, seizure, found)
    if not changes:
        return seizure
    seizure.changed_by_id = actor.subject_id
    seizure.version += 1
    seizure.save(force_update=True)
    if seizure.occurred_on != day:
        changes |= let_ages_follow(seizure)
        seizure.checklists = checklists_of(seizure)
        seizure.save(update_fields=["checklists"])
    record(actor, "seizure.change", about=seizure, changes=changes, keep=seizure.status != SeizureStatus.DRAFT)
    append(SeizureChanged(seizure.pk, tuple(sorted(changes))), about=seizure, actor=actor)
    return seizure


@transaction.atomic
def submit_seizure(*, actor: Actor, seizure: Seizure, version: int | None = None) -> Seizure:
    """Hand a draft, or a rejected seizure, to the unit. The first time it gets its reference."""
    seizure = locked(actor, seizure)
    require(can_submit_seizure(actor, seizure))
    require_version(seizure, version)
    _hand_over(actor, seizure, list(seizure.items.order_by("sequence")))
    return seizure


def require_may_tell(actor: Actor, about: Protected, facts: Mapping[str, Any]) -> None:
    """Refuse fields of identity to who sees none, and another way of handling to who is not of the record's agency."""
    if any(type(about).field_class(name) == FieldClass.IDENTITY for name in facts):
        require(can_handle_identities(actor, about))
    if any(getattr(about, name) != value for name, value in facts.items() if name in CONDITIONS):
        require(can_set_handling(actor, about))


def _hand_over(actor: Actor, seizure: Seizure, items: Sequence[Item]) -> None:
    """Submit a row that this transaction holds, having written or locked it."""
    before = (seizure.status, seizure.reference)
    seizure.reference = seizure.reference or next_reference(seizure.task_force, "S")
    seizure.status, seizure.rejection = SeizureStatus.SUBMITTED, ""
    seizure.submitted_at = timezone.now()
    seizure.version += 1
    seizure.save(update_fields=["reference", "status", "rejection", "submitted_at", "version"])
    changes: dict[str, tuple[Any, Any]] = {"status": (before[0], seizure.status)}
    if before[1] is None:  # the unit's history begins with what it was handed
        changes |= {"reference": (None, seizure.reference)} | _first(seizure, items)
    record(actor, "seizure.submit", about=seizure, changes=changes)
    append(SeizureSubmitted(seizure.pk, seizure.recorded_by_id), about=seizure, actor=actor)
    note_first_sightings(actor, seizure)


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

    Locked first and read then: a join under the lock would miss a row that was moved to a new list meanwhile. The
    second time the grants are asked by the wall alone.
    """
    rows = Seizure.objects.visible_to(actor).filter(pk=seizure.pk)
    related = ("access_list", "root_list", "task_force", "airport__country", "lead_agency")
    seen = rows.select_for_update(no_key=True).values_list("pk")
    stands = rows.on_held_lists().select_related(*related).first() if seen else None
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
    check_codes(seizure, set(told) - set(COUNTRIES))
    check_told(seizure, told)
    if "lead_agency" in told:
        _check_agency(seizure)
    _check_time(seizure)
    if seizure.handling == Handling.H3 and not seizure.handling_words:
        raise Invalid(_("Say which conditions apply: H3 needs words."), field="handling_words")
    seizure.occurred_on = seizure.occurred_at.astimezone(ZoneInfo(seizure.airport.timezone)).date()


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


def _items(seizure: Seizure, found: Sequence[Found]) -> list[Item]:
    """Write what was found, numbered as it was told; a fault names its place in the list from the second one on."""
    items = []
    for number, each in enumerate(found, start=1):
        try:
            item = item_of(seizure, each)
        except Invalid as fault:
            fault.field = fault.field if number == 1 else f"items.{number}.{fault.field}"
            raise
        item.sequence = number
        item.save(force_insert=True)
        items.append(item)
    return items


def _refill(actor: Actor, seizure: Seizure, told: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Write the fields told over those of the first item, and return the differences."""
    item, changes = retell(actor, seizure, seizure.items.order_by("sequence")[:1].get(), told)
    if changes:
        item.save(force_update=True)
    return changes


def _first(seizure: Seizure, items: Sequence[Item]) -> dict[str, tuple[Any, Any]]:
    told = {name: getattr(seizure, name) for name in sorted(FACT_NAMES)}
    first = {name: (None, plain(value)) for name, value in told.items() if value not in ("", None, [])}
    return first | {path: change for item in items for path, change in differences(None, item).items()}
