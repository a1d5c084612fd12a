"""`/api/v1/requests/`: requests for information, asked and answered under a clock."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter, TruthFilter
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from alerts.api.message_shape import InformationRequestAnswer, RefusalBody, RequestBody, SayBody
from alerts.api.thread import READ, WRITE, opening_of, say_of
from alerts.enums import Clock, RequestStatus
from alerts.models import InformationRequest, Thread
from alerts.queries.request import visible_requests
from alerts.services.message import Asked
from alerts.services.request import (
    Ask,
    Receiver,
    ask_back,
    ask_in_new_thread,
    ask_in_thread,
    clarify_request,
    refuse_request,
    reply_to_request,
    withdraw_request,
)
from taskforces.models import Agency, TaskForce


def _overdue(rows: Any, wanted: Any) -> Any:
    late = Q(status=RequestStatus.OPEN, due_at__lt=Now())
    return rows.filter(late) if wanted else rows.exclude(late)


class RequestFilters(Filters):
    """What requests can be narrowed by."""

    thread = IdFilter("thread_id", "In this thread.")
    status = ChoiceFilter("status", "Only these states.", choices=RequestStatus.choices, many=True)
    from_task_force = IdFilter("from_unit_id", "Asked by this unit.")
    to_task_force = IdFilter("to_unit_id", "Asked of this unit.")
    to_agency = IdFilter("to_agency_id", "Asked of this agency.")
    overdue = TruthFilter(_overdue, "Whether nobody answered in time.")


class RequestView(Listed, Retrieved, Created, ResourceView):
    """Requests in the threads in which the client takes part."""

    serializer_class = InformationRequestAnswer
    bodies: ClassVar = {
        "create": RequestBody,
        "reply": SayBody,
        "refuse": RefusalBody,
        "ask_back": SayBody,
        "clarify": SayBody,
    }
    required_scopes: ClassVar = {
        **dict.fromkeys(("list", "retrieve"), READ),
        **dict.fromkeys(("create", "reply", "refuse", "ask_back", "clarify", "withdraw"), WRITE),
    }
    filters = RequestFilters
    orderings: ClassVar = ("asked_at", "due_at")
    default_ordering = "-asked_at"

    def visible(self) -> QuerySet[InformationRequest]:
        """Return what the client may see."""
        return visible_requests(self.actor)

    def represent(self, rows: Sequence[InformationRequest]) -> list[Any]:
        """Return the requests, each with its tag."""
        for row in rows:
            row.etag = self.etag_of(row)  # type: ignore[attr-defined]
        return super().represent(rows)

    def version_of(self, row: InformationRequest) -> object:
        """Return what can change of a request: where it stands, and its clock."""
        return f"{row.status}-{row.due_at.timestamp():.0f}"

    def note_read(self, rows: Sequence[InformationRequest]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "thread.list", rows={row.thread_id: row.thread for row in rows}.values())

    def perform_create(self, data: dict[str, Any]) -> InformationRequest:
        """Ask, in the thread that is named or in a new one."""
        about = Asked(**{name: data.pop(name, "") for name in ("name", "number", "record")})
        told = {"clock": data.pop("clock", Clock.USUAL), "again": data.pop("again", False)}
        ask = Ask(receiver=_receiver(data), about=about, **told)
        if "thread" in data:
            return ask_in_thread(actor=self.actor, thread=Thread(pk=data["thread"]), say=say_of(data), ask=ask)
        return ask_in_new_thread(actor=self.actor, opening=opening_of(data), say=say_of(data), ask=ask)

    @act
    def reply(self, row: InformationRequest, data: dict[str, Any]) -> InformationRequest:
        """Give the information."""
        return reply_to_request(actor=self.actor, request=row, say=say_of(data))

    @act
    def refuse(self, row: InformationRequest, data: dict[str, Any]) -> InformationRequest:
        """Refuse it, with a reason."""
        return refuse_request(actor=self.actor, request=row, refusal=data.pop("refusal"), say=say_of(data))

    @act
    def ask_back(self, row: InformationRequest, data: dict[str, Any]) -> InformationRequest:
        """Ask the asker for a clarification."""
        return ask_back(actor=self.actor, request=row, say=say_of(data))

    @act
    def clarify(self, row: InformationRequest, data: dict[str, Any]) -> InformationRequest:
        """Answer what was asked back."""
        return clarify_request(actor=self.actor, request=row, say=say_of(data))

    @act
    def withdraw(self, row: InformationRequest, _data: dict[str, Any]) -> InformationRequest:
        """Take the request back."""
        return withdraw_request(actor=self.actor, request=row)


def _receiver(data: dict[str, Any]) -> Receiver:
    """Take whom one asks out of a body: a unit or an agency, one of them."""
    unit, agency = data.pop("task_force", None), data.pop("agency", None)
    if (unit is None) == (agency is None):
        raise Invalid(_("Name a unit or an agency, one of them."), field="task_force")
    kind: Any = TaskForce if unit else Agency
    found: Receiver | None = kind.objects.filter(pk=unit or agency).first()
    if found is None:
        raise Invalid(_("There is nothing with this id."), field="task_force" if unit else "agency")
    return found
