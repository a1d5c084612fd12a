"""Erasure by order of the law: the one act that empties a record, by the owner's login.

Higher floors name their own kinds of records and hand them to `erase_record`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from aircop.access import erasure
from aircop.access.actor import Actor
from aircop.access.models import Protected
from aircop.access.verdict import Rule, require
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


@dataclass(frozen=True)
class Kind:
    """One kind of record that is erased by an order of its own.

    What the audit calls it, who may, what the stream tells, and what goes before the record itself.
    """

    noun: str
    model: type[Protected]
    may: Rule
    event: Callable[[UUID], Any]
    before: Callable[..., None] = lambda **_told: None


@transaction.atomic(using="owner")
def erase_record(*, actor: Actor, kind: Kind, reference: str, order: str) -> bool:
    """Empty a record, its parts and the values of its history, and withdraw it for good; what it counted, stays.

    `reference` is the record's reference or id: it may be withdrawn, restricted or locked. Return whether anything was
    done: a record that was erased is left alone. Refuses a legal hold, an order without words, and who is neither
    administrator of the owning agency nor of the platform. The audit keeps who did it and the order, never what it
    took; backups and what was printed or exported are the runbook's.
    """
    found: Any = erasure.find(kind.model, **which(reference))
    if found is None:
        raise Missing
    require(kind.may(actor, found))
    if not order.strip():
        raise Invalid(_("Name the order: court, number, date."), field="order")
    if found.erased_at is not None:
        return False
    kind.before(actor=actor, about=found, order=order)
    erase_history(erasure.erase(found))
    found.refresh_from_db(using="owner")
    found.erased_at, found.version = Now(), found.version + 1
    found.withdrawn_at = found.withdrawn_at or Now()
    found.save(using="owner", force_update=True, update_fields=["erased_at", "withdrawn_at", "version"])
    record(actor, f"{kind.noun}.erase", about=found, purpose=order.strip(), using="owner")
    append(kind.event(found.pk), about=found, actor=actor, using="owner")
    return True


def erase_seizure(*, actor: Actor, reference: str, order: str) -> bool:
    """Erase a seizure with its persons, files and what was begun about it."""
    return erase_record(actor=actor, kind=SEIZURE, reference=reference, order=order)


def erase_case(*, actor: Actor, reference: str, order: str) -> bool:
    """Erase a case, its notes and tasks. What is linked to it stays: each of those records has an order of its own."""
    return erase_record(actor=actor, kind=CASE, reference=reference, order=order)


def _forget_begun(*, about: Seizure, **_told: Any) -> None:
    """Forget what was typed and sent for a seizure: what is on its way is no part of the record yet."""
    filed = about.attachments.using("owner")
    forget_uploads(about.pk, list(filed.values_list("pk", flat=True)), using="owner")
    for name in ("record", "about"):
        erasure.remove(EntryDraft, **{name: about.pk})


def _seizure_erased(pk: UUID) -> SeizureErased:
    return SeizureErased(pk)


def _case_erased(pk: UUID) -> CaseErased:
    return CaseErased(pk)


SEIZURE = Kind("seizure", Seizure, can_erase_seizure, _seizure_erased, _forget_begun)
CASE = Kind("case", Case, can_erase_case, _case_erased)


def which(reference: str) -> dict[str, str]:
    """Return how a record is looked up: a reference holds the unit's code, an id is hexadecimal."""
    digits = reference.strip().replace("-", "")
    is_id = len(digits) == 32 and all(each in "0123456789abcdefABCDEF" for each in digits)  # noqa: PLR2004
    return {"pk": digits} if is_id else {"reference": reference.strip().upper()}
