"""Writing into a thread: what is said, under which conditions, with which files."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.files.models import StoredFile, Upload
from aircop.files.services import filing
from aircop.files.services.upload import held
from aircop.reference.queries import require_code
from alerts.enums import MessageKind
from alerts.message_events import MessageSent
from alerts.message_rules import can_write_in_thread
from alerts.models import Message, MessageFile, Thread
from alerts.queries.thread import visible_thread
from seizures.enums import Handling

MOST_FILES = 10  # of one message
SCHEME = "4x4:"  # grades are given by the Europol grid alone
FREE = frozenset({MessageKind.GENERAL, MessageKind.FEEDBACK})


@dataclass(frozen=True, kw_only=True)
class Say:
    """What a message says. `uploads` are the sender's own ids of whole uploads, `files` names with their bytes."""

    body: str
    handling: str = Handling.H0
    handling_words: str = ""
    source_grade: str = ""
    information_grade: str = ""
    uploads: Sequence[UUID] = ()
    files: Sequence[tuple[str, bytes]] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request is about: a name, the number of a document, the reference of a record."""

    name: str = ""
    number: str = ""
    record: str = ""


@transaction.atomic
def send_message(*, actor: Actor, thread: Thread, say: Say, kind: str = MessageKind.GENERAL) -> Message:
    """Write a message, or feedback on what came of an answer, to everybody who takes part.

    Refuses who takes no part, who sees no identities there, a group that has ended, an empty message, and H3 without
    its conditions.
    """
    thread = locked_thread(actor, thread)
    require(can_write_in_thread(actor, thread))
    if kind not in FREE:
        raise Invalid(_("Choose what kind of message it is."), field="kind")
    message = put_message(actor, thread, MessageKind(kind), say)
    record(actor, "message.send", about=thread, changes={"messages.kind": (None, message.kind)}, keep=False)
    append(MessageSent(thread.pk, message.pk, message.kind), about=thread, actor=actor)
    return message


# Shared with the acts on threads and requests -------------------------------------------------------------------------


def locked_thread(actor: Actor, thread: Thread) -> Thread:
    """Return the thread as it stands, locked, if the actor may see it; otherwise it does not exist."""
    if not Thread.objects.visible_to(actor).filter(pk=thread.pk).select_for_update(no_key=True).values_list("pk"):
        raise Missing
    return visible_thread(actor, thread.pk)


def put_message(
    actor: Actor,
    thread: Thread,
    kind: MessageKind,
    say: Say,
    *,
    answers: Message | None = None,
    asked: Message | None = None,
) -> Message:
    """Write the row, file what came along, and bring the thread up. The act that calls it guards, audits and tells.

    `asked` is an unsaved message that holds what a request is about.
    """
    message = asked or Message()
    message.thread, message.kind, message.answers = thread, kind, answers
    message.by_id = actor.subject_id  # type: ignore[assignment]  # whoever may write is signed in
    message.unit_id = actor.acting.unit_id if actor.acting else None
    message.agency_id = actor.acting.agency_id  # type: ignore[union-attr]  # whoever may write acts for somebody
    _say(message, say)
    message.save(force_insert=True)
    message.refresh_from_db(fields=["sent_at"])
    _file(actor, message, say)
    thread.handling = max(thread.handling, message.handling)
    thread.last_at = timezone.now()
    thread.version += 1
    thread.save(force_update=True, update_fields=["handling", "last_at", "version"])
    return message


def _say(message: Message, say: Say) -> None:
    message.body = say.body.strip()
    message.handling, message.handling_words = say.handling, say.handling_words.strip()
    message.source_grade, message.information_grade = say.source_grade, say.information_grade
    if not message.body:
        raise Invalid(_("Write what you want to say."), field="body")
    if message.handling not in set(Handling):
        raise Invalid(_("Choose a handling code."), field="handling")
    if message.handling == Handling.H3 and not message.handling_words:
        raise Invalid(_("Say which conditions apply: H3 needs words."), field="handling_words")
    for name in ("source_grade", "information_grade"):
        code = getattr(message, name)
        if code:
            require_code(name, code, field=name)
        if code and not code.startswith(SCHEME):
            raise Invalid(_("Grade by the Europol grid: A, B, C or X, and 1 to 4."), field=name)


def _file(actor: Actor, message: Message, say: Say) -> None:
    """File what came along, each file once: it is seen through the message alone."""
    if len(say.uploads) + len(say.files) > MOST_FILES:
        raise Invalid(_("Send %(most)d files at most with one message.") % {"most": MOST_FILES}, field="files")
    for name, data in say.files:
        _keep(message, filing.from_bytes(name, data), None)
    for each in say.uploads:
        upload = held(actor, each)
        if upload.filed_as is not None:
            raise Invalid(_("This file was filed elsewhere. Send it anew, under a new id."), field="uploads")
        _keep(message, filing.from_upload(upload), upload)


def _keep(message: Message, file: StoredFile, upload: Upload | None) -> None:
    row = MessageFile(thread=message.thread, message=message, file_id=file.pk)
    row.save(force_insert=True)
    filing.keep(file, upload=upload, holder=row.pk)
