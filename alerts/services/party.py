"""Letting a unit or an agency into a thread that others began."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from alerts.message_events import ThreadPartyAdded
from alerts.message_rules import can_add_party
from alerts.models import Party, Thread
from alerts.services.message import locked_thread
from alerts.services.thread import MOST_PARTIES, let_read
from taskforces.models import Agency, TaskForce


@transaction.atomic
def add_party(*, actor: Actor, thread: Thread, receiver: TaskForce | Agency) -> Party:
    """Let a unit or an agency into a thread: it reads all that was written, and writes itself.

    Refuses whoever does not supervise the unit that began it, a thread of a closed group, one in which another side
    wrote under H2 or H3, who takes part already, and more than forty beside the own unit.
    """
    thread = locked_thread(actor, thread)
    require(can_add_party(actor, thread))
    told: dict[str, Any] = {"unit": receiver} if isinstance(receiver, TaskForce) else {"agency": receiver}
    if thread.parties.filter(**told).exists():
        raise Invalid(_("It takes part already."), field="receiver")
    if thread.parties.count() > MOST_PARTIES:
        raise Invalid(_("Write to %(most)d units at most.") % {"most": MOST_PARTIES}, field="receiver")
    party = Party(thread=thread, **told)
    party.save(force_insert=True)
    let_read(actor, thread, party)
    thread.version += 1
    thread.save(force_update=True, update_fields=["version"])
    record(actor, "thread.add_party", about=thread, changes={"parties": (None, str(party))}, recipients=[str(party)])
    append(ThreadPartyAdded(thread.pk, party.pk), about=thread, actor=actor)
    return party
