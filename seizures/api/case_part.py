"""`/api/v1/cases/{id}/tasks/` and `notes/`: what belongs to one case."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from aircop.access import grants
from aircop.access.roles import SEE_IDENTITY
from aircop.accounts.models import User
from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.views import Changed, Created, Listed, ResourceView, Retrieved, act, check_view
from seizures.api.case_shape import FinishTaskBody, NoteAnswer, NoteBody, TaskAnswer, TaskBody
from seizures.models import Case, CaseNote, CaseTask
from seizures.queries.case import visible_case
from seizures.services.case_note import add_note
from seizures.services.case_task import add_task, change_task, finish_task


class CasePartView(Listed, Retrieved, Created, ResourceView):
    """Rows of one kind that belong to one case which the reader may see."""

    word: ClassVar[str]
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "recorded_at"
    case_id: UUID
    case: Case

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the case out of the address: what is left names the row, as in any resource."""
        self.case_id = kwargs.pop("pk")
        if "row" in kwargs:
            kwargs["pk"] = kwargs.pop("row")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request, then find the case: hidden and missing are one 404."""
        super().initial(request, *args, **kwargs)
        self.case = visible_case(self.actor, self.case_id)

    def note_read(self, rows: Any) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "case.read", about=self.case, ids=[row.pk for row in rows])

    def reverse_action(self, url_name: str, *_args: Any, args: Any = (), **_kwargs: Any) -> str:
        """Return the address of a row, below its case."""
        return reverse(f"api:{self.word}-{url_name}", args=[self.case.pk, *args])


class CaseTaskView(Changed, CasePartView):
    """What is to do in a case."""

    word = "case-task"
    serializer_class = TaskAnswer
    bodies: ClassVar = {"create": TaskBody, "partial_update": TaskBody, "finish": FinishTaskBody}
    required_scopes: ClassVar = {
        "list": "cases:read",
        "retrieve": "cases:read",
        "create": "cases:write",
        "partial_update": "cases:write",
        "finish": "cases:write",
    }

    def visible(self) -> QuerySet[CaseTask]:
        """Return the tasks of the case."""
        return CaseTask.objects.filter(case=self.case)

    def represent(self, rows: Any) -> list[Any]:
        """Return the rows; who does not serve with the owner is told no people but itself."""
        serves = self.actor.serves(self.case.owner_agency, self.case.owner_unit)
        for row in rows:
            row.etag = self.etag_of(row)
        shown = super().represent(rows)
        for each in shown:
            if not serves and each["assignee"] != str(self.actor.subject_id):
                each["assignee"] = None
        return shown

    def viewer_of(self, row: CaseTask) -> str:  # noqa: ARG002
        """Return whether the reader is told people, and which one it is."""
        serves = self.actor.serves(self.case.owner_agency, self.case.owner_unit)
        return "o" if serves else str(self.actor.subject_id)

    def perform_create(self, data: dict[str, Any]) -> CaseTask:
        """Write it down."""
        return add_task(actor=self.actor, case=self.case, **_with_person(data))

    def perform_update(self, row: CaseTask, data: dict[str, Any]) -> CaseTask:
        """Change the fields that were sent."""
        return change_task(actor=self.actor, task=row, version=row.version, facts=_with_person(data))

    @act
    def finish(self, row: CaseTask, data: dict[str, Any]) -> CaseTask:
        """Say that it is done, or why it does not apply."""
        return finish_task(actor=self.actor, task=row, **data)


def _with_person(data: dict[str, Any]) -> dict[str, Any]:
    """Return the body with the person that it names; whether a task may be given to it says the service."""
    if data.get("assignee") is None:
        return data
    person = User.objects.filter(pk=data["assignee"]).first()
    if person is None:
        raise Invalid(_("Choose somebody of the unit, or take it yourself."), field="/assignee")
    return data | {"assignee": person}


class CaseNoteView(CasePartView):
    """Notes of a case, for who sees identities; others find none."""

    word = "case-note"
    serializer_class = NoteAnswer
    bodies: ClassVar = {"create": NoteBody}
    required_scopes: ClassVar = {"list": "cases:read", "retrieve": "cases:read", "create": "cases:write"}

    def visible(self) -> QuerySet[CaseNote]:
        """Return the notes of the case, as far as the wall shows them."""
        return CaseNote.objects.filter(case=self.case)

    def represent(self, rows: Any) -> list[Any]:
        """Return the rows."""
        for row in rows:
            row.etag = self.etag_of(row)
        return super().represent(rows)

    def version_of(self, row: CaseNote) -> object:
        """Return what never changes: a note is not rewritten."""
        return row.sequence

    def viewer_of(self, row: CaseNote) -> str:  # noqa: ARG002
        """Return whether the reader sees identities."""
        return "i" if SEE_IDENTITY in grants.held(self.actor, self.case) else ""

    def perform_create(self, data: dict[str, Any]) -> CaseNote:
        """Add it."""
        return add_note(actor=self.actor, case=self.case, **data)


def _routes(view: type[CasePartView], word: str, **acts: str) -> list[URLPattern]:
    check_view(view, ["list", "create", "retrieve", *acts.values()])
    name = view.word
    one: Any = {"get": "retrieve", **({"patch": "partial_update"} if "partial_update" in view.required_scopes else {})}
    found = [
        path(f"cases/<uuid:pk>/{word}/", view.as_view({"get": "list", "post": "create"}, detail=False, basename=name),
             name=f"{name}-list"),
        path(f"cases/<uuid:pk>/{word}/<uuid:row>/", view.as_view(one, detail=True, basename=name),
             name=f"{name}-detail"),
    ]  # fmt: skip
    return found + [
        path(
            f"cases/<uuid:pk>/{word}/<uuid:row>/{route}/",
            view.as_view({"post": method}, detail=True, basename=name),
            name=f"{name}-{route}",
        )
        for route, method in acts.items()
    ]


routes = [*_routes(CaseTaskView, "tasks", finish="finish"), *_routes(CaseNoteView, "notes")]
