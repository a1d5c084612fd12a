"""Keeping the duty roster of a unit: somebody is put on it for a shift, on one day or on several; and taken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.network import network_list
from aircop.access.verdict import require
from aircop.accounts.models import User
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.reference.queries import require_code
from taskforces.events import DutyShiftAdded, DutyShiftRemoved
from taskforces.models import DutyShift, TaskForce
from taskforces.queries.duty import answerers
from taskforces.rules import can_keep_roster, can_remove_duty_shift

MOST_DAYS = 31
MOST_LANGUAGES = 8
LONGEST = timedelta(days=7)
DAY = timedelta(days=1)
AHEAD = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Who is on duty from when to when. Without languages, those of the person's last shift are taken."""

    person: User
    starts_at: datetime
    ends_at: datetime
    languages: Sequence[str] = ()
    backup: bool = False


@transaction.atomic
def add_duty_shift(*, actor: Actor, task_force: TaskForce, shift: Shift, days: int = 1) -> list[DutyShift]:
    """Put somebody of the unit on its roster; with `days`, at the same hours of the airport's clock on so many days.

    Refuses others than who keeps the roster, somebody who does not answer alerts in the unit, hours that cannot be,
    and a person who is on duty at that time already. All days are written, or none.
    """
    require(can_keep_roster(actor, task_force))
    _require_hours(shift, days)
    person = answerers(task_force.pk).filter(pk=shift.person.pk).first()
    if person is None:
        raise Invalid(_("Choose an officer or a supervisor who serves in this unit now."), field="person")
    languages = _languages(actor, task_force, shift)
    network = network_list()
    rows = [
        DutyShift(
            access_list=network,
            root_list=network,
            owner_agency=task_force.host_agency_id,
            owner_unit=task_force.pk,
            recorded_by_id=actor.subject_id,  # type: ignore[misc]  # whoever keeps a roster is signed in
            task_force=task_force,
            person=person,
            starts_at=starts,
            ends_at=ends,
            languages=languages,
            backup=shift.backup,
        )
        for starts, ends in _spans(shift, days, ZoneInfo(task_force.airport.timezone))
    ]
    _write(actor, rows)
    first = rows[0]
    told = {name: (None, getattr(first, name)) for name in ("starts_at", "ends_at", "languages", "backup")}
    ids = [row.pk for row in rows]
    record(actor, "duty_shift.add", about=first, changes=told, recipients=[str(person)], ids=ids)
    append(DutyShiftAdded(task_force.pk, tuple(ids)), about=first, actor=actor)
    return rows


@transaction.atomic
def remove_duty_shift(*, actor: Actor, shift: DutyShift) -> DutyShift:
    """Take a shift off the roster before it begins; one that runs ends now. Refuses one that is over."""
    seen = DutyShift.objects.visible_to(actor).filter(pk=shift.pk).select_for_update(no_key=True).values_list("pk")
    stands = DutyShift.objects.visible_to(actor).with_rows().filter(pk=shift.pk).first() if seen else None
    if stands is None:
        raise Missing
    require(can_remove_duty_shift(actor, stands))
    now, before = timezone.now(), (stands.ends_at, stands.withdrawn_at)
    if stands.starts_at < now:
        stands.ends_at = now
    else:
        stands.withdrawn_at = now
    stands.version += 1
    stands.save(update_fields=["ends_at", "withdrawn_at", "version"])
    changes = {"ends_at": (before[0], stands.ends_at), "withdrawn_at": (before[1], stands.withdrawn_at)}
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record(actor, "duty_shift.remove", about=stands, changes=told, recipients=[str(stands.person)])
    append(DutyShiftRemoved(stands.task_force_id, stands.pk), about=stands, actor=actor)
    return stands


# The parts ----------------------------------------------------------------------------------------------------------


def _require_hours(shift: Shift, days: int) -> None:
    now, length = timezone.now(), shift.ends_at - shift.starts_at
    if length <= timedelta(0):
        raise Invalid(_("A shift ends after it begins."), field="ends_at")
    if length > LONGEST:
        raise Invalid(_("A shift lasts seven days at most."), field="ends_at")
    if shift.ends_at <= now:
        raise Invalid(_("This shift would be over already. Choose hours that lie ahead."), field="ends_at")
    if shift.starts_at < now - LONGEST or shift.starts_at > now + AHEAD:
        raise Invalid(_("Plan a year ahead at most."), field="starts_at")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("Repeat it on %(days)d days at most.") % {"days": MOST_DAYS}, field="days")
    if days > 1 and length > DAY:
        raise Invalid(_("What is repeated each day lasts 24 hours at most."), field="ends_at")


def _languages(actor: Actor, task_force: TaskForce, shift: Shift) -> list[str]:
    if len(shift.languages) > MOST_LANGUAGES:
        raise Invalid(_("Give %(most)s at most.") % {"most": MOST_LANGUAGES}, field="languages")
    for code in shift.languages:
        require_code("language", code, field="languages")
    if shift.languages:
        return list(dict.fromkeys(shift.languages))
    before = DutyShift.objects.visible_to(actor).filter(task_force=task_force, person=shift.person)
    return before.order_by("-starts_at").values_list("languages", flat=True).first() or []


def _spans(shift: Shift, days: int, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return begin and end on each day, at the same hours of the clock there: summer time does not shift them."""
    return [(_later(shift.starts_at, day, zone), _later(shift.ends_at, day, zone)) for day in range(days)]


def _later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    there = at.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return there.replace(tzinfo=zone).astimezone(UTC) if days else at


def _write(actor: Actor, rows: list[DutyShift]) -> None:
    try:
        with transaction.atomic():
            DutyShift.objects.visible_to(actor).bulk_create(rows)
    except IntegrityError as error:
        if "duty_shift_once_at_a_time" not in str(error):
            raise
        raise Invalid(_("This person is on duty at this time already. Choose other hours."), field="person") from error
