"""Erasure by order of the law: what belongs to an alert, a thread and a closed group beside the one act of erasing."""

from typing import Any

from aircop.access.actor import Actor
from aircop.access.verdict import allow
from aircop.files.sweeping import forget_uploads
from alerts.events import AlertErased
from alerts.message_events import GroupErased, ThreadErased
from alerts.message_rules import can_erase_thread
from alerts.models import Alert, Group, Thread
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
    filed = about.photos.using("owner").values_list("pk", flat=True)
    forget_uploads(about.pk, list(filed), using="owner")


def _forget_files(*, about: Thread, **_told: Any) -> None:
    filed = about.files.using("owner").values_list("pk", flat=True)
    forget_uploads(about.pk, list(filed), using="owner")


def _erase_threads(*, actor: Actor, about: Group, order: str) -> None:
    """Erase what was written in the group, whoever began it."""
    ids = Thread.objects.using("owner").filter(group=about).values_list("pk", flat=True)
    for each in list(ids):
        erase_record(actor=actor, kind=OF_GROUP, reference=str(each), order=order)


ALERT = Kind("alert", Alert, can_erase_alert, AlertErased, _forget_photos)
THREAD = Kind("thread", Thread, can_erase_thread, ThreadErased, _forget_files)
OF_GROUP = Kind("thread", Thread, lambda *_asked: allow(), ThreadErased, _forget_files)  # the order is about the group
GROUP = Kind("group", Group, can_erase_thread, GroupErased, _erase_threads)
