"""Erasure by order of the law: the one act that empties an alert, by the owner's login."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from aircop.access import erasure
from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.audit.history import erase_history
from aircop.errors import Invalid, Missing
from aircop.events import append
from alerts.events import AlertErased
from alerts.models import Alert
from alerts.rules import can_erase_alert


@transaction.atomic(using="owner")
def erase_alert(*, actor: Actor, reference: str, order: str) -> bool:
    """Empty an alert, what came back on it and the values of its history, and withdraw it for good.

    Return whether anything was done. Refuses a legal hold, an order without words, and who is neither administrator of
    the owning agency nor of the platform. The audit keeps who did it and the order, never what it took.
    """
    alert: Alert | None = erasure.find(Alert, **_which(reference))
    if alert is None:
        raise Missing
    require(can_erase_alert(actor, alert))
    if not order.strip():
        raise Invalid(_("Name the order: court, number, date."), field="order")
    if alert.erased_at is not None:
        return False
    erase_history(erasure.erase(alert))
    alert.refresh_from_db(using="owner")
    alert.erased_at, alert.version = Now(), alert.version + 1
    alert.withdrawn_at = alert.withdrawn_at or Now()
    alert.save(using="owner", force_update=True, update_fields=["erased_at", "withdrawn_at", "version"])
    record(actor, "alert.erase", about=alert, purpose=order.strip(), using="owner")
    append(AlertErased(alert.pk), about=alert, actor=actor, using="owner")
    return True


def _which(reference: str) -> dict[str, Any]:
    try:
        return {"pk": UUID(reference)}
    except ValueError:
        return {"reference": reference}
