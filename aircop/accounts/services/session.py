"""Ending one's own sessions: the one on the telephone that is gone, or all but the one at hand."""

from uuid import UUID

from django.db import transaction

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts.events import OwnSessionsEnded
from aircop.accounts.models import Session, User
from aircop.accounts.models.session import SessionQuerySet
from aircop.accounts.rules import can_end_own_sessions
from aircop.audit import record
from aircop.errors import Missing
from aircop.events import append


@transaction.atomic
def end_own_session(*, actor: Actor, person: User, handle: UUID) -> None:
    """End one other session of one's own; its browser is signed out by its next request.

    Refuses everybody else. The session at hand is ended by signing out, and is Missing here like a stranger's.
    """
    require(can_end_own_sessions(actor, person))
    ended = _others(actor, person).filter(handle=handle).delete()[0]
    if not ended:
        raise Missing
    record(actor, "person.end_own_session", about=person)
    append(OwnSessionsEnded(person.pk, ended), about=person, actor=actor)


@transaction.atomic
def end_own_other_sessions(*, actor: Actor, person: User) -> int:
    """End every session of one's own but the one at hand, and return how many went on. Refuses everybody else."""
    require(can_end_own_sessions(actor, person))
    live = _others(actor, person).live().count()
    _others(actor, person).delete()
    record(actor, "person.end_own_sessions", about=person, changes={"sessions": (live, 0)})
    append(OwnSessionsEnded(person.pk, live), about=person, actor=actor)
    return live


def _others(actor: Actor, person: User) -> SessionQuerySet:
    others: SessionQuerySet = Session.objects.of(person.pk).exclude(session_key=actor.session)
    return others
