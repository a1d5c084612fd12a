"""Keeping the contact directory: desks are added, changed, made sure of, and taken out with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.network import network_list
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Clash, Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.queries import require_code
from aircop.web.phones import BadNumber, read_phone
from aircop.web.words import known_zones
from taskforces.events import ContactPointAdded, ContactPointChanged, ContactPointRemoved, ContactPointVerified
from taskforces.models import Agency, ContactPoint, TaskForce
from taskforces.models.contact_point import WEEK
from taskforces.rules import can_add_contact_point, can_change_contact_point

MOST = 8  # telephone numbers, channels, languages and spans of one desk
LONGEST_TERM = 366  # days after which somebody must make sure again, at the latest

type Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What is told about a desk. `hours` are spans of minutes of the week from Monday 00:00 in `zone`."""

    function: str
    name: str
    phones: Sequence[str] = ()
    email: str = ""
    channels: Sequence[Mapping[str, str]] = ()
    languages: Sequence[str] = ()
    hours: Sequence[Span] = field(default=((0, WEEK),))
    zone: str = ""
    verify_every_days: int = 90


DESK_NAMES = tuple(Desk.__dataclass_fields__)


@transaction.atomic
def add_contact_point(
    *, actor: Actor, owner: TaskForce | Agency, desk: Desk, verified_on: date | None = None
) -> ContactPoint:
    """Put a desk of a task force or an agency into the directory that the whole network reads.

    Refuses others than the owner's supervisors and administrators and the programme, a desk that nobody can reach,
    unknown codes, and numbers that cannot exist. Whoever adds it has made sure of it (today, or on an earlier day).
    """
    require(can_add_contact_point(actor, owner))
    contact = _place(ContactPoint(recorded_by_id=actor.subject_id), owner)  # type: ignore[misc]  # whoever may add is signed in
    _tell(contact, {name: value for name, value in asdict(desk).items() if value or name != "zone"})
    contact.verified_on = _past(verified_on or timezone.now().date())
    contact.verified_by_id = actor.subject_id
    contact.access_list = contact.root_list = network_list()
    contact.save(force_insert=True)
    told = {name: (None, _plain(getattr(contact, name))) for name in DESK_NAMES if getattr(contact, name)}
    record(actor, "contact_point.add", about=contact, changes=told)
    append(ContactPointAdded(contact.pk, contact.function), about=contact, actor=actor)
    return contact


@transaction.atomic
def change_contact_point(
    *, actor: Actor, contact: ContactPoint, changes: Mapping[str, Any], version: int | None = None
) -> ContactPoint:
    """Change what a desk is or when it answers (names of `Desk`). Refuses a write that saw another version."""
    contact = _locked(actor, contact)
    require(can_change_contact_point(actor, contact))
    _require_version(contact, version, changes)
    before = {name: _plain(getattr(contact, name)) for name in changes}
    _tell(contact, changes)
    differences = {
        name: (old, _plain(getattr(contact, name)))
        for name, old in before.items()
        if old != _plain(getattr(contact, name))
    }
    if differences:
        contact.version += 1
        contact.save(force_update=True)
        record(actor, "contact_point.change", about=contact, changes=differences)
        append(ContactPointChanged(contact.pk, tuple(sorted(differences))), about=contact, actor=actor)
    return contact


@transaction.atomic
def verify_contact_point(
    *, actor: Actor, contact: ContactPoint, on: date | None = None, version: int | None = None
) -> ContactPoint:
    """Say that somebody called the desk and found everything right, today or on an earlier day."""
    contact = _locked(actor, contact)
    require(can_change_contact_point(actor, contact))
    _require_version(contact, version)
    before, contact.verified_on = contact.verified_on, _past(on or timezone.now().date())
    contact.verified_by_id = actor.subject_id
    contact.version += 1
    contact.save(update_fields=["verified_on", "verified_by", "version"])
    record(actor, "contact_point.verify", about=contact, changes={"verified_on": (before, contact.verified_on)})
    append(ContactPointVerified(contact.pk), about=contact, actor=actor)
    return contact


@transaction.atomic
def remove_contact_point(
    *, actor: Actor, contact: ContactPoint, reason: str, version: int | None = None
) -> ContactPoint:
    """Take a desk out of the directory, with a reason. It is kept for the auditor."""
    contact = _locked(actor, contact)
    require(can_change_contact_point(actor, contact))
    _require_version(contact, version)
    if not reason.strip():
        raise Invalid(_("Say why: the auditor will read it."), field="reason")
    contact.withdrawn_at, contact.withdrawn_reason = timezone.now(), reason.strip()
    contact.version += 1
    contact.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    changes = {"withdrawn_at": (None, contact.withdrawn_at)}
    record(actor, "contact_point.remove", about=contact, changes=changes, reason=contact.withdrawn_reason)
    append(ContactPointRemoved(contact.pk), about=contact, actor=actor)
    return contact


# The parts ----------------------------------------------------------------------------------------------------------


def _locked(actor: Actor, contact: ContactPoint) -> ContactPoint:
    rows = ContactPoint.objects.visible_to(actor).filter(pk=contact.pk)
    seen = rows.select_for_update(no_key=True).values_list("pk")
    stands = rows.with_rows().first() if seen else None
    if stands is None:
        raise Missing
    return stands


def _require_version(contact: ContactPoint, version: int | None, sent: Mapping[str, Any] | None = None) -> None:
    if version is None or version == contact.version:
        return
    clashes = tuple(
        Clash(name, name, _plain(value), _plain(getattr(contact, name)))
        for name, value in (sent or {}).items()
        if _plain(getattr(contact, name)) != _plain(value)
    )
    reason = _("Somebody changed this contact while you were writing. Compare both texts and choose.")
    raise StaleWrite(reason, version=contact.version, clashes=clashes)


def _place(contact: ContactPoint, owner: TaskForce | Agency) -> ContactPoint:
    """Say whose desk it is, and where."""
    if isinstance(owner, TaskForce):
        contact.task_force, contact.owner_unit = owner, owner.pk
        contact.owner_agency, contact.country = owner.host_agency_id, owner.airport.country
        contact.zone = owner.airport.timezone
    else:
        contact.agency, contact.owner_agency, contact.country = owner, owner.pk, owner.country
    return contact


def _tell(contact: ContactPoint, told: Mapping[str, Any]) -> None:
    """Check what was told and write it onto the row."""
    region = contact.country_id or ""
    for name, value in told.items():
        if name not in DESK_NAMES:
            raise Invalid(_("A contact has no such field."), field=name)
        read = READERS.get(name)
        setattr(contact, name, read(value, region) if read else value)
    contact.zone = contact.zone or "UTC"
    if "function" in told:
        require_code("contact_function", contact.function, field="function")
    if contact.zone not in known_zones():
        raise Invalid(_("There is no such time zone."), field="zone")
    if not (contact.phones or contact.email or contact.channels):
        raise Invalid(_("Give a telephone number, an e-mail or a channel: somebody must be reached."), field="phones")
    contact.sort_key = f"{contact.country_id or '~'} {contact.owner.code} {contact.function}"


def _name(value: str, _region: str) -> str:
    if not value.strip():
        raise Invalid(_("Name the desk, for example “Duty desk of the unit”."), field="name")
    return value.strip()


def _phones(values: Sequence[str], region: str) -> list[str]:
    try:
        numbers = list(dict.fromkeys(read_phone(value, region) for value in _few(values, "phones")))
    except BadNumber as fault:
        raise Invalid(str(fault), field="phones") from fault
    return numbers


def _email(value: str, _region: str) -> str:
    if value.strip():
        try:
            validate_email(value.strip())
        except ValidationError as error:
            raise Invalid(_("This is not an e-mail address."), field="email") from error
    return value.strip()


def _channels(values: Sequence[Mapping[str, str]], _region: str) -> list[dict[str, str]]:
    for each in _few(values, "channels"):
        require_code("contact_channel", each["channel"], field="channels")
        if not 0 < len(each["address"].strip()) <= 120:  # noqa: PLR2004  characters of an address
            raise Invalid(_("Give the address on the channel, in 120 characters at most."), field="channels")
    return [{"channel": each["channel"], "address": each["address"].strip()} for each in values]


def _languages(values: Sequence[str], _region: str) -> list[str]:
    for code in _few(values, "languages"):
        require_code("language", code, field="languages")
    return list(dict.fromkeys(values))


def _hours(values: Sequence[Any], _region: str) -> list[NumericRange]:
    """Return the spans in their order; one that runs past Sunday midnight goes on on Monday."""
    spans: list[Span] = []
    for value in _few(values, "hours", most=21):
        start, end = (value.lower, value.upper) if isinstance(value, NumericRange) else value
        if not (0 <= start < WEEK and start < end <= start + WEEK):
            raise Invalid(_("A span begins within the week and ends after its beginning."), field="hours")
        spans += [(start, min(end, WEEK)), *([(0, end - WEEK)] if end > WEEK else [])]
    return [NumericRange(*span) for span in sorted(set(spans))]


def _term(value: int, _region: str) -> int:
    if not 1 <= value <= LONGEST_TERM:
        words = _("Make sure of it again within %(days)s days at the latest.")
        raise Invalid(words % {"days": LONGEST_TERM}, field="verify_every_days")
    return value


def _few[Value](values: Sequence[Value], name: str, most: int = MOST) -> Sequence[Value]:
    if len(values) > most:
        raise Invalid(_("Give %(most)s at most.") % {"most": most}, field=name)
    return values


READERS: Mapping[str, Any] = {
    "name": _name,
    "phones": _phones,
    "email": _email,
    "channels": _channels,
    "languages": _languages,
    "hours": _hours,
    "verify_every_days": _term,
}


def _past(on: date) -> date:
    if on > timezone.now().date():
        raise Invalid(_("This day is still to come."), field="verified_on")
    return on


def _plain(value: Any) -> Any:
    """Return a value as the history keeps it."""
    if isinstance(value, NumericRange):
        return [value.lower, value.upper]
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
