"""Reads of threads: one of them with all that was written, lists with what is unread first."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count, QuerySet

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.roles import SEE_IDENTITY
from aircop.errors import Missing
from alerts.enums import Channel
from alerts.models import ClosedGroup, Delivery, Message, MessageFile, Thread
from alerts.queries.acceptance import not_noted
from seizures.enums import Handling
from seizures.models import Case, Seizure


def visible_thread(actor: Actor, pk: UUID) -> Thread:
    """Return one thread with what its page shows; Missing when it is not there or not for this reader."""
    rows = Thread.objects.visible_to(actor).with_rows().select_related("access_list", "recorded_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def messages_of(actor: Actor, thread: Thread) -> list[Message]:
    """Return what was written in a thread, oldest first; nothing for who sees no identities there."""
    if SEE_IDENTITY not in grants.held(actor, thread):
        return []
    rows = thread.messages.select_related("by", "unit", "agency").prefetch_related("files__file")
    found = list(rows.order_by("sent_at", "id"))
    for row in found:
        row.thread = thread
    return found


def visible_message(actor: Actor, thread: Thread, pk: UUID) -> Message:
    """Return one message of a thread that the actor may see; Missing when it is not there or not for this reader."""
    found = next((row for row in messages_of(actor, thread) if row.pk == pk), None)
    if found is None:
        raise Missing
    return found


def visible_file(actor: Actor, thread: Thread, pk: UUID) -> MessageFile:
    """Return one file that came with a message which the actor may read now."""
    row = thread.files.select_related("file", "message").filter(pk=pk).first()
    if row is None or SEE_IDENTITY not in grants.held(actor, thread):
        raise Missing
    row.message.thread = thread
    if row.message_id in locked_messages(actor, [row.message]):
        raise Missing
    return row


def locked_messages(actor: Actor, messages: Iterable[Message]) -> set[UUID]:
    """Return the messages under conditions of their own of which the reader has not taken note yet.

    The side that wrote them knows them.
    """
    asked = {row.pk for row in messages if row.handling == Handling.H3 and not wrote(actor, row)}
    return not_noted(actor, asked, "message")


def bound_by_others(about: Thread | ClosedGroup) -> bool:
    """Whether another side than the unit that began a thread, or leads a group, wrote there under H2 or H3."""
    rows = about.messages if isinstance(about, Thread) else Message.objects.filter(thread__group=about)
    return rows.filter(handling__in=(Handling.H2, Handling.H3)).exclude(unit_id=about.owner_unit).exists()


def wrote(actor: Actor, message: Message) -> bool:
    """Whether a message comes from a side for which the actor sits."""
    if message.unit_id is not None:
        return any(each.unit_id == message.unit_id for each in actor.memberships)
    return any(each.agency_id == message.agency_id for each in actor.memberships)


def unread_in(actor: Actor, threads: Iterable[Thread]) -> Mapping[UUID, int]:
    """Return how many messages of each thread the person has not read yet. One query for a page."""
    rows = _unread(actor).filter(thread__in=[thread.pk for thread in threads])
    return dict(rows.values_list("thread_id").annotate(unread=Count("message_id")))


def unread_threads(actor: Actor, limit: int = 50) -> list[Thread]:
    """Return the threads with something new for the person, the latest first, as far as it still sees them."""
    ids = _unread(actor).values("thread_id")
    return list(Thread.objects.visible_to(actor).with_rows().filter(pk__in=ids).order_by("-last_at", "-id")[:limit])


def _unread(actor: Actor) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(recipient_id=actor.subject_id, thread__isnull=False)
    return rows.filter(channel=Channel.APP, read_at__isnull=True)


def record_of(actor: Actor, thread: Thread) -> Seizure | Case | None:
    """Return the seizure or the case a thread is about, for who sees that record too."""
    if thread.seizure_id:
        return Seizure.objects.visible_to(actor).filter(pk=thread.seizure_id).first()
    return Case.objects.visible_to(actor).filter(pk=thread.case_id).first() if thread.case_id else None


def threads_still_visible(actor: Actor, ids: Iterable[UUID]) -> list[Thread]:
    """Return, of the threads named, those that the actor may see now."""
    wanted = list(ids)
    return list(Thread.objects.visible_to(actor).with_rows().filter(pk__in=wanted)) if wanted else []
