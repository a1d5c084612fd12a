"""Quiet hours: kept and ended by their person, and asked before an e-mail goes out."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from alerts.events import QuietHoursEnded, QuietHoursKept
from alerts.models import Delivery, QuietHours
from alerts.queries.quiet_hours import own_quiet_hours
from alerts.rules import can_keep_quiet
from alerts.services.hours import quiet_until, zone_named

FIELDS = ("begins", "ends", "timezone")


@transaction.atomic
def keep_quiet_hours(*, actor: Actor, begins: time, ends: time, zone: str) -> QuietHours:
    """Say from when to when no e-mail about alerts and messages is to come; whoever said so before changes it.

    Refuses hours without an end, and time zones that do not exist.
    """
    require(can_keep_quiet(actor))
    if _minute(begins) == _minute(ends):
        raise Invalid(_("Choose an end that differs from the beginning."), field="ends")
    if zone_named(zone).key != zone:
        raise Invalid(_("Choose a time zone of the list."), field="timezone")
    row = own_quiet_hours(actor) or QuietHours(person_id=actor.subject_id)  # type: ignore[misc]
    before = {name: getattr(row, name) for name in FIELDS} if row.begins else dict.fromkeys(FIELDS)
    row.begins, row.ends, row.timezone = _minute(begins), _minute(ends), zone
    row.save()
    record(actor, "quiet.keep", about=row, changes={name: (was, getattr(row, name)) for name, was in before.items()})
    append(QuietHoursKept(row.person_id), about=row, actor=actor)
    return row


@transaction.atomic
def end_quiet_hours(*, actor: Actor) -> None:
    """Let e-mail about alerts and messages come at every hour again; what waits goes when it would have gone."""
    require(can_keep_quiet(actor))
    row = own_quiet_hours(actor)
    if row is None:
        raise Missing
    record(actor, "quiet.end", about=row)
    append(QuietHoursEnded(row.person_id), about=row, actor=actor)
    row.delete()


def resting(alias: str, rows: Iterable[Delivery]) -> dict[UUID, datetime]:
    """Return, of the mails that are due, those that fall into quiet hours, and when these end; nothing urgent is."""
    asked = {row.recipient_id for row in rows if row.recipient_id is not None}
    kept = QuietHours.objects.using(alias).filter(person_id__in=asked) if asked else ()
    quiet = {each.person_id: each for each in kept}
    now = timezone.now()
    found: dict[UUID, datetime] = {}
    for row in rows:
        hours = quiet.get(row.recipient_id)  # type: ignore[arg-type]
        if hours is not None and not row.urgent:
            ends = quiet_until(now, hours.begins, hours.ends, zone_named(hours.timezone))
            found |= {row.pk: ends} if ends else {}
    return found


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0)
