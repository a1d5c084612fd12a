"""Lists, readers and records of the access tests, written by the owner of the tables: many, dull and fast."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group

from aircop.access import grants
from aircop.access.models import AccessList, ListKind, Seat, Share, ShareVia, new_id
from aircop.access.roles import Level, Role
from seizures.models import Seizure
from tests.cast import Cast, Member
from tests.databases import as_owner

START = datetime(2026, 1, 1, tzinfo=UTC)


def give(access_list: AccessList, reader: Group | Any, **terms: Any) -> Share:
    """Share a list with a group or a person."""
    told: dict[str, Any] = {"level": Level.VIEW, "with_identities": False, "reason": "x", "via": ShareVia.DIRECT}
    who = {"group_id": reader.pk} if isinstance(reader, Group) else {"user_id": reader.pk}
    with as_owner():
        return grants.give(access_list, grants.Reader(label="x", **who), by=None, **(told | terms))


def restricted(cast: Cast, unit: UUID | None = None) -> AccessList:
    """Open a list without a parent."""
    with as_owner():
        return grants.open_list(
            kind=ListKind.RESTRICTED, label="x", owner_agency=cast.customs.pk, owner_unit=unit or cast.abj.pk
        )


def derived(root: AccessList) -> AccessList:
    """Make a list below a root."""
    with as_owner():
        return AccessList.objects.create(
            kind=ListKind.DERIVED, root=root, label="x", owner_agency=root.owner_agency, owner_unit=root.owner_unit
        )


def seat(member: Member, group: Group, **term: Any) -> Seat:
    """Let a person sit in one more group."""
    with as_owner():
        return Seat.objects.create(
            user=member.user,
            group=group,
            membership_id=member.membership.pk,
            agency_id=member.membership.agency_id,
            role=Role.OFFICER,
            label="x",
            **term,
        )


def records(cast: Cast, places: list[tuple[AccessList, int]], **told: Any) -> list[Seizure]:
    """Write submitted seizures: for each a list, and the minute at which it occurred (and was recorded, backwards)."""
    author, unit, agency = cast.officer.user, cast.abj, cast.customs
    rows = [
        Seizure(
            id=new_id(),
            access_list=lies_on,
            root_list_id=lies_on.root_id,
            owner_agency=agency.pk,
            owner_unit=unit.pk,
            recorded_by=author,
            recorded_at=START - timedelta(minutes=minute),
            reference=f"T-{number:06d}-{new_id().hex[-12:]}",
            status="submitted",
            task_force=unit,
            airport_id="ABJ",
            occurred_at=START + timedelta(minutes=minute),
            occurred_zone="UTC",
            occurred_on=START.date(),
            direction="OUT",
            conveyance="PAX",
            lead_agency=agency,
            persons_arrested=0,
            **told,
        )
        for number, (lies_on, minute) in enumerate(places)
    ]
    with as_owner():
        return Seizure.objects.bulk_create(rows)
