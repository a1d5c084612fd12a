"""When nobody reacts to what is urgent: it goes on to who is on duty, then to the supervisors; so does its review.

The clock of an addressed unit or agency stands on its row of addressees. An agency has no roster: what it has not in
hand goes to its supervisors, all over it. The clock starts when the warning is brought there and ends
with the first word that it is in hand, with a recall, or when the time of the warning runs out. Each step is one
transaction of the system's, under a lock that other workers pass by: a worker that dies leaves the step to the next.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from aircop.access.actor import NOBODY
from aircop.access.roles import Permission, Role, roles_with
from aircop.access.unscoped import unscoped
from aircop.audit import record
from aircop.events import append
from alerts.enums import Step, Why
from alerts.events import AlertEscalated, AlertReviewOverdue
from alerts.models import Alert, EscalationStep
from alerts.services.delivery import NO_HAND, PRESSES, RING_ONCE_MORE, WAKE, channels
from taskforces.models import Agency, TaskForce

REASON = "urgent warnings to which nobody reacts go on to others"
ACKNOWLEDGE_WITHIN = timedelta(minutes=15)  # from one step to the next
STEPS = (Step.DUTY, Step.SUPERVISORS)  # afterwards the telling unit sees that nobody reacted
STEPS_OF_AGENCIES = (Step.SUPERVISORS,)
AT_ONCE = 200  # steps that one task takes

START = """
UPDATE alerts_addressee a SET due_at = statement_timestamp() + %s::interval
  FROM alerts_alert e
 WHERE a.alert_id = %s AND e.id = a.alert_id AND :presses AND e.status = 'published'
   AND a.acknowledged_at IS NULL AND a.due_at IS NULL AND a.escalated = 0
""".replace(":presses", PRESSES)
NAMES = ("id", "access_list_id", "root_list_id", "owner_agency", "owner_unit", "reference", "handling")
NAMED = ", ".join(f"e.{name}" for name in NAMES)  # of an alert, what an entry and an event tell
RUNS = "e.status = 'published' AND e.valid_until > statement_timestamp() AND e.withdrawn_at IS NULL"
STOP = """
UPDATE alerts_addressee SET due_at = NULL WHERE id IN (
  SELECT a.id FROM alerts_addressee a JOIN alerts_alert e ON e.id = a.alert_id
   WHERE a.due_at <= statement_timestamp() AND (a.acknowledged_at IS NOT NULL OR NOT (:RUNS))
     FOR UPDATE OF a SKIP LOCKED)
""".replace(":RUNS", RUNS)
# A recall waits for the step, or the step for nothing: whoever is rung here is told of the recall as well.
DUE = """
SELECT a.id, a.escalated, a.unit_id, a.agency_id, :NAMED
  FROM alerts_addressee a JOIN alerts_alert e ON e.id = a.alert_id
 WHERE a.due_at <= statement_timestamp() AND a.acknowledged_at IS NULL AND :RUNS
 ORDER BY a.due_at LIMIT 1 FOR UPDATE OF a SKIP LOCKED FOR SHARE OF e SKIP LOCKED
""".replace(":RUNS", RUNS).replace(":NAMED", NAMED)
UNREVIEWED = """
SELECT e.task_force_id, NULL::uuid, :NAMED FROM alerts_alert e
 WHERE e.urgent AND e.reviewed_at IS NULL AND e.review_by <= statement_timestamp() AND :RUNS
   AND NOT EXISTS (SELECT FROM alerts_escalationstep s WHERE s.alert_id = e.id AND s.step = 'review')
 ORDER BY e.review_by LIMIT 1 FOR NO KEY UPDATE OF e SKIP LOCKED
""".replace(":RUNS", RUNS).replace(":NAMED", NAMED)
GO_ON = """
UPDATE alerts_addressee SET escalated = %(escalated)s, escalated_at = statement_timestamp(),
       due_at = CASE WHEN %(last)s THEN NULL ELSE statement_timestamp() + %(within)s END
 WHERE id = %(addressee)s
"""
IN_FORCE = "s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())"
# Who sits in a unit, or in an agency, in one of these roles, but for who wrote or sent the warning.
SITTING = """
  FROM alerts_alert e
  JOIN access_seat s ON s.role = ANY (%(roles)s) AND :IN_FORCE AND s.group_id IN (
    SELECT r.group_id FROM taskforces_unitrole r WHERE r.task_force_id = %(unit)s AND r.role = ANY (%(roles)s)
     UNION ALL SELECT g.group_id FROM taskforces_agency g WHERE g.id = %(agency)s)
 WHERE e.id = %(alert)s AND :no_hand
""".replace(":IN_FORCE", IN_FORCE).replace(":no_hand", NO_HAND)
SUPERVISORS = "SELECT DISTINCT s.user_id :SITTING ORDER BY s.user_id".replace(":SITTING", SITTING)
# Whoever stands in for another is rung when nobody else is on duty.
ON_DUTY = """
WITH duty AS (
  SELECT d.person_id, d.backup FROM taskforces_dutyshift d
   WHERE d.task_force_id = %(unit)s AND d.withdrawn_at IS NULL
     AND d.starts_at <= statement_timestamp() AND d.ends_at > statement_timestamp()
     AND d.person_id IN (SELECT s.user_id :SITTING))
SELECT DISTINCT person_id FROM duty
 WHERE NOT backup OR NOT EXISTS (SELECT FROM duty o WHERE NOT o.backup) ORDER BY person_id
""".replace(":SITTING", SITTING)
# A row of its own for who has none yet; who has one is rung anew, and that is another message.
RING = """
INSERT INTO alerts_delivery AS d
  (id, alert_id, recipient_id, agency_id, channel, why, urgent, attempts, fault, next_at, delivered_at)
SELECT gen_random_uuid(), %(alert)s, told.user_id, told.agency_id, way.channel, %(why)s, true, 0, '',
       CASE way.channel WHEN 'app' THEN NULL ELSE statement_timestamp() END,
       CASE way.channel WHEN 'app' THEN statement_timestamp() END
  FROM (SELECT DISTINCT ON (s.user_id) s.user_id, s.agency_id :SITTING AND s.user_id = ANY (%(people)s)
         ORDER BY s.user_id, s.id) told
 CROSS JOIN unnest(%(channels)s::text[]) AS way(channel)
 ORDER BY told.user_id, way.channel
ON CONFLICT (alert_id, recipient_id, channel) DO UPDATE SET
  :ring_once_more, why = excluded.why, urgent = true, delivered_at = excluded.delivered_at
 WHERE d.recalled_at IS NULL
""".replace(":SITTING", SITTING).replace(":ring_once_more", RING_ONCE_MORE)


def start_clocks(alert_id: UUID) -> int:
    """Start the clock of each unit and agency that something urgent was brought to; asked again, nothing changes."""
    with unscoped(REASON) as alias, connections[alias].cursor() as cursor:
        cursor.execute(START, [str(ACKNOWLEDGE_WITHIN), alert_id])
        return int(cursor.rowcount)


def run_clocks(most: int = AT_ONCE) -> int:
    """Take the steps that are due, and return how many; the clock asks for it."""
    with unscoped(REASON) as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute(STOP)
        taken = 0
        while taken < most and _escalate(alias):
            taken += 1
        while taken < most and _remind(alias):
            taken += 1
        return taken


# The parts ----------------------------------------------------------------------------------------------------------


def _escalate(alias: str) -> bool:
    """Take the next step of the clock that is due longest; straight on to the supervisors when nobody is on duty."""
    with transaction.atomic(using=alias):
        found = _one(alias, DUE)
        if found is None:
            return False
        addressee, escalated, *named = found
        alert, side = _stage(alias, named)
        steps = STEPS if isinstance(side, TaskForce) else STEPS_OF_AGENCIES
        people: Sequence[UUID] = ()
        while not people and escalated < len(steps):
            step = steps[escalated]
            people, escalated = _ring(alias, alert, side, step, Why.UNHEARD), escalated + 1
            append(AlertEscalated(alert.pk, addressee, step.value), about=alert, actor=NOBODY, using=alias)
        told = {"addressee": addressee, "escalated": escalated, "last": escalated >= len(steps)}
        with connections[alias].cursor() as cursor:
            cursor.execute(GO_ON, told | {"within": ACKNOWLEDGE_WITHIN})
            cursor.execute(WAKE)
    return True


def _remind(alias: str) -> bool:
    """Tell the supervisors of the unit that sent it, once, that a warning still waits for its review."""
    with transaction.atomic(using=alias):
        found = _one(alias, UNREVIEWED)
        if found is None:
            return False
        alert, unit = _stage(alias, found)
        _ring(alias, alert, unit, Step.REVIEW, Why.REVIEW)
        append(AlertReviewOverdue(alert.pk), about=alert, actor=NOBODY, using=alias)
        with connections[alias].cursor() as cursor:
            cursor.execute(WAKE)
    return True


def _one(alias: str, sql: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def _stage(alias: str, found: Sequence[Any]) -> tuple[Alert, TaskForce | Agency]:
    unit_id, agency_id, *named = found
    alert = Alert(**dict(zip(NAMES, named, strict=True)))
    if unit_id:
        return alert, TaskForce.objects.using(alias).get(pk=unit_id)
    return alert, Agency.objects.using(alias).get(pk=agency_id)


def _ring(alias: str, alert: Alert, side: TaskForce | Agency, step: Step, why: Why) -> Sequence[UUID]:
    """Write one step, ring the people it goes to, and return them."""
    duty = step == Step.DUTY
    roles = roles_with(Permission.ANSWER_ALERT) if duty else [Role.SUPERVISOR]
    unit, agency = (side.pk, None) if isinstance(side, TaskForce) else (None, side.pk)
    told: dict[str, Any] = {"alert": alert.pk, "unit": unit, "agency": agency, "roles": [str(role) for role in roles]}
    with connections[alias].cursor() as cursor:
        cursor.execute(ON_DUTY if duty else SUPERVISORS, told)
        people = [row[0] for row in cursor.fetchall()]
        row = EscalationStep(alert_id=alert.pk, unit_id=unit, agency_id=agency, step=step, people=people)
        row.save(using=alias, force_insert=True)
        cursor.execute(RING, told | {"people": people, "why": why, "channels": channels()})
    changes = {"escalations": (None, step.value)}
    whom = side.code if isinstance(side, TaskForce) else str(side)
    record(NOBODY, "alert.escalate", about=alert, changes=changes, recipients=[whom], using=alias)
    return people
