"""Subscriptions: kept, changed, switched on and off, removed, each by its person for itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.models import Airport, Country
from aircop.reference.queries import entry, require_code
from alerts.enums import AlertKind, Mail, Severity, Weekday
from alerts.events import SubscriptionAdded, SubscriptionChanged, SubscriptionRemoved
from alerts.models import Subscription
from alerts.rules import can_change_subscription, can_subscribe
from alerts.services.alert import kilograms

MOST = 30
LONGEST_NAME = 60
CODES = {
    "substance_group": "drug_group",
    "substance": "substance",
    "concealment": "concealment",
    "conveyance": "conveyance",
}
PLACES = ("origin", "via", "destination")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a subscription lets pass, and how it comes by e-mail. What is empty lets everything pass."""

    name: str
    origin: str = ""
    via: str = ""
    destination: str = ""
    substance_group: str = ""
    substance: str = ""
    concealment: str = ""
    conveyance: str = ""
    kind: str = ""
    severity: str = Severity.INFO
    weight_kg: Decimal | None = None
    mail: str = Mail.ONCE
    hour: int = 7
    weekday: int = Weekday.MONDAY


WANTED_NAMES = tuple(each.name for each in fields(Wanted))


@transaction.atomic
def add_subscription(*, actor: Actor, wanted: Wanted) -> Subscription:
    """Keep a filter of the actor's own, for the agency and unit in which it acts.

    Refuses who reads no alerts, codes and places that do not exist, a name that is taken, and more than thirty.
    """
    require(can_subscribe(actor))
    if Subscription.objects.visible_to(actor).count() >= MOST:
        raise Invalid(_("You have thirty subscriptions already. Remove one of them first."), code="too_many")
    row = Subscription(
        person_id=actor.subject_id,  # type: ignore[misc]  # whoever may, is signed in and acts somewhere
        agency_id=actor.acting.agency_id,  # type: ignore[union-attr]
        unit_id=actor.acting.unit_id,  # type: ignore[union-attr]
    )
    told = asdict(wanted)
    _tell(row, told)
    _write(row)
    record(actor, "subscription.add", about=row, changes={name: (None, getattr(row, name)) for name in told})
    append(SubscriptionAdded(row.pk), about=row, actor=actor)
    return row


@transaction.atomic
def change_subscription(
    *, actor: Actor, subscription: Subscription, told: Mapping[str, Any], version: int | None = None
) -> Subscription:
    """Change what a subscription lets pass, or how it comes. Refuses a version that is not the present one."""
    row = _own(actor, subscription)
    require(can_change_subscription(actor, row))
    if version is not None and version != row.version:
        raise StaleWrite(_("This subscription was changed meanwhile. Read it again."), version=row.version)
    before = {name: getattr(row, name) for name in told}
    _tell(row, told)
    changes = {name: (was, getattr(row, name)) for name, was in before.items() if was != getattr(row, name)}
    if changes:
        row.version += 1
        _write(row)
        record(actor, "subscription.change", about=row, changes=changes)
        append(SubscriptionChanged(row.pk), about=row, actor=actor)
    return row


@transaction.atomic
def switch_subscription(*, actor: Actor, subscription: Subscription, on: bool) -> Subscription:
    """Switch a subscription on or off; what it brought already stays."""
    row = _own(actor, subscription)
    require(can_change_subscription(actor, row))
    if on != (row.stopped_at is None):
        before, row.stopped_at = row.stopped_at, None if on else timezone.now()
        row.version += 1
        row.save(update_fields=["stopped_at", "version"])
        record(actor, "subscription.switch", about=row, changes={"stopped_at": (before, row.stopped_at)})
        append(SubscriptionChanged(row.pk), about=row, actor=actor)
    return row


@transaction.atomic
def remove_subscription(*, actor: Actor, subscription: Subscription) -> None:
    """Forget a subscription; what it brought already stays, without its name."""
    row = _own(actor, subscription)
    require(can_change_subscription(actor, row))
    record(actor, "subscription.remove", about=row)
    append(SubscriptionRemoved(row.pk), about=row, actor=actor)
    row.delete()


# The parts ----------------------------------------------------------------------------------------------------------


def _own(actor: Actor, subscription: Subscription) -> Subscription:
    rows = Subscription.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.filter(pk=subscription.pk).first()
    if found is None:
        raise Missing
    return found


def _tell(row: Subscription, told: Mapping[str, Any]) -> None:
    """Put what was told onto the row, and check it."""
    if unknown := told.keys() - set(WANTED_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    stood = {name: getattr(row, name) for name in CODES}
    for name, value in told.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.name = " ".join(row.name.split())
    if not row.name or len(row.name) > LONGEST_NAME or "\x00" in row.name:
        raise Invalid(_("Give the subscription a name of at most sixty letters."), field="name")
    for name in PLACES:
        setattr(row, name, _place(getattr(row, name), name))
    for name, code_list in CODES.items():
        if (code := getattr(row, name)) and code != stood[name]:
            _require_code(code_list, code, name)
    _check_choices(row)


def _place(text: str, field: str) -> str:
    """Return the code of an airport or a country in capitals."""
    code = text.upper()
    if not code or Airport.objects.filter(pk=code).exists() or Country.objects.filter(pk=code).exists():
        return code
    reason = _("No airport and no country has the code %(code)s. Type three letters of an airport or two of a country.")
    raise Invalid(reason % {"code": code[:10]}, field=field)


def _require_code(code_list: str, code: str, field: str) -> None:
    """Refuse what is not in the list; a heading stands for all below it."""
    if entry(code_list, code) is None:
        require_code(code_list, code, field=field)


def _check_choices(row: Subscription) -> None:
    if row.kind and row.kind not in set(AlertKind):
        raise Invalid(_("Choose what the alert is for."), field="kind")
    if row.severity not in set(Severity):
        raise Invalid(_("Choose how much it matters."), field="severity")
    row.weight_kg = kilograms(row.weight_kg)
    if row.mail not in set(Mail):
        raise Invalid(_("Choose how it comes by e-mail."), field="mail")
    if not 0 <= row.hour <= 23:  # noqa: PLR2004  the hours of a day
        raise Invalid(_("Choose an hour of the day."), field="hour")
    if row.weekday not in set(Weekday):
        raise Invalid(_("Choose a day of the week."), field="weekday")


def _write(row: Subscription) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(_("You have a subscription of that name already. Choose another name."), field="name") from None
