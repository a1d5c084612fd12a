"""Erasure by order of the law: the one act that empties a record, by the owner's login."""

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
from aircop.files.sweeping import forget_uploads
from seizures.case_events import CaseErased
from seizures.case_rules import can_erase_case
from seizures.events import SeizureErased
from seizures.models import Case, EntryDraft, Seizure
from seizures.rules import can_erase_seizure


@transaction.atomic(using="owner")
def erase_seizure(*, actor: Actor, reference: str, order: str) -> bool:
    """Empty a seizure, its parts and the values of its history, and withdraw it for good; what it counted, stays.

    `reference` is the record's reference or id: it may be withdrawn, restricted or locked. Return whether anything was
    done: a record that was erased is left alone. Refuses a legal hold, an order without words, and who is neither
    administrator of the owning agency nor of the platform. The audit keeps who did it and the order, never what it
    took; backups and what was printed or exported are the runbook's.
    """
    seizure: Seizure | None = erasure.find(Seizure, **_which(reference))
    if seizure is None:
        raise Missing
    require(can_erase_seizure(actor, seizure))
    if not order.strip():
        raise Invalid(_("Name the order: court, number, date."), field="order")
    if seizure.erased_at is not None:
        return False
    _forget_uploads(seizure)
    erase_history(erasure.erase(seizure))
    for about in ("record", "about"):
        erasure.remove(EntryDraft, **{about: seizure.pk})
    seizure.refresh_from_db(using="owner")
    seizure.erased_at, seizure.version = Now(), seizure.version + 1
    seizure.withdrawn_at = seizure.withdrawn_at or Now()
    seizure.save(using="owner", force_update=True, update_fields=["erased_at", "withdrawn_at", "version"])
    record(actor, "seizure.erase", about=seizure, purpose=order.strip(), using="owner")
    append(SeizureErased(seizure.pk), about=seizure, actor=actor, using="owner")
    return True


@transaction.atomic(using="owner")
def erase_case(*, actor: Actor, reference: str, order: str) -> bool:
    """Empty a case, its notes and tasks and the values of its history, and withdraw it for good, as for a seizure.

    What is linked to it stays: each of those records has an order of its own.
    """
    case: Case | None = erasure.find(Case, **_which(reference))
    if case is None:
        raise Missing
    require(can_erase_case(actor, case))
    if not order.strip():
        raise Invalid(_("Name the order: court, number, date."), field="order")
    if case.erased_at is not None:
        return False
    erase_history(erasure.erase(case))
    case.refresh_from_db(using="owner")
    case.erased_at, case.version = Now(), case.version + 1
    case.withdrawn_at = case.withdrawn_at or Now()
    case.save(using="owner", force_update=True, update_fields=["erased_at", "withdrawn_at", "version"])
    record(actor, "case.erase", about=case, purpose=order.strip(), using="owner")
    append(CaseErased(case.pk), about=case, actor=actor, using="owner")
    return True


def _forget_uploads(seizure: Seizure) -> None:
    """Forget what was sent for it: files have names, and what is on its way is no part of the record yet."""
    filed = seizure.attachments.using("owner")
    forget_uploads(seizure.pk, list(filed.values_list("pk", flat=True)), using="owner")


def _which(reference: str) -> dict[str, str]:
    """Return how the record is looked up: a reference holds the unit's code, an id is hexadecimal."""
    digits = reference.strip().replace("-", "")
    is_id = len(digits) == 32 and all(each in "0123456789abcdefABCDEF" for each in digits)  # noqa: PLR2004
    return {"pk": digits} if is_id else {"reference": reference.strip().upper()}
