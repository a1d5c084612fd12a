"""The OpenAPI document: what follows from the toolkit is added to each operation, so that views need not say it."""

from http import HTTPStatus
from typing import Any

from drf_spectacular import openapi
from drf_spectacular.plumbing import ResolvedComponent

from aircop.rest.problems import MEDIA_TYPE
from aircop.rest.serializers import EmptyBody
from aircop.rest.views import ResourceView

ALWAYS = (400, 401, 403, 404, 406, 429)
WITH_BODY = (409, 413, 415)
FAULT = {
    "type": "object",
    "required": ["pointer", "code", "detail"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer into the body: /items/0/quantity."},
        "parameter": {"type": "string", "description": "The query parameter or header, instead of a pointer."},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {"type": "array", "items": FAULT},
    },
}


def _header(description: str, **schema: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"} | schema}


IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    **_header("Your own name for this request; a repeat gets the same answer.", maxLength=255, pattern="^[!-~]+$"),
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    **_header("The ETag of the version that you read."),
}
REQUEST_ID = {"X-Request-ID": _header("Names this request in our logs and in the audit.")}
OBJECT = {"ETag": _header("The version as you see it.")}
CREATED = {"Location": _header("The object's address.", format="uri-reference")}
REPLAYED = {"Idempotency-Replayed": _header("Stands when the act was done before.", enum=["true"])}


class AutoSchema(openapi.AutoSchema):
    """Operations of `ResourceView`s; other views are described as drf-spectacular does."""

    view: Any

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the operation with problems, headers and scopes."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            self._add_headers(operation["responses"])
            self._add_problems(operation["responses"])
        return operation

    # What an operation is called ------------------------------------------------------------------------------------

    def get_operation_id(self) -> str:
        """Return "seizures_list", "seizures_verify": the resource and the action."""
        words = [word.replace("-", "_") for word in self._tokenize_path()]
        if not self._resource:
            return str(super().get_operation_id())
        if words[-1] == self.view.action:
            words.pop()
        alone = self.view.action == "list" and not self._is_list_view()
        return "_".join([*words, "retrieve" if alone else self.view.action])

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Whether the operation answers a page: a list in an order. `/me/` is read without an id and is no list."""
        if not self._resource:
            return bool(super()._is_list_view(serializer))
        return self.view.action == "list" and bool(self.view.orderings)

    @property
    def _resource(self) -> bool:
        return isinstance(self.view, ResourceView)

    @property
    def _object_post(self) -> bool:
        return self._resource and self.method == "POST" and not self._reading

    @property
    def _reading(self) -> bool:
        return self._resource and self.view.action in self.view.reads

    # What it takes --------------------------------------------------------------------------------------------------

    def get_request_serializer(self) -> Any:
        """Return the serializer that the view reads the action's body with."""
        if not self._resource:
            return super().get_request_serializer()
        body = self.view.bodies.get(self.view.action, EmptyBody)
        return None if body is EmptyBody else body

    def _get_request_body(self, direction: str = "request") -> Any:
        if self._resource and (raw := self.view.raw_bodies.get(self.view.action)):
            return {"content": {raw: {"schema": {"type": "string", "format": "binary"}}}, "required": True}
        if self._resource and self.get_request_serializer() is None:
            return None
        return super()._get_request_body(direction)  # type: ignore[no-untyped-call]

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        """Return the view's own query parameters, and the headers that its writes take."""
        if not self._resource:
            return list(super()._get_filter_parameters())  # type: ignore[no-untyped-call]
        own = self.view.parameters.get(self.view.action, {})
        found = [item.parameter(name) for name, item in own.items()]
        if self._is_list_view():
            found += self.view.filters.parameters()
        if self._object_post:
            found.append(IDEMPOTENCY_KEY)
        if self.method in ("PATCH", "DELETE"):
            found.append(self.view.preconditions.get(self.view.action, IF_MATCH))
        elif self._object_post and self.view.detail:
            found.append(IF_MATCH | {"required": False})
        return found

    def get_auth(self) -> list[dict[str, Any]]:
        """Return the ways to sign in, each an alternative, with the scope that a client needs."""
        ways = [{name: needs} for way in super().get_auth() for name, needs in way.items()]
        scope = self.view.required_scopes[self.view.action] if self._resource else ""
        return [{"oauth2": [scope]} if scope and "oauth2" in way else way for way in ways]

    # What it answers ------------------------------------------------------------------------------------------------

    def get_response_serializers(self) -> Any:
        """Return the view's serializer under the status that the action answers with."""
        if not self._resource:
            return super().get_response_serializers()
        if self.method == "DELETE":
            return {204: None}
        return {201 if self.view.action == "create" else 200: self.view.serializer_class}

    def _add_headers(self, responses: dict[str, Any]) -> None:
        for code, response in responses.items():
            headers = dict(REQUEST_ID)
            if self._resource and code in ("200", "201") and not (self._is_list_view() or self._reading):
                headers |= OBJECT | (REPLAYED if self._object_post else {}) | (CREATED if code == "201" else {})
            response["headers"] = response.get("headers", {}) | headers

    def _add_problems(self, responses: dict[str, Any]) -> None:
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name="Problem", type=ResolvedComponent.SCHEMA, object="Problem", schema=PROBLEM
        )
        self.registry.register_on_missing(component)
        for code in self._problem_codes():
            content = {MEDIA_TYPE: {"schema": component.ref}}
            phrase = HTTPStatus(code).phrase
            responses.setdefault(str(code), {"description": phrase, "headers": REQUEST_ID, "content": content})

    def _problem_codes(self) -> list[int]:
        codes = list(ALWAYS)
        if self.method in ("POST", "PATCH"):
            codes += WITH_BODY
        if self.method == "POST" and not self._reading:
            codes += [412, 422]
        elif self.method in ("PATCH", "DELETE"):
            codes += [409, 412, 428]
        return sorted(set(codes))
