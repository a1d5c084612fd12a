"""Who may say that two persons on record are one, or are two: role, agency, reach and identities in one answer."""

from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import Level, Permission
from aircop.access.verdict import Verdict, lacks, refuse, rule
from seizures.enums import SeizureStatus
from seizures.models import Person
from seizures.rules import can_handle_identities, can_read_identity


@rule
def can_merge_person(actor: Actor, person: Person) -> Verdict:
    """A supervisor who serves with the owner, manages the record and sees the identity merges, and undoes it.

    Asked of both persons.
    """
    return _may(actor, person, Permission.MERGE_PERSON, Level.MANAGE)


@rule
def can_tell_apart_person(actor: Actor, person: Person) -> Verdict:
    """Who serves with the owner, adds to the record and sees the identity says that two persons are two."""
    return _may(actor, person, Permission.EDIT_SEIZURE, Level.CONTRIBUTE)


def _may(actor: Actor, person: Person, permission: Permission, level: Level) -> Verdict:
    if not actor.may(permission):
        return lacks(permission)
    if not _acts_for(actor, person):
        return refuse(_("Only the unit or the agency whose record it is may say who is one person."), "agency")
    if level not in grants.held_here(actor, person):
        return refuse(_("You may read this record, but not change it."), "level")
    if person.seizure.status == SeizureStatus.DRAFT:
        return refuse(_("Submit the seizure first."), "state")
    return can_read_identity(actor, person) and can_handle_identities(actor, person)


def _acts_for(actor: Actor, person: Person) -> bool:
    return actor.in_unit(person.owner_unit) or (
        actor.acting is not None and actor.acting.agency_id == person.owner_agency
    )
