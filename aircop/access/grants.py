"""The only code that writes or reads grants. Plumbing: the service that calls it guards, audits and announces.

`Share` is the truth and `apply` makes guardian's rows its effect: per reader and permission one row, carrying the
latest end of the shares in force. The rows are written directly, because guardian's `assign_perm` returns an
expired row as if it were good.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from aircop.access.actor import Acting, Actor
from aircop.access.models import AccessList, ListGroupGrant, ListKind, ListUserGrant, Protected, Share, ShareVia
from aircop.access.models.seat import Seat
from aircop.access.roles import SEE_IDENTITY, Level, Role


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a share is for: a group or one person; the label is kept as it was.

    `ends` is when the person's last seat in that agency ends: a share by name ends with it.
    """

    label: str
    group_id: int | None = None
    user_id: UUID | None = None
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    ends: datetime | None = None


# Lists ----------------------------------------------------------------------------------------------------------


def open_list(*, kind: ListKind, label: str, owner_agency: UUID, owner_unit: UUID | None) -> AccessList:
    """Make a list without a parent."""
    made = AccessList(kind=kind, label=label, owner_agency=owner_agency, owner_unit=owner_unit)
    made.root_id = made.id
    made.save(force_insert=True)
    return made


def own_list(record: Protected) -> AccessList:
    """Return the record's own derived list, making it when the record still lies on its root.

    The caller moves the record (`access_list_id`) and its history when the list is new.
    """
    current = record.access_list
    if current.kind == ListKind.DERIVED:
        return current
    return AccessList.objects.create(
        kind=ListKind.DERIVED,
        root=current,
        label=current.label,
        owner_agency=record.owner_agency,
        owner_unit=record.owner_unit,
    )


# Shares ---------------------------------------------------------------------------------------------------------


def give(
    access_list: AccessList,
    reader: Reader,
    *,
    level: Level,
    with_identities: bool,
    reason: str,
    via: ShareVia,
    by: UUID | None,
    until: datetime | None = None,
    by_agency: UUID | None = None,
    under: Share | None = None,
    about: Any = None,
) -> Share:
    """Write a share and let it take effect. `about` is what is shared, if it is one record."""
    _lock(access_list.pk)
    share = Share.objects.create(
        access_list=access_list,
        group_id=reader.group_id,
        user_id=reader.user_id,
        agency_id=reader.agency_id,
        unit_id=reader.unit_id,
        under=under,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        about_label=str(about)[:60] if about is not None else "",
        label=reader.label,
        level=level,
        with_identities=with_identities,
        via=via,
        reason=reason,
        by_id=by,
        by_agency=by_agency,
        until=min((end for end in (until, reader.ends) if end is not None), default=None),
    )
    apply(access_list.id)
    return share


def give_each(
    lists: Collection[AccessList], reader: Reader, *, level: Level, reason: str, via: ShareVia, by: UUID | None
) -> list[Share]:
    """Write the same share, without identities and without an end, on lists made just now: for loads of thousands.

    Nothing else may be shared on them yet, so what takes effect is known without asking.
    """
    told: dict[str, Any] = {"group_id": reader.group_id, "user_id": reader.user_id, "agency_id": reader.agency_id}
    told |= {
        "unit_id": reader.unit_id,
        "label": reader.label,
        "level": level,
        "via": via,
        "reason": reason,
        "by_id": by,
    }
    shares = Share.objects.bulk_create([Share(access_list=each, **told) for each in lists])
    grants: _Grants = ListUserGrant if reader.group_id is None else ListGroupGrant
    who = {"user_id": reader.user_id} if reader.group_id is None else {"group_id": reader.group_id}
    ids = _permission_ids()
    held = [ids[codename] for codename in permissions(level, with_identities=False)]
    grants.objects.bulk_create(
        [grants(content_object_id=each.pk, permission_id=permission, **who) for each in lists for permission in held]
    )
    return shares


def take_back(share: Share, *, by: UUID | None) -> None:
    """End a share now. Another share of the same reader keeps its access."""
    _lock(share.access_list_id)
    Share.objects.filter(pk=share.pk, revoked_at__isnull=True).update(revoked_at=Now(), revoked_by_id=by)
    share.refresh_from_db(fields=["revoked_at", "revoked_by"])
    apply(share.access_list_id)


def permissions(level: Level | str, *, with_identities: bool) -> tuple[str, ...]:
    """Return the permission codenames that a share carries."""
    held = tuple(step.value for step in Level(level).reach)
    return (*held, SEE_IDENTITY) if with_identities else held


def _permission_ids() -> dict[str, int]:
    rows = Permission.objects.filter(content_type__app_label="access", content_type__model="accesslist")
    return dict(rows.values_list("codename", "id"))


type _Ends = dict[tuple[object, int], datetime | None]


def _latest_ends(shares: Iterable[Share], reader: str) -> _Ends:
    theirs = [share for share in shares if getattr(share, reader) is not None]
    ids = _permission_ids() if theirs else {}
    ends: _Ends = {}
    for share in theirs:
        who = getattr(share, reader)
        for codename in permissions(share.level, with_identities=share.with_identities):
            key = (who, ids[codename])
            before = ends.get(key, share.until)
            ends[key] = max(before, share.until) if before and share.until else None
    return ends


type _Grants = type[ListGroupGrant | ListUserGrant]


def _rewrite(grants: _Grants, reader: str, access_list_id: UUID, ends: _Ends) -> None:
    stand = {(getattr(g, reader), g.permission_id): g for g in grants.objects.filter(content_object_id=access_list_id)}
    if gone := [grant.pk for key, grant in stand.items() if key not in ends]:
        grants.objects.filter(pk__in=gone).delete()
    new = []
    for (who, permission_id), end in ends.items():
        standing = stand.get((who, permission_id))
        if standing is None:
            keys = {reader: who, "permission_id": permission_id, "content_object_id": access_list_id}
            new.append(grants(**keys, expires_at=end))
        elif standing.expires_at != end:
            grants.objects.filter(pk=standing.pk).update(expires_at=end)
    grants.objects.bulk_create(new)


def _lock(access_list_id: UUID) -> None:
    """Let one transaction at a time change a list's shares; records may be written onto it meanwhile."""
    AccessList.objects.select_for_update(no_key=True).only("pk").get(pk=access_list_id)


def apply(access_list_id: UUID) -> None:
    """Make the grants on a list what its shares in force say. Repeating it changes nothing."""
    _lock(access_list_id)
    shares = list(Share.objects.in_force().filter(access_list_id=access_list_id))
    _rewrite(ListGroupGrant, "group_id", access_list_id, _latest_ends(shares, "group_id"))
    _rewrite(ListUserGrant, "user_id", access_list_id, _latest_ends(shares, "user_id"))


# What is held ---------------------------------------------------------------------------------------------------


# What each level carries beside identities, as the question below compares it.
CARRIED = [f"{level} {codename}" for level in Level for codename in permissions(level, with_identities=False)]

# As SQL: building it anew for each answer took Django longer than the database needs for it. `here` tells what comes by
# the seat in which the actor acts: by its groups, or by a share with the person by name as one of that agency.
HELD = """
SELECT g.content_object_id, p.codename, g.group_id = ANY (%(seat)s) AS here, false AS by_name
  FROM access_listgroupgrant g JOIN auth_permission p ON p.id = g.permission_id
 WHERE g.content_object_id = ANY (%(lists)s) AND g.group_id = ANY (%(groups)s)
   AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp())
UNION SELECT u.content_object_id, p.codename, EXISTS (SELECT FROM access_share s
   WHERE s.access_list_id = u.content_object_id AND s.user_id = u.user_id AND s.agency_id = %(agency)s
     AND s.revoked_at IS NULL AND (s.until IS NULL OR s.until > statement_timestamp())
     AND CASE p.codename WHEN 'see_identity' THEN s.with_identities
       ELSE s.level || ' ' || p.codename = ANY (%(carried)s) END), true
  FROM access_listusergrant u JOIN auth_permission p ON p.id = u.permission_id
 WHERE u.content_object_id = ANY (%(lists)s) AND u.user_id = %(subject)s
   AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp())
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What an actor holds: by any of its seats, which is what it sees, and by the one in which it acts.

    `by_seat` leaves out what was left to the person by name.
    """

    anywhere: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()
    by_seat: frozenset[str] = frozenset()

    def __or__(self, other: "Held") -> "Held":
        """Return what is held by one list or the other."""
        return Held(self.anywhere | other.anywhere, self.here | other.here, self.by_seat | other.by_seat)


def _held_by_list(actor: Actor, lists: Collection[UUID]) -> Mapping[UUID, Held]:
    """Ask the database once for what the actor holds on lists. A coordinator never sees identities."""
    if not actor.signed_in or not lists:
        return dict.fromkeys(lists, Held())
    seat = actor.acting
    asked: dict[str, Any] = {"lists": list(lists), "groups": list(actor.groups), "subject": actor.subject_id}
    asked |= {"seat": list(seat.groups) if seat else [], "agency": seat.agency_id if seat else None}
    with connection.cursor() as cursor:
        cursor.execute(HELD, asked | {"carried": CARRIED})
        rows = cursor.fetchall()
    held = dict.fromkeys(lists, Held())
    for each, codename, here, by_name in rows:
        if codename != SEE_IDENTITY or actor.may_see_identities:
            one, none = frozenset({codename}), frozenset[str]()
            held[each] |= Held(one, one if here else none, one if here and not by_name else none)
    return held


def held_by_list(actor: Actor, lists: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Return, per list, the permissions that the actor holds on it now. One query for a whole page.

    A coordinator never sees identities, whatever was shared with its agency.
    """
    return {each: held.anywhere for each, held in _held_by_list(actor, lists).items()}


# As above, the other way round: the lists on which one permission is held.
LISTS = """
SELECT content_object_id FROM access_listgroupgrant g JOIN auth_permission p ON p.id = g.permission_id
 WHERE p.codename = %(codename)s AND g.group_id = ANY (%(groups)s)
   AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp())
UNION SELECT content_object_id FROM access_listusergrant u JOIN auth_permission p ON p.id = u.permission_id
 WHERE p.codename = %(codename)s AND u.user_id = %(subject)s
   AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp())
"""


def lists_with_identities(actor: Actor) -> list[UUID]:
    """Return the lists on which the actor sees identities now: galleries show what lies on them or below them."""
    if not actor.signed_in or not actor.may_see_identities:
        return []
    with connection.cursor() as cursor:
        asked = {"codename": SEE_IDENTITY, "groups": list(actor.groups), "subject": actor.subject_id}
        cursor.execute(LISTS, asked)
        return [row[0] for row in cursor.fetchall()]


def _held_on(actor: Actor, records: Iterable[Protected]) -> Mapping[UUID, Held]:
    every = list(records)
    lists = _held_by_list(actor, {each for r in every for each in (r.access_list_id, r.root_list_id)})
    return {r.id: lists[r.access_list_id] | lists[r.root_list_id] for r in every}


def held_on(actor: Actor, records: Iterable[Protected]) -> Mapping[UUID, frozenset[str]]:
    """Return, per record id, what the actor holds through the record's list or its root. One query."""
    return {pk: held.anywhere for pk, held in _held_on(actor, records).items()}


type _Asked = tuple[Actor, UUID, UUID]
_remembered: ContextVar[dict[_Asked, Held] | None] = ContextVar("held", default=None)


@contextmanager
def asked_once(actor: Actor | None = None, records: Iterable[Protected] = ()) -> Iterator[None]:
    """Ask the database once for what is held on a record, however many rules want to know.

    For drawing one page, which changes nothing; acts ask anew each time. What the actor holds on the `records` of a
    list is asked at once.
    """
    every = list(records) if actor is not None else []
    held_now = _held_on(actor, every) if actor is not None and every else {}
    token = _remembered.set({(actor, r.access_list_id, r.root_list_id): held_now[r.id] for r in every if actor})
    try:
        yield
    finally:
        _remembered.reset(token)


def _held(actor: Actor, record: Protected) -> Held:
    known = _remembered.get()
    if known is None:
        return _held_on(actor, [record])[record.id]
    asked = (actor, record.access_list_id, record.root_list_id)
    if asked not in known:
        known[asked] = _held_on(actor, [record])[record.id]
    return known[asked]


def held(actor: Actor, record: Protected) -> frozenset[str]:
    """Return what the actor holds on one record: levels and `see_identity`. What it sees rests on that."""
    return _held(actor, record).anywhere


def held_here(actor: Actor, record: Protected) -> frozenset[str]:
    """Return what the actor holds on one record in the seat in which it acts: writes rest on that.

    The role of one seat never goes with the level of another, in the unit whose record it is no more than elsewhere.
    What was left to the person by name is held in the seats of the agency for which it was.
    """
    return _held(actor, record).here


def held_by_seat(actor: Actor, record: Protected) -> frozenset[str]:
    """Return what whoever sits so holds on one record: what was left to the actor by name is no agency's to pass on."""
    return _held(actor, record).by_seat


def is_managed_by_name(access_list: AccessList) -> bool:
    """Whether somebody manages a list by name who can act on it: a supervisor who sits in its unit now."""
    theirs = {"user_id": OuterRef("user_id"), "agency_id": OuterRef("agency_id"), "role": Role.SUPERVISOR}
    seats = Seat.objects.in_force().filter(unit_id=access_list.owner_unit, **theirs)
    rows = Share.objects.in_force().filter(access_list_id=access_list.pk, level=Level.MANAGE)
    return rows.filter(Exists(seats), user__is_active=True).exists()


def held_by_user(user_id: UUID, access_list: AccessList) -> frozenset[str]:
    """Return what a person holds on a list through seats in force and grants of its own."""
    seats = list(Seat.objects.in_force().filter(user_id=user_id))
    memberships = tuple(Acting(s.membership_id, s.agency_id, s.unit_id, Role(s.role), s.label) for s in seats)
    groups = frozenset(seat.group_id for seat in seats if seat.group_id is not None)
    actor = Actor(subject_id=user_id, groups=groups, memberships=memberships)
    return held_by_list(actor, [access_list.pk])[access_list.pk]
