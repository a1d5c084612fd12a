"""Reads of requests for information: one of them, what waits for whom, what was asked before."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY, Permission
from aircop.errors import Missing
from aircop.reference.names import asked_words
from alerts.enums import Clock, RequestStatus
from alerts.models import InformationRequest, Message, Thread
from seizures.models.identity import plain_number
from taskforces.models import Agency, TaskForce

TERMS: Mapping[Clock, timedelta] = {
    Clock.URGENT: timedelta(hours=8),
    Clock.USUAL: timedelta(days=3),
    Clock.WEEK: timedelta(days=7),
}
SAME_WITHIN = timedelta(days=30)


def visible_requests(actor: Actor) -> QuerySet[InformationRequest]:
    """Return the requests of the threads that the actor sees."""
    rows = InformationRequest.objects.filter(thread__in=Thread.objects.visible_to(actor))
    return rows.select_related(
        "thread__task_force", "thread__group", "from_unit", "from_agency", "to_unit", "to_agency"
    )


def visible_request(actor: Actor, pk: UUID) -> InformationRequest:
    """Return one of them; Missing for everybody else."""
    found = visible_requests(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def request_in(actor: Actor, thread_id: UUID, pk: UUID) -> InformationRequest:
    """Return one request of one thread; Missing when either is not there, or not for this reader."""
    found = visible_requests(actor).filter(pk=pk, thread_id=thread_id).first()
    if found is None:
        raise Missing
    return found


def requests_in(actor: Actor, thread: Thread) -> list[InformationRequest]:
    """Return the requests of a thread, oldest first."""
    rows = list(visible_requests(actor).filter(thread=thread).order_by("asked_at", "id"))
    for row in rows:
        row.thread = thread
    return rows


def desk_of(actor: Actor) -> tuple[list[InformationRequest], list[InformationRequest]]:
    """Return what waits for the own side, and what it asked that is overdue. One query for both."""
    rows = requests_on_desk(actor)
    late = [each for each in rows if _is_late(actor, each)]
    return [each for each in rows if each not in late], late


def requests_on_desk(actor: Actor, limit: int = 40) -> list[InformationRequest]:
    """Return what waits for the own side and what it waits for too long, the most urgent first."""
    if actor.acting is None or not actor.may(Permission.SEND_MESSAGE):
        return []
    to_us = _side("to", actor) & Q(status=RequestStatus.OPEN)
    asked_back = _side("from", actor) & Q(status=RequestStatus.CLARIFYING)
    late = _side("from", actor) & Q(status=RequestStatus.OPEN, due_at__lt=Now())
    return list(visible_requests(actor).filter(to_us | asked_back | late).order_by("due_at", "id")[:limit])


def _is_late(actor: Actor, request: InformationRequest) -> bool:
    """Whether a request on the desk is there because nobody answered it, and not because it waits for the own side."""
    acting = actor.acting
    unit, agency = (acting.unit_id, acting.agency_id) if acting else (None, None)
    ours = request.to_unit_id == unit if request.to_unit_id else request.to_agency_id == agency
    return request.status == RequestStatus.OPEN and not ours


def _side(side: str, actor: Actor) -> Q:
    """Return the condition that the unit in which the actor acts, or its agency without one, is on a side."""
    acting = actor.acting
    unit, agency = (acting.unit_id, acting.agency_id) if acting else (None, None)
    by_agency = Q(**{f"{side}_agency_id": agency, f"{side}_unit__isnull": True})
    return Q(**{f"{side}_unit_id": unit, f"{side}_unit__isnull": False}) | by_agency


def key_of(name: str) -> str:
    """Return a name in one spelling: its words in order, by which it is known again."""
    return " ".join(sorted(asked_words(name)))[:200]


def asked_before(actor: Actor, asked: Message, receiver: TaskForce | Agency) -> InformationRequest | None:
    """Return the last request of one's own side to the same receiver about the same, if it is not long ago.

    The same is one document number, one name in whatever order, or one record.
    """
    same = Q()
    for name, value in (
        ("asked_number", plain_number(asked.asked_number)),
        ("asked_key", key_of(asked.asked_name)),
        ("asked_record", asked.asked_record),
    ):
        if value:
            same |= Q(**{f"message__{name}": value})
    if not same:
        return None
    to = Q(to_unit=receiver) if isinstance(receiver, TaskForce) else Q(to_agency=receiver)
    rows = visible_requests(actor).filter(same, to, _side("from", actor), asked_at__gte=Now() - SAME_WITHIN)
    earlier = rows.exclude(status=RequestStatus.WITHDRAWN).order_by("-asked_at").first()
    return earlier if earlier and SEE_IDENTITY in grants.held(actor, earlier.thread) else None
