"""`/api/v1/threads/` and `/api/v1/messages/`: what units and agencies write to each other."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from rest_framework.request import Request

from aircop.access import grants
from aircop.access.pages import page
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import refuse, require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.files import serving
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act, check_view
from alerts.api.message_shape import MessageAnswer, MessageBody, PartyBody, ThreadAnswer, ThreadBody
from alerts.enums import MessageKind
from alerts.models import ClosedGroup, Message, Thread
from alerts.queries.thread import locked_messages, unread_in, visible_file
from alerts.services.acceptance import accept_conditions
from alerts.services.message import Say, send_message
from alerts.services.party import add_party
from alerts.services.thread import Opening, open_thread
from seizures.models import Case, Seizure
from seizures.queries.share import receiver_told
from seizures.rules import IDENTITIES_SCOPE
from taskforces.models import Agency, TaskForce

SAID = ("body", "handling", "handling_words", "source_grade", "information_grade", "uploads")
READ, WRITE = "messages:read", "messages:write"
WORDS = ("body", "asked_name", "asked_number", "asked_record")
OPEN_FIELDS = ("kind", "handling", "handling_words", "source_grade", "information_grade", "sent_at")


def say_of(data: dict[str, Any]) -> Say:
    """Take the message out of a body."""
    return Say(**{name: data.pop(name) for name in SAID if name in data})


def opening_of(data: dict[str, Any]) -> Opening:
    """Take what a new thread is about, and who takes part, out of a body."""
    kinds: dict[str, Any] = {"group": ClosedGroup, "seizure": Seizure, "case": Case}
    named = {name: kind(pk=data.pop(name)) for name, kind in kinds.items() if data.get(name)}
    units = list(TaskForce.objects.filter(pk__in=data.get("units", [])))
    agencies = list(Agency.objects.filter(pk__in=data.get("agencies", [])))
    for name, found in (("units", units), ("agencies", agencies)):
        if len(found) < len(set(data.get(name, []))):
            raise Invalid(_("There is nothing with this id."), field=name)
    return Opening(subject=data.get("subject", ""), units=units, agencies=agencies, **named)


class ThreadFilters(Filters):
    """What threads can be narrowed by."""

    group = IdFilter("group_id", "In this closed group.")
    task_force = IdFilter("task_force_id", "Begun by this task force.")
    access_list = IdFilter("access_list_id", "On this access list.")


class ThreadView(Listed, Retrieved, Created, ResourceView):
    """Threads in which the client takes part."""

    serializer_class = ThreadAnswer
    bodies: ClassVar = {"create": ThreadBody, "add_party": PartyBody}
    required_scopes: ClassVar = {"list": READ, "retrieve": READ, "create": WRITE, "add_party": WRITE}
    filters = ThreadFilters
    orderings: ClassVar = ("last_at", "recorded_at")
    default_ordering = "-last_at"
    pager: ClassVar = staticmethod(page)

    def visible(self) -> QuerySet[Thread]:
        """Return what the client may see."""
        return Thread.objects.visible_to(self.actor).with_rows()

    def represent(self, rows: Sequence[Thread]) -> list[Any]:
        """Return the threads, with the records that their reader sees too."""
        seen = self._seen(Seizure, {row.seizure_id for row in rows}) | self._seen(Case, {row.case_id for row in rows})
        unread = unread_in(self.actor, rows)
        plain = ("reference", "subject", "handling", "recorded_at", "last_at")
        return [
            {name: getattr(row, name) for name in plain}
            | {
                "id": row.pk,
                "etag": self.etag_of(row),
                "access_list": row.access_list_id,
                "task_force": row.task_force_id,
                "group": row.group_id,
                "seizure": row.seizure_id if row.seizure_id in seen else None,
                "case": row.case_id if row.case_id in seen else None,
                "parties": [
                    {"task_force": each.unit_id, "agency": each.agency_id, "joined_at": each.joined_at}
                    for each in row.parties.all()
                ],
                "unread": unread.get(row.pk, 0),
            }
            for row in rows
        ]

    def _seen(self, kind: Any, named: set[UUID | None]) -> set[UUID]:
        ids = named - {None}
        return (
            set(kind.objects.visible_to(self.actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
        )

    def note_read(self, rows: Sequence[Thread]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "thread.list", rows=rows)
        else:
            record(self.actor, "thread.read", about=rows[0])

    def perform_create(self, data: dict[str, Any]) -> Thread:
        """Begin it with a first message."""
        return open_thread(actor=self.actor, opening=opening_of(data), say=say_of(data))

    @act
    def add_party(self, row: Thread, data: dict[str, Any]) -> Thread:
        """Let a unit or an agency in: it reads all that was written."""
        receiver: Any = receiver_told(data)  # no person is among the body's fields
        add_party(actor=self.actor, thread=row, receiver=receiver)
        return row


class MessageFilters(Filters):
    """What messages can be narrowed by."""

    thread = IdFilter("thread_id", "In this thread.")
    kind = ChoiceFilter("kind", "Only this kind.", choices=MessageKind.choices)


class MessageView(Listed, Retrieved, Created, ResourceView):
    """Messages in the threads in which the client takes part. Reading them here marks nothing as read."""

    serializer_class = MessageAnswer
    bodies: ClassVar = {"create": MessageBody}
    required_scopes: ClassVar = {"list": READ, "retrieve": READ, "file": READ, "create": WRITE, "accept": WRITE}
    filters = MessageFilters
    orderings: ClassVar = ("sent_at",)
    default_ordering = "-sent_at"

    def visible(self) -> QuerySet[Message]:
        """Return what was written where the client sees identities; elsewhere there is nothing to see."""
        rows = Message.objects.filter(thread__in=Thread.objects.visible_to(self.actor))
        return rows.select_related("thread").prefetch_related("files__file")

    def represent(self, rows: Sequence[Message]) -> list[Any]:
        """Return the messages, each as far as its reader may read it."""
        held = grants.held_on(self.actor, {row.thread_id: row.thread for row in rows}.values())
        locked = locked_messages(self.actor, rows)
        may_read = self.actor.scopes is None or IDENTITIES_SCOPE in self.actor.scopes
        for row in rows:
            row.locked = row.pk in locked
        return [
            self._shape(row, words=may_read and SEE_IDENTITY in held[row.thread_id] and not row.locked) for row in rows
        ]

    def _shape(self, row: Message, *, words: bool) -> dict[str, Any]:
        files = [
            {"id": each.pk, "name": each.file.name, "media_type": each.file.media_type, "size": each.file.size,
             "scan": each.file.scan}
            for each in (row.files.all() if words else ())
        ]  # fmt: skip
        told = {name: getattr(row, name) for name in OPEN_FIELDS} | {
            name: getattr(row, name) if words else None for name in WORDS
        }
        return told | {
            "id": row.pk,
            "etag": self.etag_of(row),
            "thread": row.thread_id,
            "task_force": row.unit_id,
            "agency": row.agency_id,
            "answers": row.answers_id,
            "files": files,
            "locked": row.locked,
        }

    def version_of(self, row: Message) -> object:
        """Return what can change of a message for its reader: whether its conditions were accepted."""
        locked = bool(locked_messages(self.actor, [row])) if row.locked is None else row.locked
        return f"1-{int(locked)}"

    def note_read(self, rows: Sequence[Message]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "thread.list", rows={row.thread_id: row.thread for row in rows}.values())

    def perform_create(self, data: dict[str, Any]) -> Message:
        """Write it into its thread."""
        thread, kind = Thread(pk=data["thread"]), data.get("kind", MessageKind.GENERAL)
        return send_message(actor=self.actor, thread=thread, say=say_of(data), kind=kind)

    @act
    def accept(self, row: Message, _data: dict[str, Any]) -> Message:
        """Take note of its conditions."""
        return accept_conditions(actor=self.actor, message=row)

    def file(self, request: Request, pk: UUID, file: UUID) -> HttpResponse:  # noqa: ARG002
        """Return the original of what came along, as it came, to be saved."""
        row = self.fetch(pk)
        if self.actor.scopes is not None and IDENTITIES_SCOPE not in self.actor.scopes:
            words = _("This token lacks the scope “%(scope)s”.") % {"scope": IDENTITIES_SCOPE}
            require(refuse(words, "scope_missing"))
        found = visible_file(self.actor, row.thread, file)
        record(self.actor, "message.download", about=row.thread, ids=[found.pk])
        return serving.download(found.file, mark=row.handling)


check_view(MessageView, ["file"])
routes = [
    path(
        "messages/<uuid:pk>/files/<uuid:file>/",
        MessageView.as_view({"get": "file"}, detail=True, basename="message"),
        name="message-file",
    ),
]
