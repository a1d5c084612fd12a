"""A small API over the toolkit: notes kept in the one table that the toolkit owns, so that no test model is needed."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, ClassVar, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.urls import include, path, re_path, resolve
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from aircop.errors import InvalidTransition, NotAllowed
from aircop.rest.documents import DocsView, SchemaView
from aircop.rest.fields import EtagField, InstantField, QuantityField, TextField, WholeNumberField
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter, InstantFilter, TextFilter, TruthFilter
from aircop.rest.models import IdempotencyKey
from aircop.rest.problems import problem_response
from aircop.rest.routers import ResourceRouter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Changed, Created, Listed, Removed, ResourceView, Retrieved, act, api_404

NOTES, HIDDEN = "notes", "hidden"
SCOPES = ("notes:read", "notes:write")


class NoteSerializer(StrictSerializer):
    """A note as it is shown."""

    id = WholeNumberField()
    name = TextField(source="key")
    created_at = InstantField()
    etag = EtagField()


class LineBody(StrictSerializer):
    """A line of a note."""

    quantity = QuantityField(max_digits=12, decimal_places=3)


class NoteBody(StrictSerializer):
    """A new note."""

    name = TextField(max_length=100)
    lines = LineBody(many=True, required=False)


class NotePatch(StrictSerializer):
    """A change of a note."""

    name = TextField(max_length=100)


class OddIdFilter(IdFilter):
    """The ids of these notes are numbers."""

    def read(self, text: str) -> Any:
        """Return the number."""
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise ValueError("This is not an id.")
        return int(text)


class NoteFilters(Filters):
    """What notes can be narrowed by."""

    id = OddIdFilter("pk", "Only these.", many=True)
    name = TextFilter("key__icontains", "In the name.")
    state = ChoiceFilter("status", "Only these.", choices=[("0", "new"), ("1", "old")], many=True)
    since = InstantFilter("created_at__gte", "Made at or after.")
    long = TruthFilter(lambda notes, value: notes.filter(key__contains="-long-") if value else notes, "Long names.")


class NoteView(Listed, Retrieved, Created, Changed, Removed, ResourceView):
    """Notes."""

    serializer_class = NoteSerializer
    bodies: ClassVar = {"create": NoteBody, "partial_update": NotePatch}
    required_scopes: ClassVar = {
        **dict.fromkeys(["list", "retrieve"], "notes:read"),
        **dict.fromkeys(["create", "partial_update", "destroy", "close", "hide_away", "refuse"], "notes:write"),
    }
    parameters: ClassVar = {"create": {"dry_run": TruthFilter("", "Write nothing.")}}
    filters = NoteFilters
    orderings = ("created_at", "key")
    default_ordering = "-created_at"
    lookup_value_converter = "int"
    shown: ClassVar[list[list[int]]] = []

    def visible(self) -> QuerySet[IdempotencyKey]:
        """Return the notes that are not hidden."""
        return IdempotencyKey.objects.filter(subject=NOTES)

    def version_of(self, row: Any) -> object:
        """Return the counter of changes."""
        return row.status

    def note_read(self, rows: Any) -> None:
        """Remember what was shown."""
        self.shown.append([row.pk for row in rows])

    def perform_create(self, data: dict[str, Any]) -> IdempotencyKey:
        """Make a note."""
        if self.query().get("dry_run"):
            transaction.set_rollback(True)
        return make_note(data["name"])

    def perform_update(self, row: Any, data: dict[str, Any]) -> IdempotencyKey:
        """Change a note."""
        IdempotencyKey.objects.filter(pk=row.pk).update(key=data["name"], status=F("status") + 1)
        return row

    def perform_destroy(self, row: Any) -> None:
        """Delete a note."""
        row.delete()

    @act
    def close(self, row: Any, data: dict[str, Any]) -> IdempotencyKey:
        """Close a note, once."""
        assert data == {}
        if row.object_id:
            raise InvalidTransition("It is closed.")
        IdempotencyKey.objects.filter(pk=row.pk).update(object_id="closed", status=F("status") + 1)
        return row

    @act
    def hide_away(self, row: Any, data: dict[str, Any]) -> IdempotencyKey:
        """Take a note out of sight."""
        IdempotencyKey.objects.filter(pk=row.pk).update(subject=HIDDEN)
        return row

    @act
    def refuse(self, row: Any, data: dict[str, Any]) -> IdempotencyKey:
        """Refuse after writing, so that tests see whether the writing is undone."""
        IdempotencyKey.objects.filter(pk=row.pk).update(key="must not stay")
        raise NotAllowed("Not you.")


class MeSerializer(StrictSerializer):
    """Who I am."""

    name = TextField()


class MeView(ResourceView):
    """One thing without an id."""

    serializer_class = MeSerializer
    required_scopes: ClassVar = {"list": "notes:read"}

    def list(self, request: Request) -> Response:
        """Return who asks."""
        return Response({"name": str(request.user)})


router = ResourceRouter()
router.register("field-notes", NoteView, "note")
router.register("me", MeView, "me")
api = [
    path("schema/", SchemaView.as_view(patterns=[path("api/v1/", include(router.urls))]), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema")),
    *router.urls,
    re_path("", api_404),
]
urlpatterns = [path("api/v1/", include((api, "api")))]
NOTES_PATH = "/api/v1/field-notes/"


def make_note(name: str, subject: str = NOTES, at: datetime | None = None) -> IdempotencyKey:
    """Write a note."""
    made = {"created_at": at} if at else {}
    return IdempotencyKey.objects.create(subject=subject, key=name, fingerprint="", **made)


def user(number: int = 1) -> Any:
    """Return a person who is not stored."""
    return get_user_model()(pk=UUID(int=number))


def call(
    method: str,
    address: str,
    body: Any = None,
    *,
    raw: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    scopes: tuple[str, ...] | None = None,
    who: Any = "somebody",
    content_type: str = "application/json",
) -> HttpResponse:
    """Send a request to the views as the middlewares would, in a transaction that a problem rolls back."""
    content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
    request = APIRequestFactory().generic(
        method, address, cast("str", content), content_type=content_type, headers=headers
    )
    request.actor = SimpleNamespace(scopes=None if scopes is None else frozenset(scopes))  # type: ignore[attr-defined]
    if who is None:
        request.user = AnonymousUser()
    else:
        force_authenticate(request, user() if who == "somebody" else who)
    match = resolve(request.path_info)
    request.resolver_match = match
    with transaction.atomic():
        response: Any = match.func(request, *match.args, **match.kwargs)
        rendered: HttpResponse = response.render() if hasattr(response, "render") else response
    return rendered


def told(response: HttpResponse) -> Any:
    """Return the answer's JSON."""
    return json.loads(response.content)


def faults(response: HttpResponse) -> list[tuple[str, str]]:
    """Return (pointer or parameter, code) of each fault."""
    return [(fault.get("parameter") or fault["pointer"], fault["code"]) for fault in told(response)["errors"]]


def problem(exc: Exception) -> Any:
    """Return the problem document's status and JSON for an exception, None if it is ours."""
    context = {"request": APIRequestFactory().get("/api/v1/x/"), "view": None}
    response = problem_response(exc, context)
    return None if response is None else (response.status_code, told(response))


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
