"""Closed groups by the clock: their last day is announced, and their end."""

from typing import Any

from django.db import connections, transaction

from aircop.access.actor import NOBODY
from aircop.access.unscoped import unscoped
from aircop.audit import record
from aircop.events import append
from alerts.enums import GroupClock
from alerts.message_events import GroupEnded, GroupLastDay
from alerts.models import ClosedGroup

MOST = 500  # groups at once, so that nobody waits long for a row
ANNOUNCE = """
UPDATE alerts_closedgroup g SET announced = due.clock FROM (
  SELECT id, CASE WHEN ends_at <= statement_timestamp() THEN %(over)s ELSE %(last_day)s END AS clock
    FROM alerts_closedgroup
   WHERE ended_at IS NULL AND withdrawn_at IS NULL AND ends_at <= statement_timestamp() + interval '1 day'
     AND announced <> CASE WHEN ends_at <= statement_timestamp() THEN %(over)s ELSE %(last_day)s END
   ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
) due WHERE g.id = due.id
RETURNING g.id, g.access_list_id, g.root_list_id, g.owner_agency, g.owner_unit, g.reference, g.announced
"""
NAMES = ("id", "access_list_id", "root_list_id", "owner_agency", "owner_unit", "reference", "announced")


def announce_ends_of_groups() -> int:
    """Announce, once each, that the last day of a group has begun, and that its time has run out.

    By the clock: nobody acts, and nothing is shown to anybody but its members. Returns how many they are.
    """
    told: dict[str, Any] = {"over": GroupClock.OVER, "last_day": GroupClock.LAST_DAY, "most": MOST}
    with unscoped("closed groups whose last day has come") as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(ANNOUNCE, told)
            rows = cursor.fetchall()
        for row in rows:
            group = ClosedGroup(**dict(zip(NAMES, row, strict=True)))
            if group.announced == GroupClock.LAST_DAY:
                append(GroupLastDay(group.pk), about=group, actor=NOBODY, using=alias)
                continue
            record(NOBODY, "group.expire", about=group, using=alias)
            append(GroupEnded(group.pk), about=group, actor=NOBODY, using=alias)
    return len(rows)
