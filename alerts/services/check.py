"""What the asked side holds on a request: looked for with its own eyes, and told to nobody else."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Missing
from aircop.events import append
from alerts.message_events import RequestChecked
from alerts.message_rules import can_check_request
from alerts.models import InformationRequest, Message, Thread
from alerts.queries.request import visible_request
from alerts.queries.thread import locked_messages, visible_message, visible_thread
from seizures.models import Case, Seizure
from seizures.queries.case import case_named, seizure_named
from seizures.queries.person_search import Asked, Hit
from seizures.rules import can_search_persons
from seizures.services.person_search import LETTERS, search_persons

PURPOSE = "partner"  # of the code list of purposes: request of a partner agency or country


@dataclass(frozen=True)
class Held:
    """What was found: persons with their records, records of that reference. `unasked` says why nobody was sought."""

    message: Message
    persons: list[Hit] = field(default_factory=list)
    more: bool = False
    records: list[Seizure | Case] = field(default_factory=list)
    unasked: str = ""


@transaction.atomic
def check_request(*, actor: Actor, request: InformationRequest) -> Held:
    """Look for what a request asks about among what the actor itself may see.

    Names and numbers of documents go through the search of persons, which leaves its own entry with the request as
    purpose; a reference is looked up. The asker learns neither that this was done nor what came of it: the entry is
    filed under who looked alone, and the event lies on no list. Refuses who does not answer for the asked side.
    """
    request = visible_request(actor, request.pk)
    thread = visible_thread(actor, request.thread_id)
    request.thread = thread
    require(can_check_request(actor, request))
    message = visible_message(actor, thread, request.message_id)
    if locked_messages(actor, [message]):
        raise Missing
    hits, more, unasked = _persons(actor, message)
    records = [each for each in _records(actor, message.asked_record) if each is not None]
    record(actor, "request.check", ids=[request.pk], purpose=_purpose(thread))
    append(RequestChecked(thread.pk, request.pk), about=request, actor=actor)
    return Held(message, hits, more, records, unasked)


def _persons(actor: Actor, message: Message) -> tuple[list[Hit], bool, str]:
    asked = Asked(name=message.asked_name, number=message.asked_number)
    if not asked.number and sum(len(word) for word in asked.words) < LETTERS:
        return [], False, _("No name and no number of a document is asked about.")
    verdict = can_search_persons(actor)
    if not verdict:
        return [], False, verdict.reason
    hits, more = search_persons(actor=actor, asked=asked, purpose=_purpose(message.thread))
    return hits, more, ""


def _purpose(thread: Thread) -> str:
    return f"{PURPOSE}: {thread.reference}"


def _records(actor: Actor, reference: str) -> list[Seizure | Case | None]:
    return [seizure_named(actor, reference), case_named(actor, reference)] if reference else []
