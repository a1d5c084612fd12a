"""Beginning a thread between units and agencies, or within a closed group."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessGranted
from aircop.access.models import ShareVia, new_id
from aircop.access.roles import Level
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from alerts.enums import MessageKind
from alerts.message_events import MessageSent, ThreadOpened
from alerts.message_rules import can_open_thread
from alerts.models import ClosedGroup, Party, Thread
from alerts.queries.group import visible_group
from alerts.services.message import Say, put_message
from seizures.models import Case, Seizure
from seizures.queries.named import named_record
from seizures.queries.share import readers_of
from taskforces.models import Agency, TaskForce
from taskforces.services.reference import next_reference

MOST_PARTIES = 40


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a thread is about, and who takes part beside the own unit. Within a group its members do, and nobody else.

    `subject` is one line without names: it stands in lists and on lock screens.
    """

    subject: str
    units: Sequence[TaskForce] = ()
    agencies: Sequence[Agency] = ()
    group: ClosedGroup | None = None
    seizure: Seizure | None = None
    case: Case | None = None
    thread_id: UUID | None = None


@transaction.atomic
def open_thread(*, actor: Actor, opening: Opening, say: Say) -> Thread:
    """Write a first message to other units and agencies, or to the members of a closed group.

    Refuses who may not write, nobody to write to, a subject without words, a record that the writer does not see, and
    a group of which it is no member.
    """
    group = visible_group(actor, opening.group.pk) if opening.group else None
    require(can_open_thread(actor, group))
    thread = lay_thread(actor, opening, group)
    message = put_message(actor, thread, MessageKind.GENERAL, say)
    note_opening(actor, thread)
    append(MessageSent(thread.pk, message.pk, message.kind), about=thread, actor=actor)
    return thread


def lay_thread(actor: Actor, opening: Opening, group: ClosedGroup | None) -> Thread:
    """Write the thread and let everybody read it who takes part. The act that calls it guards, audits and tells."""
    unit = TaskForce.objects.select_related("default_list").get(pk=actor.acting.unit_id)  # type: ignore[union-attr, misc]  # who may open acts in a unit
    if not opening.subject.strip():
        raise Invalid(_("Say in one line what it is about, without names."), field="subject")
    thread = Thread(
        id=opening.thread_id or new_id(),
        reference=next_reference(unit, "M"),
        subject=opening.subject.strip(),
        task_force=unit,
        group=group,
        seizure=named_record(actor, opening.seizure),
        case=named_record(actor, opening.case),
        owner_agency=actor.acting.agency_id,  # type: ignore[union-attr]
        owner_unit=unit.pk,
        recorded_by_id=actor.subject_id,  # type: ignore[misc]
        last_at=timezone.now(),
    )
    parties = [] if group else _parties(thread, unit, opening)
    if group:
        thread.access_list, thread.root_list = group.access_list, group.root_list
    else:
        thread.access_list = thread.root_list = unit.default_list
        thread.access_list = grants.own_list(thread)
    thread.save(force_insert=True)
    thread.parties.bulk_create(parties)
    for party in parties:
        let_read(actor, thread, party)
    return thread


def note_opening(actor: Actor, thread: Thread) -> None:
    """Leave the entry and the event of a thread that was begun."""
    names = [str(each) for each in thread.parties.select_related("unit", "agency").order_by("id")]
    names = names or [str(thread.group)]
    record(actor, "thread.open", about=thread, changes={"subject": (None, thread.subject)}, recipients=names)
    append(ThreadOpened(thread.pk), about=thread, actor=actor)


# The parts ----------------------------------------------------------------------------------------------------------


def _parties(thread: Thread, unit: TaskForce, opening: Opening) -> list[Party]:
    """Return who takes part: the own unit first, each other unit and agency once."""
    own = Party(thread=thread, unit=unit)
    others = {each.pk: Party(thread=thread, unit=each) for each in opening.units if each.pk != unit.pk}
    others |= {each.pk: Party(thread=thread, agency=each) for each in opening.agencies}
    if not others:
        raise Invalid(_("Choose at least one other task force or agency."), field="units")
    if len(others) > MOST_PARTIES:
        raise Invalid(_("Write to %(most)d units at most.") % {"most": MOST_PARTIES}, field="units")
    return [own, *others.values()]


def let_read(actor: Actor, thread: Thread, party: Party) -> None:
    """Write the shares by which a unit or an agency reads the thread, names and all. The act that calls it guards."""
    receiver = party.unit or party.agency
    head = None
    for reader in readers_of(receiver):  # type: ignore[arg-type]  # the table holds that it is one of them
        share = grants.give(
            thread.access_list,
            reader,
            level=Level.VIEW,
            with_identities=True,
            reason=thread.reference,
            via=ShareVia.THREAD,
            by=actor.subject_id,
            by_agency=actor.acting.agency_id if actor.acting else None,
            under=head,
            about=thread,
        )
        head = head or share
        granted = AccessGranted(thread.access_list_id, share.pk, share.group_id, None, share.level)
        append(granted, about=thread, actor=actor)
