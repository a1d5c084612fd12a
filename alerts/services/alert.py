"""Writing an alert: begin, change, throw away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, new_id
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Clash, Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.models import Airport
from aircop.reference.queries import require_code
from aircop.web.identifiers import written
from alerts.enums import AlertKind, AlertStatus, Severity
from alerts.events import AlertChanged, AlertDiscarded, AlertDrafted
from alerts.models import Alert
from alerts.rules import can_change_alert, can_discard_alert, can_tell_names, can_tell_of_records, can_write_alert
from alerts.services.addressee import Chosen, address, chosen_for
from seizures.enums import Handling
from seizures.models import Case, Seizure
from seizures.queries.named import named_record
from seizures.services.assistance import by_whom
from taskforces.models import TaskForce

LONGEST = timedelta(days=366)
MOST_AIRPORTS = 8
HEAVIEST, GRAM = Decimal(1_000_000), Decimal("0.001")
CODES = {
    "colour": "notice_colour",
    "substance": "substance",
    "concealment": "concealment",
    "conveyance": "conveyance",
}

# The field at which the author mends what stands in the way of telling of a record.
MENDED_AT = {"handling": "handling", "milder": "handling", "reach": "units"}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an alert says. `route` are IATA codes in the order of the journey."""

    kind: str
    title: str
    valid_until: datetime
    body: str = ""
    person_details: str = ""
    severity: str = Severity.HIGH
    colour: str = ""
    substance: str = ""
    concealment: str = ""
    conveyance: str = ""
    weight_kg: Decimal | None = None
    flight_number: str = ""
    route: Sequence[str] = ()
    hazard: str = ""
    handling: str = Handling.H0
    handling_words: str = ""
    answer_by: datetime | None = None


WORD_NAMES = tuple(each.name for each in fields(Words))


@transaction.atomic
def draft_alert(
    *,
    actor: Actor,
    words: Words,
    chosen: Chosen,
    seizure: Seizure | None = None,
    case: Case | None = None,
    alert_id: UUID | None = None,
) -> Alert:
    """Begin an alert for the unit in which the actor acts; nobody but its author sees it yet.

    `alert_id` names the record before it is written, so that a form sent twice makes one. Refuses who may not write
    alerts, unknown codes, times that have passed, names from who sees no identities, a seizure or a case that the
    author does not see, and one that must not be passed on so.
    """
    require(can_write_alert(actor))
    unit = TaskForce.objects.select_related("default_list").get(pk=actor.acting.unit_id)  # type: ignore[union-attr, misc]  # who may write acts in a unit
    alert = Alert(
        id=alert_id or new_id(),
        task_force=unit,
        access_list_id=unit.default_list_id,
        root_list_id=unit.default_list_id,
        owner_agency=actor.acting.agency_id,  # type: ignore[union-attr]  # who may write acts in a unit
        owner_unit=unit.pk,
        recorded_by_id=actor.subject_id,  # type: ignore[misc]
        seizure=named_record(actor, seizure),
        case=named_record(actor, case),
        regions=sorted(set(chosen.regions)),
        corridor=chosen.corridor,
    )
    _tell(actor, alert, {name: getattr(words, name) for name in WORD_NAMES})
    alert.save(force_insert=True)
    address(alert, chosen)
    require_told_of(actor, alert)
    record(actor, "alert.draft", about=alert, changes=_first(alert), keep=False)
    append(AlertDrafted(alert.pk), about=alert, actor=actor)
    return alert


@transaction.atomic
def change_alert(
    *, actor: Actor, alert: Alert, told: Mapping[str, Any], chosen: Chosen | None = None, version: int | None = None
) -> Alert:
    """Change what an alert says, or whom it is for, before it is told.

    Refuses a version that is not the present one, with both texts of what was sent.
    """
    if unknown := told.keys() - set(WORD_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    alert = locked(actor, alert)
    require(can_change_alert(actor, alert))
    require_version(alert, version, told)
    before = {name: plain(getattr(alert, name)) for name in told}
    _tell(actor, alert, told)
    changes: dict[str, tuple[Any, Any]] = {
        name: (was, plain(getattr(alert, name))) for name, was in before.items() if was != plain(getattr(alert, name))
    }
    asked = {"regions": list(alert.regions), "corridor": alert.corridor}
    if chosen is None and "route" in changes and (stands := chosen_for(alert)).corridor:
        chosen = stands  # other units lie ahead on another route
    if chosen is not None:
        changes |= address(alert, chosen)
    changes |= {name: (was, getattr(alert, name)) for name, was in asked.items() if was != getattr(alert, name)}
    if not changes:
        return alert
    if {"handling", "addressees"} & changes.keys():
        require_told_of(actor, alert)
    alert.note_writer(by_whom(actor))
    alert.save(force_update=True)
    record(actor, "alert.change", about=alert, changes=changes, keep=alert.status != AlertStatus.DRAFT)
    append(AlertChanged(alert.pk, tuple(sorted(changes))), about=alert, actor=actor)
    return alert


@transaction.atomic
def discard_alert(*, actor: Actor, alert: Alert) -> None:
    """Throw away a draft of one's own. Nothing that was told is ever deleted."""
    alert = locked(actor, alert)
    require(can_discard_alert(actor, alert))
    record(actor, "alert.discard", about=alert)
    append(AlertDiscarded(alert.pk), about=alert, actor=actor)
    alert.delete()


# Shared with the acts of telling ------------------------------------------------------------------------------------


def locked(actor: Actor, alert: Alert) -> Alert:
    """Return the row as it stands, locked, if the actor may see it; otherwise it does not exist."""
    rows = Alert.objects.visible_to(actor).filter(pk=alert.pk)
    seen = rows.select_for_update(no_key=True).values_list("pk")
    stands = rows.select_related("access_list", "task_force").first() if seen else None
    if stands is None:
        raise Missing
    return stands


def require_version(alert: Alert, version: int | None, sent: Mapping[str, Any] | None = None) -> None:
    """Refuse a write that saw another version; tell both texts of what was sent."""
    if version is None or version == alert.version:
        return
    reason = _("Somebody changed this record while you were writing. Compare both texts and choose.")
    clashes = tuple(
        Clash(name, name, str(plain(value)), str(plain(getattr(alert, name))))
        for name, value in (sent or {}).items()
        if plain(getattr(alert, name)) != plain(value)
    )
    raise StaleWrite(reason, version=alert.version, clashes=clashes)


def require_told_of(actor: Actor, alert: Alert) -> None:
    """Refuse a record that must not be passed on so; what its author can mend stands at the field."""
    verdict = can_tell_of_records(actor, alert)
    if verdict.code in MENDED_AT:
        raise Invalid(verdict.reason, field=MENDED_AT[verdict.code])
    require(verdict)


def kilograms(weight: Decimal | None) -> Decimal | None:
    """Return a weight to the gram; refuse what is none."""
    if weight is None:
        return None
    if not GRAM <= weight < HEAVIEST:
        raise Invalid(_("Give a weight in kilograms above zero, or leave it empty."), field="weight_kg")
    return weight.quantize(GRAM)


def plain(value: Any) -> Any:
    """Return a value as the history keeps it."""
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def _first(alert: Alert) -> dict[str, tuple[Any, Any]]:
    told = {name: plain(getattr(alert, name)) for name in WORD_NAMES}
    return {name: (None, value) for name, value in told.items() if value not in ("", None, [])}


def _tell(actor: Actor, alert: Alert, told: Mapping[str, Any]) -> None:
    """Put what was told onto the alert, and check it."""
    if any(Alert.field_class(name) == FieldClass.IDENTITY and value for name, value in told.items()):
        require(can_tell_names(actor, alert))
    for name, value in told.items():
        setattr(alert, name, value.strip() if isinstance(value, str) else value)
    for name, code_list in CODES.items():
        if told.get(name):
            require_code(code_list, told[name], field=name)
    _check_words(alert)
    if "route" in told:
        alert.route = _route(told["route"])
    if told.get("flight_number"):
        alert.flight_number = written("flight", told["flight_number"], "flight_number")
    _check_times(alert, told)


def _check_words(alert: Alert) -> None:
    if alert.kind not in set(AlertKind):
        raise Invalid(_("Choose what the alert is for."), field="kind")
    if alert.severity not in set(Severity):
        raise Invalid(_("Choose how much it matters."), field="severity")
    if not alert.title:
        raise Invalid(_("Say in one line what it is about, without names."), field="title")
    if alert.handling not in set(Handling):
        raise Invalid(_("Choose a handling code."), field="handling")
    if alert.handling == Handling.H3 and not alert.handling_words:
        raise Invalid(_("Say which conditions apply: H3 needs words."), field="handling_words")
    alert.weight_kg = kilograms(alert.weight_kg)


def _route(codes: Sequence[str]) -> list[str]:
    route = [code.strip().upper() for code in codes if code.strip()]
    if len(route) > MOST_AIRPORTS:
        raise Invalid(_("Name %(most)d airports at most.") % {"most": MOST_AIRPORTS}, field="route")
    known = set(Airport.objects.filter(pk__in=route).values_list("pk", flat=True))
    if strange := [code for code in route if code not in known]:
        raise Invalid(_("No airport has the code %(code)s.") % {"code": strange[0]}, field="route")
    return route


def _check_times(alert: Alert, told: Mapping[str, Any]) -> None:
    now = timezone.now()
    for name in ("valid_until", "answer_by"):
        value = told.get(name)
        if value is not None and value <= now:
            raise Invalid(_("This time has passed. Choose one that lies ahead."), field=name)
    if alert.valid_until > now + LONGEST:
        reason = _("An alert is valid for a year at most. Write it anew when it is still needed.")
        raise Invalid(reason, field="valid_until")
    if alert.answer_by is not None and alert.answer_by > alert.valid_until:
        raise Invalid(_("Ask for the answer while the alert is valid."), field="answer_by")
