"""Erasure by order of the law: what belongs to an alert, a thread and a closed group beside the one act of erasing."""

from typing import Any
from uuid import UUID

from aircop.access import erasure
from aircop.access.actor import Actor
from aircop.access.verdict import allow
from aircop.files.sweeping import forget_uploads
from alerts.events import AlertErased
from alerts.message_events import GroupErased, ThreadErased
from alerts.message_rules import can_erase_thread
from alerts.models import Alert, AlertPhoto, ClosedGroup, MessageFile, Thread
from alerts.rules import can_erase_alert
from seizures.services.erasure import Kind, erase_record


def erase_alert(*, actor: Actor, reference: str, order: str) -> bool:
    """Erase an alert, its photos and what came back on it."""
    return erase_record(actor=actor, kind=ALERT, reference=reference, order=order)


def erase_thread(*, actor: Actor, reference: str, order: str) -> bool:
    """Erase a thread: every message of it, whoever wrote it, with the files that came along."""
    return erase_record(actor=actor, kind=THREAD, reference=reference, order=order)


def erase_group(*, actor: Actor, reference: str, order: str) -> bool:
    """Erase a closed group and all that was written in it."""
    return erase_record(actor=actor, kind=GROUP, reference=reference, order=order)


def _forget_photos(*, about: Alert, **_told: Any) -> None:
    forget_uploads(about.pk, erasure.found_ids(AlertPhoto, alert=about), using="owner")


def _forget_files(*, about: Thread, **_told: Any) -> None:
    forget_uploads(about.pk, erasure.found_ids(MessageFile, thread=about), using="owner")


def _erase_threads(*, actor: Actor, about: ClosedGroup, order: str) -> None:
    """Erase what was written in the group, whoever began it."""
    for each in erasure.found_ids(Thread, group=about):
        erase_record(actor=actor, kind=OF_GROUP, reference=str(each), order=order)


def _alert_erased(pk: UUID) -> AlertErased:
    return AlertErased(pk)


def _thread_erased(pk: UUID) -> ThreadErased:
    return ThreadErased(pk)


def _group_erased(pk: UUID) -> GroupErased:
    return GroupErased(pk)


ALERT = Kind("alert", Alert, can_erase_alert, _alert_erased, _forget_photos)
THREAD = Kind("thread", Thread, can_erase_thread, _thread_erased, _forget_files)
OF_GROUP = Kind(
    "thread", Thread, lambda *_asked: allow(), _thread_erased, _forget_files
)  # the order is about the group
GROUP = Kind("group", ClosedGroup, can_erase_thread, _group_erased, _erase_threads)
