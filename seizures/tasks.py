"""By the clock: filing what arrived before its record was saved, forgetting entries that were left, reminders."""

from uuid import UUID

import structlog
from celery import shared_task
from django.db import transaction
from django.db.models import F

from aircop.access.actor import Actor
from aircop.access.binding import acting
from aircop.access.unscoped import unscoped
from aircop.errors import DomainError
from aircop.files.models import Upload
from seizures.models import Seizure
from seizures.rules import can_add_to_seizure, can_handle_identities
from seizures.services.attachment import attach_upload
from seizures.services.case_reminder import remind_of_cases
from seizures.services.entry_draft import forget_old_entries
from seizures.services.referral_reminder import remind_of_referrals

log = structlog.get_logger()
MOST = 500


@shared_task
def forget_old_entries_task() -> int:
    """Delete entries begun that nobody went on with for thirty days."""
    return forget_old_entries()


@shared_task
def remind_of_cases_task() -> int:
    """Announce the cases in which something is left to do after thirty and after ninety days."""
    return remind_of_cases()


@shared_task
def remind_of_referrals_task() -> int:
    """Announce the referrals whose clock ran out."""
    return remind_of_referrals()


@shared_task
def attach_waiting_task() -> int:
    """File what waits for records that exist by now; as a rule the event of the record did it at once."""
    with unscoped("files that arrived before their record was saved") as alias:
        whole = Upload.objects.using(alias).filter(received=F("size"), record__isnull=False, filed_as__isnull=True)
        waiting = list(whole.values_list("owner_id", "record").distinct()[:MOST])
    return sum(attach_waiting(owner, record) for owner, record in waiting if record)


def attach_waiting(owner: UUID, record: UUID) -> int:
    """File, as their sender and with the sender's rights of now, the uploads that wait for a record; return how many.

    Each row is locked before it is asked whether it is whole: a last piece that arrives at this moment is either seen
    here, or its sender finds the record there.
    """
    with acting(owner) as actor:
        seizure = Seizure.objects.visible_to(actor).filter(pk=record).first()
        if seizure is None:
            return 0
        rows = Upload.objects.select_for_update().filter(owner_id=owner, record=record, filed_as__isnull=True)
        waiting = [row for row in rows.order_by("id") if row.is_whole]
        return [_attached(_at_work(actor, seizure), seizure, row) for row in waiting].count(True)


def _at_work(actor: Actor, seizure: Seizure) -> Actor:
    """Return the actor in the membership that may add what names people, in the record's own unit if there is one."""
    seats = sorted(actor.memberships, key=lambda each: each.unit_id != seizure.owner_unit)
    seated = (actor.acting_as(each.membership_id) for each in seats)
    may = (each for each in seated if can_add_to_seizure(each, seizure) and can_handle_identities(each, seizure))
    return next(may, actor)


def _attached(actor: Actor, seizure: Seizure, upload: Upload) -> bool:
    try:
        with transaction.atomic():
            attach_upload(actor=actor, seizure=seizure, upload=upload.client)
    except DomainError as refusal:  # one bad file keeps no other from being filed
        log.warning("A file that waited was refused.", upload=str(upload.pk), code=refusal.code)
        return False
    return True
