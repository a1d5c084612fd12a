"""A shift as pages show it: by the clock of its airport, with the name for colleagues alone."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.reference.queries import label
from aircop.web.words import day
from taskforces.models import DutyShift
from taskforces.queries.duty import may_name


def shift_row(actor: Actor, shift: DutyShift) -> dict[str, Any]:
    """Return what a row shows."""
    zone, now = ZoneInfo(shift.task_force.airport.timezone), timezone.now()
    return {
        "shift": shift,
        "name": str(shift.person) if may_name(actor, shift) else "",
        "languages": [label("language", code) for code in shift.languages],
        "from": _clock(shift.starts_at, zone),
        "until": _clock(shift.ends_at, zone, beside=shift.starts_at),
        "runs": shift.starts_at <= now < shift.ends_at,
        "day": day(shift.starts_at.astimezone(zone)),
    }


def by_day(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows under the days on which they begin."""
    return [{"day": name, "rows": list(group)} for name, group in groupby(rows, key=lambda row: row["day"])]


def _clock(at: datetime, zone: ZoneInfo, beside: datetime | None = None) -> str:
    """Return the time there, with the day where it is another one."""
    there = at.astimezone(zone)
    words = date_format(there, "H:i")
    if beside is None or beside.astimezone(zone).date() == there.date():
        return words
    return _("%(time)s on %(day)s") % {"time": words, "day": day(there)}
