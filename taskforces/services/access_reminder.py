"""Reminders of reviews of access: ninety days after the last one, and every thirty days until the next is finished."""

from uuid import UUID

from django.db import connections, transaction

from aircop.access.actor import NOBODY
from aircop.access.roles import Role
from aircop.access.unscoped import unscoped
from aircop.events import append
from taskforces.events import AccessReviewDue
from taskforces.models import Agency
from taskforces.queries.access_review import REVIEWED_EVERY

REMIND = """
UPDATE taskforces_agency a SET review_reminded_at = statement_timestamp()
 WHERE a.recorded_at <= statement_timestamp() - %(every)s::interval
   AND (a.review_reminded_at IS NULL OR a.review_reminded_at <= statement_timestamp() - interval '30 days')
   AND NOT EXISTS (SELECT FROM taskforces_accessreview r WHERE r.agency_id = a.id
                    AND r.finished_at > statement_timestamp() - %(every)s::interval)
   AND EXISTS (SELECT FROM taskforces_membership m WHERE m.agency_id = a.id AND m.role = %(role)s
                AND m.valid_from <= statement_timestamp()
                AND (m.valid_to IS NULL OR m.valid_to > statement_timestamp()))
RETURNING a.id
"""


def remind_of_reviews() -> int:
    """Announce each agency whose access nobody has reviewed for ninety days, if it has an administrator.

    By the clock: nobody acts. A new agency is left in peace for its first ninety days. Returns how many they are.
    """
    with unscoped("reviews of access that are due") as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(REMIND, {"every": f"{REVIEWED_EVERY.days} days", "role": Role.AGENCY_ADMIN.value})
            agencies: list[UUID] = [row[0] for row in cursor.fetchall()]
        for agency in Agency.objects.using(alias).filter(pk__in=agencies):
            append(AccessReviewDue(agency.pk), about=agency, actor=NOBODY, using=alias)
    return len(agencies)
