"""The items of a seizure: add, change, remove, while it may still be changed."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.enums import SeizureStatus
from seizures.events import ItemAdded, ItemChanged, ItemRemoved
from seizures.models import Item, Seizure
from seizures.rules import can_change_seizure
from seizures.services.found import Found, differences, item_of, may_tell, paths, retell
from seizures.services.seizure import locked, require_version
from seizures.services.sighting import note_first_sightings

MOST = 200  # items of one seizure


@transaction.atomic
def add_item(*, actor: Actor, seizure: Seizure, version: int, found: Found) -> Item:
    """Add what else was found to a seizure that is not verified yet. It gets the next number.

    Refuses what `item_of` refuses, identities from a writer who does not see them, and a version that is not the
    present one.
    """
    seizure = _open(actor, seizure, version)
    may_tell(actor, seizure, paths(asdict(found)))
    last = seizure.items.aggregate(last=Max("sequence"))["last"] or 0
    if last >= MOST:
        raise Invalid(_("A seizure has at most %(count)d items. Add them up.") % {"count": MOST})
    item = item_of(seizure, found)
    item.sequence = last + 1
    item.save(force_insert=True)
    _touch(actor, seizure)
    changes = differences(None, item)
    record(actor, "item.add", about=seizure, changes=changes, keep=seizure.status != SeizureStatus.DRAFT)
    append(ItemAdded(seizure.pk, item.sequence), about=seizure, actor=actor)
    _note(actor, seizure)
    return item


@transaction.atomic
def change_item(*, actor: Actor, seizure: Seizure, sequence: int, version: int, told: Mapping[str, Any]) -> Item:
    """Change fields of an item; those that are not told stay, and so does each detail that is not named.

    With another commodity go the fields that it does not have. Refuses as adding does.
    """
    seizure = _open(actor, seizure, version)
    stands = _numbered(seizure, sequence)
    item, changes = retell(actor, seizure, stands, told)
    if not changes:
        return stands
    item.save(force_update=True)
    _touch(actor, seizure)
    record(actor, "item.change", about=seizure, changes=changes, keep=seizure.status != SeizureStatus.DRAFT)
    append(ItemChanged(seizure.pk, sequence, tuple(sorted(changes))), about=seizure, actor=actor)
    _note(actor, seizure)
    return item


@transaction.atomic
def remove_item(*, actor: Actor, seizure: Seizure, sequence: int, version: int) -> None:
    """Take out an item that was added by mistake; its values go to the history, the others keep their numbers.

    Refuses the only item, a seizure without one says nothing, and one that was tested or sent to a laboratory.
    """
    seizure = _open(actor, seizure, version)
    item = _numbered(seizure, sequence)
    if not seizure.items.exclude(sequence=sequence).exists():
        raise Invalid(_("It is the only item of the seizure: change it instead."), code="last_item")
    if any(rows.exists() for rows in (item.field_tests, item.lab_requests, item.lab_results)):
        raise Invalid(_("It was tested or sent to a laboratory: change it instead."), code="examined")
    changes = differences(item, None)
    item.delete()
    _touch(actor, seizure)
    record(actor, "item.remove", about=seizure, changes=changes, keep=seizure.status != SeizureStatus.DRAFT)
    append(ItemRemoved(seizure.pk, sequence), about=seizure, actor=actor)


def _open(actor: Actor, seizure: Seizure, version: int) -> Seizure:
    """Return the seizure, locked, if the actor may change it and saw it as it stands."""
    seizure = locked(actor, seizure)
    require(can_change_seizure(actor, seizure))
    require_version(seizure, version)
    return seizure


def _numbered(seizure: Seizure, sequence: int) -> Item:
    item: Item | None = seizure.items.filter(sequence=sequence).first()
    if item is None:
        raise Missing
    return item


def _note(actor: Actor, seizure: Seizure) -> None:
    if seizure.status != SeizureStatus.DRAFT:
        note_first_sightings(actor, seizure)


def _touch(actor: Actor, seizure: Seizure) -> None:
    seizure.changed_by_id = actor.subject_id
    seizure.version += 1
    seizure.save(update_fields=["changed_by", "version"])
