"""Views of resources: what a domain says in one class, and everything of the contract that follows from it."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from aircop.errors import Missing, NotAllowed
from aircop.rest import etags, pagination
from aircop.rest.callers import actor_of, scopes_of
from aircop.rest.filters import Filter, Filters, check_names, read_parameters
from aircop.rest.idempotency import once
from aircop.rest.renderers import AcceptNegotiation, dumps
from aircop.rest.serializers import EmptyBody, StrictSerializer
from aircop.rest.throttling import SubjectThrottle


class ResourceView(ViewSet):
    """One resource. Add `Listed`, `Retrieved`, `Created`, `Changed`, `Removed` and acts for what it can do.

    The view says `visible()`, the one read that list, detail, change and act share: what it does not hold answers 404.
    """

    serializer_class: ClassVar[type[BaseSerializer[Any]]]
    bodies: ClassVar[Mapping[str, type[StrictSerializer]]] = {}  # action -> what it takes; else nothing
    reads: ClassVar[Collection[str]] = ()  # actions that read, though by POST: what is asked must not lie in an address
    raw_bodies: ClassVar[Mapping[str, str]] = {}  # action -> media type of the bytes it takes instead of JSON
    preconditions: ClassVar[Mapping[str, Mapping[str, Any]]] = {}  # action -> the header it needs instead of If-Match
    required_scopes: ClassVar[Mapping[str, str]]  # action -> what a token needs ("": any token); all stand here
    parameters: ClassVar[Mapping[str, Mapping[str, Filter]]] = {}  # action -> query parameters besides the list's
    filters: ClassVar[type[Filters]] = Filters
    orderings: ClassVar[Sequence[str]] = ()
    default_ordering: ClassVar[str] = ""
    pager: ClassVar[Callable[..., Any]] = staticmethod(pagination.keyset)  # or aircop.access.page
    counter: ClassVar[Callable[..., int]] = staticmethod(pagination.counted_upto)
    pagination_class = pagination.CursorPage
    throttle_classes = (SubjectThrottle,)
    content_negotiation_class = AcceptNegotiation
    metadata_class = None
    http_method_names = ["get", "post", "patch", "delete", "head"]
    lookup_field = "pk"
    lookup_value_converter = "uuid"

    # What a domain says ---------------------------------------------------------------------------------------------

    def visible(self) -> QuerySet[Any]:
        """Return what this reader may see, with what the answer needs joined."""
        raise NotImplementedError

    def represent(self, rows: Sequence[Any]) -> list[Any]:
        """Return the rows as the answer shows them; one serializer for all rows."""
        serializer = self.serializer_class(context={"request": self.request, "view": self})
        return [serializer.to_representation(row) for row in rows]

    def version_of(self, row: Any) -> object:
        """Return what changes with every change of the row."""
        version = getattr(row, "version", None)
        return version if version is not None else hashlib.sha256(dumps(self.represent([row]))).hexdigest()[:16]

    def viewer_of(self, row: Any) -> str:  # noqa: ARG002
        """Return the class of viewers to which this reader belongs for the row, where their answers differ."""
        return ""

    def note_read(self, rows: Sequence[Any]) -> None:
        """Take note of what a read or a repeat shows; a write notes itself. A layer that audits says how."""

    # What follows ---------------------------------------------------------------------------------------------------

    @property
    def actor(self) -> Any:  # (the access layer's Actor; this floor does not know it)
        """Return who asks."""
        return actor_of(self.request)

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Return none: `Allow` stands in a 405 and nowhere else, so that all 404s are alike."""
        return {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request: signed in, not too fast, within the token's scopes, with known parameters only.

        A method that the resource does not have has no scope: it goes on to its 405.
        """
        super().initial(request, *args, **kwargs)
        if (request.method or "").lower() in self.action_map:
            self._check_scope(request)
            known, single = self.query_names()
            check_names(request.query_params, known, single)

    def _check_scope(self, request: Request) -> None:
        scopes, needed = scopes_of(request), self.required_scopes[self.action]
        if needed and scopes is not None and needed not in scopes:
            raise NotAllowed(_("This token lacks the scope “%(scope)s”.") % {"scope": needed}, code="scope_missing")

    def query_names(self) -> tuple[set[str], set[str]]:
        """Return the query parameters that the action knows, and those of them that belong to the list itself."""
        own = set(self.parameters.get(self.action, {}))
        if self.action != "list" or not self.orderings:
            return own, set()
        return own | pagination.PARAMETERS | set(self.filters.known()), set(pagination.PARAMETERS)

    def query(self) -> dict[str, Any]:
        """Return the values of the action's own query parameters."""
        known = self.parameters.get(self.action, {})
        names = {item: name for name, item in known.items()}
        found = read_parameters(known, self.request.query_params)
        return {names[item]: values if item.many else values[0] for item, values in found}

    def body(self) -> dict[str, Any]:
        """Return the validated body; 400 with a pointer to each fault."""
        serializer_class = self.bodies.get(self.action, EmptyBody)
        context = {"request": self.request, "view": self}
        partial = self.request.method == "PATCH"
        serializer = serializer_class(data=self.request.data, context=context, partial=partial)
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        return data

    def fetch(self, object_id: UUID | str) -> Any:
        """Return the object, or raise the one 404."""
        queryset = self.visible()
        try:
            return queryset.get(**{self.lookup_field: object_id})
        except queryset.model.DoesNotExist:
            raise Missing from None

    def matched(self, request: Request, object_id: UUID | str) -> Any:
        """Return the object whose present version If-Match names; 404 when hidden, 428 without, 412 if stale."""
        row = self.fetch(object_id)
        etags.require_match(request, self.version_of(row), self.viewer_of(row))
        return row

    def etag_of(self, row: Any) -> str:
        """Return the row's entity tag for this reader."""
        return etags.etag(self.version_of(row), self.viewer_of(row))

    def answer(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """Return the object's answer with its entity tag, and where it lies when it is new."""
        body = self.represent([row])[0]  # first: what it looks up about the reader, the tag needs too
        headers = {"ETag": self.etag_of(row)}
        if code == status.HTTP_201_CREATED:
            headers["Location"] = self.reverse_action("detail", args=[getattr(row, self.lookup_field)])
        return Response(body, status=code, headers=headers)

    def answer_with(self, object_id: Any, code: int) -> Response:
        """Return what a read would say now; nothing when the act took the object out of the reader's sight."""
        row = self.visible().filter(pk=object_id).first()
        return Response(status=status.HTTP_204_NO_CONTENT) if row is None else self.answer(row, code)

    def replay(self, object_id: str, code: int) -> Response:
        """Return the answer to a repeated POST: read anew, 404 when the reader may no longer see it."""
        row = self.visible().filter(pk=object_id).first()
        if row is None:
            raise Missing
        self.note_read([row])
        return self.answer(row, code)


class Listed(ResourceView):
    """GET of the collection."""

    def list(self, request: Request) -> Response:
        """Return a page of what the reader may see."""
        paginator = self.pagination_class()
        queryset = self.filters.apply(self.visible(), request.query_params)
        rows = paginator.paginate_queryset(queryset, request, self)
        self.note_read(rows)
        return Response(paginator.get_paginated_data(self.represent(rows)))


class Retrieved(ResourceView):
    """GET of an object."""

    def retrieve(self, request: Request, pk: UUID | str) -> Response:  # noqa: ARG002
        """Return one object with its entity tag."""
        row = self.fetch(pk)
        self.note_read([row])
        return self.answer(row)


class Created(ResourceView):
    """POST to the collection."""

    def perform_create(self, data: dict[str, Any]) -> Model:
        """Call the service that makes the object, and return it."""
        raise NotImplementedError

    def create(self, request: Request) -> Response:
        """Make an object; a repeat under the same Idempotency-Key is answered, not done again."""
        data = self.body()
        return once(self, request, status.HTTP_201_CREATED, lambda: self.perform_create(data))


class Changed(ResourceView):
    """PATCH of an object."""

    def perform_update(self, row: Any, data: dict[str, Any]) -> Model:
        """Call the service that changes the object (pass `row.version` on to it), and return it."""
        raise NotImplementedError

    def partial_update(self, request: Request, pk: UUID | str) -> Response:
        """Change the fields that are sent; If-Match names the version that is changed."""
        row = self.matched(request, pk)
        return self.answer_with(self.perform_update(row, self.body()).pk, status.HTTP_200_OK)


class Removed(ResourceView):
    """DELETE of an object."""

    def perform_destroy(self, row: Any) -> None:
        """Call the service that withdraws the object (pass `row.version` on to it)."""
        raise NotImplementedError

    def destroy(self, request: Request, pk: UUID | str) -> Response:
        """Take an object back; If-Match names the version that is taken back."""
        self.perform_destroy(self.matched(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


def act(method: Callable[[Any, Any, dict[str, Any]], Model]) -> Callable[..., Response]:
    """Make `verify(self, row, data) -> row` the act `POST .../{id}/verify/`, repeatable under an Idempotency-Key.

    Its body is `bodies["verify"]` (nothing, if it is not named), its scope `required_scopes["verify"]`. An If-Match
    that is sent is honoured. The answer is the object as a read shows it after the act.
    """

    @wraps(method)
    def view_method(self: ResourceView, request: Request, pk: UUID | str) -> Response:
        row = self.fetch(pk)
        data = self.body()

        def do() -> Model:
            etags.honour_match(request, self.version_of(row), self.viewer_of(row))
            return method(self, row, data)

        return once(self, request, status.HTTP_200_OK, do)

    kebab = method.__name__.replace("_", "-")
    route = action(detail=True, methods=["post"], url_path=kebab, url_name=kebab)
    return route(view_method)


class UnknownPath(APIView):
    """Whatever lies under the API's address and is nothing: the same 404 as a hidden object."""

    schema = None
    metadata_class = None
    content_negotiation_class = AcceptNegotiation
    throttle_classes = (SubjectThrottle,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request like any other, then find nothing."""
        super().initial(request, *args, **kwargs)
        raise NotFound

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Return none, as `ResourceView` does."""
        return {}


api_404 = UnknownPath.as_view()


def check_view(view: Any, actions: Sequence[str]) -> None:
    """Refuse, when routes are built, a view that leaves something open: a token must never pass for want of a scope."""
    missing = [name for name in actions if name not in view.required_scopes]
    if missing:
        message = f"{view.__name__}.required_scopes does not name {', '.join(missing)}"
        raise ImproperlyConfigured(message)
