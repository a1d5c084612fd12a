"""Closed groups: opened for an operation, joined and left, ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessEnded, AccessGranted
from aircop.access.models import ListKind, Share, ShareVia
from aircop.access.roles import Level
from aircop.access.sharing import shares_under
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from alerts.message_events import GroupEnded, GroupMemberAdded, GroupMemberEnded, GroupOpened
from alerts.message_rules import can_add_member, can_end_membership_in_group, can_lead_group, can_open_group
from alerts.models import ClosedGroup, GroupMember, Thread
from alerts.queries.group import visible_group
from seizures.queries.share import Receiver, readers_of
from taskforces.models import Agency, TaskForce
from taskforces.services.reference import next_reference


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What a group is called, for which operation it is, and when it ends."""

    name: str
    operation: str = ""
    ends_at: datetime | None = None


@transaction.atomic
def open_group(*, actor: Actor, purpose: Purpose) -> ClosedGroup:
    """Open a closed group, led by the unit in which the actor acts, which is its first member.

    Refuses who may not lead, a name without words, and an end that has passed.
    """
    require(can_open_group(actor))
    unit = TaskForce.objects.get(pk=actor.acting.unit_id)  # type: ignore[union-attr, misc]  # who may open acts in a unit
    if not purpose.name.strip():
        raise Invalid(_("Give the group a name."), field="name")
    _check_end("ends_at", purpose.ends_at)
    own = grants.open_list(
        kind=ListKind.RESTRICTED,
        label=purpose.name.strip(),
        owner_agency=actor.acting.agency_id,  # type: ignore[union-attr]
        owner_unit=unit.pk,
    )
    group = ClosedGroup(
        reference=next_reference(unit, "G"),
        name=purpose.name.strip(),
        operation=purpose.operation.strip(),
        ends_at=purpose.ends_at,
        task_force=unit,
        access_list=own,
        root_list=own,
        owner_agency=own.owner_agency,
        owner_unit=unit.pk,
        recorded_by_id=actor.subject_id,  # type: ignore[misc]
    )
    given = _share(actor, group, unit, None)  # first: nobody writes what it could not read
    group.save(force_insert=True)
    member = _join(actor, group, unit, given)
    changes = {"name": (None, group.name), "operation": (None, group.operation), "ends_at": (None, group.ends_at)}
    told = {name: value for name, value in changes.items() if value[1]}
    record(actor, "group.open", about=group, changes=told, recipients=[str(member)])
    append(GroupOpened(group.pk), about=group, actor=actor)
    return group


@transaction.atomic
def add_member(*, actor: Actor, group: ClosedGroup, receiver: Receiver, until: datetime | None = None) -> GroupMember:
    """Let a unit, an agency or one person into a closed group; it reads all that was written there before.

    Refuses who does not lead, a group in which another side wrote under H2 or H3, an end that has passed, and who is a
    member already.
    """
    group = _silenced(actor, group)
    require(can_add_member(actor, group))
    _check_end("until", until)
    standing = group.members.filter(ended_at__isnull=True, **_who(receiver)).first()
    if standing is not None and (standing.until is None or standing.until > timezone.now()):
        raise Invalid(_("It is a member already."), field="receiver")
    if standing is not None:  # its term ran out: it comes back
        group.members.filter(pk=standing.pk).update(ended_at=standing.until)
    member = _join(actor, group, receiver, _share(actor, group, receiver, until))
    _bump(group)
    changes = {"members": (None, str(member)), "until": (None, until)} if until else {"members": (None, str(member))}
    record(actor, "group.add_member", about=group, changes=changes, recipients=[str(member)])
    append(GroupMemberAdded(group.pk, member.pk), about=group, actor=actor)
    return member


@transaction.atomic
def end_membership_in_group(*, actor: Actor, member: GroupMember) -> GroupMember:
    """Take somebody out of a closed group: from now on it sees nothing of it, of what was written before neither."""
    group = _locked(actor, member.group)
    row = group.members.select_for_update(of=("self",)).select_related("unit", "agency", "person", "share")
    stands = row.filter(pk=member.pk).first()
    if stands is None:
        raise Missing
    stands.group = group
    require(can_end_membership_in_group(actor, stands))
    stands.ended_at, stands.ended_by_id = timezone.now(), actor.subject_id
    stands.save(force_update=True, update_fields=["ended_at", "ended_by"])
    _bump(group)
    record(actor, "group.end_member", about=group, changes={"members": (str(stands), None)}, recipients=[str(stands)])
    append(GroupMemberEnded(group.pk, stands.pk), about=group, actor=actor)
    for share in (stands.share, *shares_under(stands.share)):
        grants.take_back(share, by=actor.subject_id)
        ended: Any = AccessEnded(group.access_list_id, share.pk, share.group_id, share.user_id, revoked=True)
        append(ended, about=group, actor=actor)
    return stands


@transaction.atomic
def end_group(*, actor: Actor, group: ClosedGroup) -> ClosedGroup:
    """End a closed group: who is a member goes on reading, and nobody writes any more."""
    group = _locked(actor, group)
    require(can_lead_group(actor, group))
    group.ended_at, group.version = timezone.now(), group.version + 1
    group.save(force_update=True, update_fields=["ended_at", "version"])
    record(actor, "group.end", about=group, changes={"ended_at": (None, group.ended_at)})
    append(GroupEnded(group.pk), about=group, actor=actor)
    return group


# The parts ----------------------------------------------------------------------------------------------------------


def _locked(actor: Actor, group: ClosedGroup) -> ClosedGroup:
    rows = ClosedGroup.objects.visible_to(actor).filter(pk=group.pk)
    if not rows.select_for_update(no_key=True).values_list("pk"):
        raise Missing
    return visible_group(actor, group.pk)


def _silenced(actor: Actor, group: ClosedGroup) -> ClosedGroup:
    """Return the group, locked so that nobody writes or begins a thread in it meanwhile."""
    rows = ClosedGroup.objects.visible_to(actor).filter(pk=group.pk)
    if not rows.select_for_update().values_list("pk"):
        raise Missing
    threads = Thread.objects.visible_to(actor).filter(group=group.pk).order_by("pk")
    list(threads.select_for_update(no_key=True).values_list("pk"))
    return visible_group(actor, group.pk)


def _check_end(name: str, at: datetime | None) -> None:
    if at is not None and at <= timezone.now():
        raise Invalid(_("This time has passed. Choose one that lies ahead."), field=name)


def _who(receiver: Receiver) -> dict[str, Any]:
    """Return how a member is told apart: a unit, an agency, or one person for its agency."""
    if isinstance(receiver, TaskForce):
        return {"unit": receiver, "agency": None, "person": None}
    if isinstance(receiver, Agency):
        return {"unit": None, "agency": receiver, "person": None}
    return {"unit": None, "agency": receiver.agency, "person": receiver.person}


def _bump(group: ClosedGroup) -> None:
    """Count the change of its members as one of the group."""
    group.version += 1
    group.save(force_update=True, update_fields=["version"])


def _share(actor: Actor, group: ClosedGroup, receiver: Receiver, until: datetime | None) -> list[Share]:
    """Write the shares by which somebody reads the group; the first one heads the others."""
    given: list[Share] = []
    for reader in readers_of(receiver):
        share = grants.give(
            group.access_list,
            reader,
            level=Level.VIEW,
            with_identities=True,
            reason=group.reference,
            via=ShareVia.GROUP,
            by=actor.subject_id,
            by_agency=actor.acting.agency_id if actor.acting else None,
            until=until,
            under=given[0] if given else None,
            about=group,
        )
        given.append(share)
    return given


def _join(actor: Actor, group: ClosedGroup, receiver: Receiver, given: list[Share]) -> GroupMember:
    """Write the row that says who is a member, by which shares, and tell the stream of each."""
    head = given[0]
    told = {"share": head, "until": head.until, **_who(receiver)}
    member = GroupMember(group=group, added_by_id=actor.subject_id, **told)  # type: ignore[misc]  # who may lead is signed in
    member.save(force_insert=True)
    for share in given:
        granted = AccessGranted(group.access_list_id, share.pk, share.group_id, share.user_id, share.level)
        append(granted, about=group, actor=actor)
    return member
