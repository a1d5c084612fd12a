"""A supervisor's acts on a seizure: verify, reject, open again, lock."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.events import append
from aircop.reference.queries import require_code
from seizures.enums import SeizureStatus
from seizures.events import SeizureLocked, SeizureRejected, SeizureReopened, SeizureVerified
from seizures.models import Seizure
from seizures.rules import can_lock_seizure, can_reject_seizure, can_reopen_seizure, can_verify_seizure
from seizures.services.seizure import locked, require_version


def _step(seizure: Seizure, then: SeizureStatus, **written: Any) -> dict[str, tuple[Any, Any]]:
    """Put the seizure into the state, write what goes with it, and return the differences."""
    written = {"status": then, **written}
    differences = {name: (getattr(seizure, name), value) for name, value in written.items()}
    for name, value in written.items():
        setattr(seizure, name, value)
    seizure.version += 1
    seizure.save(force_update=True)
    return differences


@transaction.atomic
def verify_seizure(*, actor: Actor, seizure: Seizure, version: int | None = None) -> Seizure:
    """Confirm a submitted seizure. Refuses its author, other units, and a version the supervisor did not see."""
    seizure = locked(actor, seizure)
    require(can_verify_seizure(actor, seizure))
    require_version(seizure, version)
    changes = _step(seizure, SeizureStatus.VERIFIED, verified_by_id=actor.subject_id, verified_at=timezone.now())
    record(actor, "seizure.verify", about=seizure, changes=changes)
    append(SeizureVerified(seizure.pk, seizure.recorded_by_id), about=seizure, actor=actor)
    return seizure


@transaction.atomic
def reject_seizure(
    *, actor: Actor, seizure: Seizure, rejection: str, words: str = "", version: int | None = None
) -> Seizure:
    """Send a submitted seizure back to its author, with a reason from the list and perhaps words."""
    seizure = locked(actor, seizure)
    require(can_reject_seizure(actor, seizure))
    require_code("rejection_reason", rejection, field="rejection")
    require_version(seizure, version)
    changes = _step(seizure, SeizureStatus.REJECTED, rejection=rejection)
    record(actor, "seizure.reject", about=seizure, changes=changes, reason=words)
    append(SeizureRejected(seizure.pk, seizure.recorded_by_id, rejection), about=seizure, actor=actor)
    return seizure


@transaction.atomic
def reopen_seizure(*, actor: Actor, seizure: Seizure, words: str, version: int | None = None) -> Seizure:
    """Open a verified seizure for changes; it has to be verified again."""
    seizure = locked(actor, seizure)
    require(can_reopen_seizure(actor, seizure))
    require_version(seizure, version)
    changes = _step(seizure, SeizureStatus.SUBMITTED, verified_by_id=None, verified_at=None)
    record(actor, "seizure.reopen", about=seizure, changes=changes, reason=words)
    append(SeizureReopened(seizure.pk, seizure.recorded_by_id), about=seizure, actor=actor)
    return seizure


@transaction.atomic
def lock_seizure(*, actor: Actor, seizure: Seizure, version: int | None = None) -> Seizure:
    """Close a verified seizure against changes, for good."""
    seizure = locked(actor, seizure)
    require(can_lock_seizure(actor, seizure))
    require_version(seizure, version)
    changes = _step(seizure, SeizureStatus.LOCKED, locked_at=timezone.now())
    record(actor, "seizure.lock", about=seizure, changes=changes)
    append(SeizureLocked(seizure.pk, seizure.recorded_by_id), about=seizure, actor=actor)
    return seizure
