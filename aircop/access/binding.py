"""Binds the subject of a transaction, for the wall, and tells which seats it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import connection, transaction

from aircop.access.actor import Acting, Actor
from aircop.access.roles import Role

BIND = "SELECT membership_id, agency_id, unit_id, role, label, group_id FROM access_bind(%s) ORDER BY valid_from, id"

BOUND = """
SELECT COALESCE(current_setting('aircop.subject', true), ''), COALESCE(current_setting('aircop.groups', true), '')
"""
REBIND = "SELECT set_config('aircop.subject', %s, true), set_config('aircop.groups', %s, true)"


def bind(actor: Actor) -> Actor:
    """Bind the actor to the transaction under way and return it with its groups and memberships in force.

    One round trip. Outside a transaction the binding would be lost at once, so that is refused.
    """
    if not connection.in_atomic_block:
        message = "Bind inside a transaction: the subject is bound to it alone."
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute(BIND, [actor.subject_id])
        rows = cursor.fetchall()
    seats: dict[UUID, Acting] = {}
    for pk, agency, unit, role, label, group in rows:
        seat = seats.get(pk) or Acting(pk, agency, unit, Role(role), label)
        seats[pk] = seat if group is None else replace(seat, groups=seat.groups | {group})
    every = tuple(seats.values())
    groups = frozenset[int]().union(*(seat.groups for seat in every))
    bound = replace(actor, groups=groups, memberships=every)
    chosen = actor.acting.membership_id if actor.acting else None
    return replace(bound, acting=every[0] if every else None).acting_as(chosen)


@contextmanager
def acting(subject_id: UUID, *, purpose: str = "", request_id: str = "") -> Iterator[Actor]:
    """Run a block as somebody, in a transaction of its own: jobs look up rights when they run.

    Inside another transaction the subject of before is bound again afterwards.
    """
    with transaction.atomic():
        before = _bound()
        yield bind(Actor(subject_id=subject_id, purpose=purpose, request_id=request_id))
        with connection.cursor() as cursor:
            cursor.execute(REBIND, before)


def _bound() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(BOUND)
        before: tuple[str, str] = cursor.fetchone()
    return before
