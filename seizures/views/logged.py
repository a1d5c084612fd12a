"""What somebody is told right after logging: who has it now, what is missing, what looks alike, what to do next."""

from typing import Any
from uuid import UUID

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.roles import Permission
from seizures.models import Seizure
from seizures.queries.duplicate import alike, traits_of
from seizures.rules import can_change_seizure
from seizures.views.alike import told
from seizures.views.rows import rows_of
from taskforces.queries.task_force import holding

LOGGED = "logged"
MOST_ALIKE = 3


def note_logged(request: ActorRequest, seizure: Seizure) -> None:
    """Remember that the next look at this record is the one right after logging it."""
    request.session[LOGGED] = str(seizure.pk)


def just_logged(request: ActorRequest, pk: UUID) -> bool:
    """Whether this look is the one right after logging; the next one is not."""
    if request.session.get(LOGGED) != str(pk):
        return False
    del request.session[LOGGED]
    return True


def after_logging(actor: Actor, seizure: Seizure) -> dict[str, Any]:
    """Return what the page says beside the record itself."""
    verifiers = holding(seizure.task_force_id, Permission.VERIFY_SEIZURE).exclude(person_id=actor.subject_id)
    return {
        "verifiers": [{"name": each.person.name, "agency": each.agency.short_name} for each in verifiers],
        "alike": _alike(actor, seizure),
        "may_add_item": bool(can_change_seizure(actor, seizure)),
    }


def _alike(actor: Actor, seizure: Seizure) -> list[dict[str, Any]]:
    traits = traits_of(seizure.pk)
    found = alike(traits)[:MOST_ALIKE] if traits else []
    likenesses = {other.id: how for other, how in found if other.id}
    if not likenesses:
        return []
    rows = Seizure.objects.visible_to(actor).with_rows().filter(pk__in=likenesses)
    return [told(row, likenesses[row["record"].pk]) for row in rows_of(rows)]
