"""Requests for information: asked under a clock, answered, refused, asked back about, clarified, withdrawn."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import Verdict, require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from aircop.reference.queries import require_code
from aircop.web.words import day
from alerts.enums import Clock, MessageKind, RequestStatus
from alerts.message_events import MessageSent, RequestStepped
from alerts.message_rules import (
    acts_for,
    can_answer_request,
    can_ask_back,
    can_clarify_request,
    can_open_thread,
    can_withdraw_request,
    can_write_in_thread,
)
from alerts.models import InformationRequest, Message, Thread
from alerts.queries.group import members_now, visible_group
from alerts.queries.request import TERMS, asked_before, key_of, visible_request
from alerts.services.message import Asked, Say, locked_thread, put_message
from alerts.services.thread import Opening, lay_thread, note_opening
from seizures.models.identity import plain_number
from taskforces.models import Agency, TaskForce

MOST_NAME, MOST_NUMBER, MOST_RECORD = 200, 40, 30

type Receiver = TaskForce | Agency


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Of whom something is asked, how soon, and about what. `again` sends what was asked not long ago once more."""

    receiver: Receiver
    clock: str = Clock.USUAL
    about: Asked = field(default_factory=Asked)
    again: bool = False


@transaction.atomic
def ask_in_new_thread(*, actor: Actor, opening: Opening, say: Say, ask: Ask) -> InformationRequest:
    """Ask another unit or agency in a thread of its own; further ones may read along.

    Refuses as `open_thread` and `ask_in_thread` do.
    """
    group = visible_group(actor, opening.group.pk) if opening.group else None
    require(can_open_thread(actor, group))
    thread = lay_thread(actor, _with_receiver(opening, ask.receiver), group)
    request = _ask(actor, thread, say, ask)
    note_opening(actor, thread)
    _note(actor, request, "request.ask")
    append(MessageSent(thread.pk, request.message_id, MessageKind.REQUEST), about=thread, actor=actor)
    return request


@transaction.atomic
def ask_in_thread(*, actor: Actor, thread: Thread, say: Say, ask: Ask) -> InformationRequest:
    """Ask one of those who take part in a thread.

    Refuses who takes no part, the own side, an unknown clock, and what the own side asked the same receiver less than
    thirty days ago, unless it is to be asked `again`.
    """
    thread = locked_thread(actor, thread)
    require(can_write_in_thread(actor, thread))
    request = _ask(actor, thread, say, ask)
    _note(actor, request, "request.ask")
    append(MessageSent(thread.pk, request.message_id, MessageKind.REQUEST), about=thread, actor=actor)
    return request


@transaction.atomic
def reply_to_request(*, actor: Actor, request: InformationRequest, say: Say) -> InformationRequest:
    """Give the information that was asked for."""
    return _answer(actor, request, say, Step(MessageKind.REPLY, RequestStatus.ANSWERED, "request.reply"))


@transaction.atomic
def refuse_request(*, actor: Actor, request: InformationRequest, say: Say, refusal: str) -> InformationRequest:
    """Refuse to give the information, with a reason of the list and in words."""
    if not refusal:
        raise Invalid(_("Choose why you refuse: the asker reads it."), field="refusal")
    require_code("refusal_reason", refusal, field="refusal")
    step = Step(MessageKind.REFUSAL, RequestStatus.REFUSED, "request.refuse", refusal)
    return _answer(actor, request, say, step)


@transaction.atomic
def ask_back(*, actor: Actor, request: InformationRequest, say: Say) -> InformationRequest:
    """Ask the asker for a clarification. The clock stands still until it has come."""
    step = Step(MessageKind.CLARIFICATION, RequestStatus.CLARIFYING, "request.ask_back")
    return _answer(actor, request, say, step)


@transaction.atomic
def clarify_request(*, actor: Actor, request: InformationRequest, say: Say) -> InformationRequest:
    """Answer what one was asked back; the clock goes on, later by as long as it stood still."""
    step = Step(MessageKind.CLARIFICATION, RequestStatus.OPEN, "request.clarify")
    return _answer(actor, request, say, step)


@transaction.atomic
def withdraw_request(*, actor: Actor, request: InformationRequest) -> InformationRequest:
    """Take back a request that nobody has answered. What was written stays."""
    request = _locked(actor, request)
    require(can_withdraw_request(actor, request))
    _put(request, RequestStatus.WITHDRAWN)
    _note(actor, request, "request.withdraw")
    return request


# The parts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """An answer of one side: which kind of message, where the request stands then, what the audit calls it."""

    kind: MessageKind
    then: RequestStatus
    verb: str
    refusal: str = ""


def _may(actor: Actor, request: InformationRequest, step: Step) -> Verdict:
    if step.then == RequestStatus.OPEN:
        return can_clarify_request(actor, request)
    return can_ask_back(actor, request) if step.then == RequestStatus.CLARIFYING else can_answer_request(actor, request)


def _answer(actor: Actor, request: InformationRequest, say: Say, step: Step) -> InformationRequest:
    request = _locked(actor, request)
    require(_may(actor, request, step))
    to = request.thread.messages.get(pk=request.message_id)
    message = put_message(actor, request.thread, step.kind, say, answers=to)
    request.refusal = step.refusal
    _put(request, step.then)
    _note(actor, request, step.verb)
    append(MessageSent(request.thread_id, message.pk, message.kind), about=request.thread, actor=actor)
    return request


def _locked(actor: Actor, request: InformationRequest) -> InformationRequest:
    """Return the request as it stands, with its thread locked, for who sees it."""
    thread = locked_thread(actor, visible_request(actor, request.pk).thread)
    stands = visible_request(actor, request.pk)
    stands.thread = thread
    return stands


def _put(request: InformationRequest, then: RequestStatus) -> None:
    """Write where it stands now; time during which it waited for its asker is added to the clock."""
    now = timezone.now()
    if request.paused_at is not None:
        request.due_at += now - request.paused_at
    request.status = then
    request.paused_at = now if then == RequestStatus.CLARIFYING else None
    request.ended_at = None if request.runs else now
    request.save(force_update=True, update_fields=["status", "due_at", "paused_at", "ended_at", "refusal"])


def _note(actor: Actor, request: InformationRequest, verb: str) -> None:
    thread = request.thread
    record(actor, verb, about=thread, changes={"requests.status": (None, str(request.status))}, keep=False)
    append(RequestStepped(thread.pk, request.pk, str(request.status)), about=thread, actor=actor)


def _with_receiver(opening: Opening, receiver: Receiver) -> Opening:
    if isinstance(receiver, TaskForce):
        told: dict[str, Any] = {"units": [*opening.units, receiver]}
    else:
        told = {"agencies": [*opening.agencies, receiver]}
    return Opening(**{**opening.__dict__, **told})


def _ask(actor: Actor, thread: Thread, say: Say, ask: Ask) -> InformationRequest:
    if ask.clock not in set(Clock):
        raise Invalid(_("Choose how soon you need the answer."), field="clock")
    _check_receiver(actor, thread, ask.receiver)
    asked = _asked(ask.about)
    if not ask.again:
        _check_new(actor, asked, ask.receiver)
    message = put_message(actor, thread, MessageKind.REQUEST, say, asked=asked)
    request = InformationRequest(
        thread=thread,
        message=message,
        from_unit_id=message.unit_id,
        from_agency_id=message.agency_id,
        to_unit=ask.receiver if isinstance(ask.receiver, TaskForce) else None,
        to_agency=ask.receiver if isinstance(ask.receiver, Agency) else None,
        clock=ask.clock,
        due_at=timezone.now() + TERMS[Clock(ask.clock)],
    )
    request.save(force_insert=True)
    return request


def _asked(about: Asked) -> Message:
    """Return an unsaved message that holds what is asked about, in the spelling in which it is compared."""
    name, number, named = about.name.strip(), plain_number(about.number), about.record.strip().upper()
    for own, text, most in (
        ("asked_name", name, MOST_NAME), ("asked_number", number, MOST_NUMBER), ("asked_record", named, MOST_RECORD)
    ):  # fmt: skip
        if len(text) > most:
            raise Invalid(_("This is too long: %(most)d characters at most.") % {"most": most}, field=own)
    return Message(asked_name=name, asked_number=number, asked_record=named, asked_key=key_of(name))


def _check_receiver(actor: Actor, thread: Thread, receiver: Receiver) -> None:
    """Refuse whoever takes no part, and the own side."""
    unit = receiver.pk if isinstance(receiver, TaskForce) else None
    agency = None if unit else receiver.pk
    if acts_for(actor, unit, agency):
        raise Invalid(_("Choose another side: this one is your own."), field="receiver")
    rows = members_now(thread.group).filter(person__isnull=True) if thread.group else thread.parties.all()
    if not any((each.unit_id, each.agency_id) == (unit, agency) for each in rows):
        raise Invalid(_("Ask somebody who takes part in this thread."), field="receiver")


def _check_new(actor: Actor, asked: Message, receiver: Receiver) -> None:
    """Refuse what was asked before, and say when, where, and what became of it."""
    earlier = asked_before(actor, asked, receiver)
    if earlier is None:
        return
    told = {
        "receiver": str(receiver),
        "day": day(earlier.asked_at.date()),
        "reference": earlier.thread.reference,
        "status": earlier.get_status_display(),
    }
    words = _(
        "Your side asked %(receiver)s the same on %(day)s: %(reference)s, %(status)s. Look there first, or send it "
        "once more."
    )
    raise Invalid(words % told, field="again")
