"""The forms of a seizure for a request, and the id that a form's own id stands for."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.crypto import salted_hmac

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.accounts.models import User
from seizures.forms.change import ChangeForm
from seizures.forms.handling import keep_handling
from seizures.forms.seizure import QuickForm
from seizures.models import Seizure
from seizures.queries.seizure import own_by_id
from seizures.rules import can_handle_identities, can_set_handling
from taskforces.models import TaskForce


def quick_form(request: ActorRequest, unit: TaskForce, data: Any = None) -> QuickForm:
    """Return the quick entry of the unit in which somebody acts."""
    acting = request.actor.acting
    zone = cast("User", request.user).timezone
    return QuickForm(data, unit=unit, zone=zone, agency=acting.agency_id if acting else None)


def change_form(request: ActorRequest, seizure: Seizure, **kwargs: Any) -> ChangeForm:
    """Return the change of a seizure, with as much of it as somebody may write where it acts."""
    identities = bool(can_handle_identities(request.actor, seizure))
    zone = cast("User", request.user).timezone
    form = ChangeForm(seizure=seizure, identities=identities, unit=seizure.task_force, zone=zone, **kwargs)
    keep_handling(form, can_set_handling(request.actor, seizure))
    return form


def own_id(actor: Actor, asked: UUID | None) -> UUID | None:
    """Return the id that a form's id stands for with this author alone.

    Taken as it is, it would tell whoever sends the id of a hidden record that there is one.
    """
    if asked is None:
        return None
    mixed = bytearray(salted_hmac("seizures.record", f"{actor.subject_id}:{asked}", algorithm="sha256").digest()[:10])
    mixed[0], mixed[2] = mixed[0] & 0x0F | 0x70, mixed[2] & 0x3F | 0x80  # version and variant of a UUIDv7
    return UUID(bytes=asked.bytes[:6] + bytes(mixed))


def photos_for(actor: Actor, form: forms.Form) -> UUID | None:
    """Return the id that the record of a form will have: photos taken before it is saved wait for it."""
    try:
        return own_id(actor, UUID(str(form["record"].value())))
    except ValueError:
        return None


def own_record(actor: Actor, asked: UUID | None) -> Seizure | None:
    """Return the record that the actor made by the form of that id, if it was sent."""
    made = own_id(actor, asked)
    return own_by_id(actor, made) if made else None
