"""Reminders of referrals: once for each clock that ran out, before both units."""

from django.db import connections, transaction

from aircop.access.actor import NOBODY
from aircop.access.unscoped import unscoped
from aircop.events import append
from seizures.case_events import ReferralLate
from seizures.enums import Clock
from seizures.models import Case

MOST = 500  # referrals at once, so that nobody waits long for a row
REMIND = """
UPDATE seizures_referral r SET late = due.clock FROM (
  SELECT id, CASE status WHEN 'offered' THEN %(answer)s ELSE %(work)s END AS clock FROM seizures_referral
   WHERE status IN ('offered', 'accepted')
     AND CASE status WHEN 'offered' THEN due_at ELSE work_due_at END <= statement_timestamp()
     AND late <> CASE status WHEN 'offered' THEN %(answer)s ELSE %(work)s END
   ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
) due, seizures_case c WHERE r.id = due.id AND c.id = r.case_id AND c.withdrawn_at IS NULL
RETURNING c.id, c.access_list_id, c.root_list_id, r.id, r.offered_by_id, r.answered_by_id, r.late
"""


def remind_of_referrals() -> int:
    """Announce, once each, the offers that nobody answered in time and the cases not handed back in time.

    By the clock: nobody acts, and nothing is shown to anybody who does not see the case. Returns how many they are.
    """
    with unscoped("referrals whose clock ran out") as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(REMIND, {"answer": Clock.ANSWER, "work": Clock.WORK, "most": MOST})
            rows = cursor.fetchall()
        for pk, access_list, root_list, referral, author, other, clock in rows:
            case = Case(id=pk, access_list_id=access_list, root_list_id=root_list)
            append(ReferralLate(pk, referral, author, other, clock), about=case, actor=NOBODY, using=alias)
    return len(rows)
