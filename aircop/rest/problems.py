"""Problem documents (RFC 9457): one shape for whatever goes wrong, and nothing malformed is ever a 5xx."""

import logging
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import singledispatch
from http import HTTPStatus
from typing import Any

from django.core import exceptions as django
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.fields import get_error_detail
from rest_framework.views import set_rollback

from aircop import errors
from aircop.rest.exceptions import BadParameters, BodyTooLarge, Fault
from aircop.rest.pointers import faults_of, pointer_to
from aircop.rest.renderers import dumps

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:aircop:problem:"
CHALLENGE = 'Bearer realm="api"'
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong: status, a stable word for programs, a sentence for people, and the places in the request."""

    status: HTTPStatus
    code: str
    detail: str
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def document(self, path: str) -> dict[str, Any]:
        """Return the members of the problem document for a request to `path`."""
        members: dict[str, Any] = {
            "type": TYPE + self.code,
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "instance": escape_uri_path(path),
        }
        if self.faults:
            members["errors"] = [fault.as_dict() for fault in self.faults]
        return members | dict(self.more)


class ProblemResponse(HttpResponse):
    """A problem document, whatever the reader accepts: it must get through."""

    def __init__(self, problem: Problem, path: str) -> None:
        super().__init__(
            dumps(problem.document(path)),
            status=problem.status.value,
            content_type=MEDIA_TYPE,
            headers=dict(problem.headers),
        )


def problem_response(exc: Exception, context: Mapping[str, Any]) -> ProblemResponse | None:
    """Return the answer for an exception out of a view, and mark the request's transaction for rollback.

    `context` is the view's: `request` and `view`. None for what nobody foresaw: it is raised again and logged.
    """
    problem = describe(exc)
    if problem is None:
        return None
    set_rollback()
    response = ProblemResponse(problem, context["request"].path)
    if problem.status == HTTPStatus.METHOD_NOT_ALLOWED and (view := context.get("view")):
        response["Allow"] = ", ".join(view.allowed_methods)
    return response


def not_found(request: HttpRequest) -> ProblemResponse:
    """Return the one 404 for requests that never reach a view of the toolkit."""
    return ProblemResponse(_missing(), request.path)


def server_error(request: HttpRequest) -> ProblemResponse:
    """Return the 500 of the API: it says nothing but that it was noted."""
    detail = _("Something went wrong on our side. It was noted.")
    return ProblemResponse(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "server_error", detail), request.path)


@singledispatch
def describe(exc: Exception) -> Problem | None:  # noqa: ARG001
    """Return the problem that an exception stands for; None when it is a fault of ours."""
    return None


def _missing() -> Problem:
    """There is one 404: the same for what is hidden, withdrawn, misspelt or never was."""
    return Problem(HTTPStatus.NOT_FOUND, "not_found", _("Not found."))


@describe.register(errors.Missing)
@describe.register(Http404)
@describe.register(drf.NotFound)
def _describe_missing(exc: Exception) -> Problem:  # noqa: ARG001
    return _missing()


@describe.register
def _describe_refusal(exc: errors.DomainError) -> Problem:
    return Problem(HTTPStatus.CONFLICT, exc.code, str(exc.reason))


@describe.register
def _describe_not_allowed(exc: errors.NotAllowed) -> Problem:
    return Problem(HTTPStatus.FORBIDDEN, exc.code, str(exc.reason))


@describe.register
def _describe_invalid(exc: errors.Invalid) -> Problem:
    pointer = exc.field if exc.field.startswith("/") else pointer_to(exc.field) if exc.field else ""
    fault = Fault(code=exc.code, detail=str(exc.reason), pointer=pointer)
    return Problem(HTTPStatus.BAD_REQUEST, "invalid", str(exc.reason), faults=(fault,))


@describe.register
def _describe_stale(exc: errors.StaleWrite) -> Problem:
    more: dict[str, Any] = {"version": exc.version}
    if exc.clashes:
        more["clashes"] = [asdict(clash) for clash in exc.clashes]
    return Problem(HTTPStatus.PRECONDITION_FAILED, exc.code, str(exc.reason), more=more)


@describe.register
def _describe_api(exc: drf.APIException) -> Problem:
    code = getattr(exc.detail, "code", None) or exc.default_code
    return Problem(HTTPStatus(exc.status_code), code, str(exc.detail))


@describe.register
def _describe_malformed(exc: drf.ParseError) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "malformed", str(exc.detail))


@describe.register
def _describe_parameters(exc: BadParameters) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, exc.default_code, str(exc.detail), faults=tuple(exc.faults))


@describe.register
def _describe_fields(exc: drf.ValidationError) -> Problem:
    return _invalid_fields(tuple(faults_of(exc.detail)))


@describe.register
def _describe_model_fields(exc: django.ValidationError) -> Problem:
    return _invalid_fields(tuple(faults_of(get_error_detail(exc))))


def _invalid_fields(faults: tuple[Fault, ...]) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "invalid", _("Some of what was sent cannot be taken."), faults=faults)


@describe.register(drf.NotAuthenticated)
@describe.register(drf.AuthenticationFailed)
def _describe_stranger(exc: drf.APIException) -> Problem:
    headers = {"WWW-Authenticate": getattr(exc, "auth_header", None) or CHALLENGE}
    return Problem(HTTPStatus.UNAUTHORIZED, exc.default_code, str(exc.detail), headers=headers)


@describe.register
def _describe_throttled(exc: drf.Throttled) -> Problem:
    wait = math.ceil(getattr(exc, "wait", None) or 1)
    detail = _("Too many requests. Try again in %(seconds)d s.") % {"seconds": wait}
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, "throttled", detail, headers={"Retry-After": str(wait)})


@describe.register
def _describe_forbidden(exc: django.PermissionDenied) -> Problem:
    return Problem(HTTPStatus.FORBIDDEN, "not_allowed", str(exc) or _("You may not do this."))


@describe.register
def _describe_too_large(exc: django.RequestDataTooBig) -> Problem:  # noqa: ARG001
    return _describe_api(BodyTooLarge())


@describe.register(django.SuspiciousOperation)
@describe.register(django.BadRequest)
@describe.register(UnreadablePostError)
@describe.register(MultiPartParserError)
def _describe_unreadable(exc: Exception) -> Problem:  # noqa: ARG001
    return Problem(HTTPStatus.BAD_REQUEST, "malformed", _("The request cannot be read."))


@describe.register(UnicodeError)
@describe.register(DataError)
@describe.register(IntegrityError)
def _describe_unstorable(exc: Exception) -> Problem:
    """Answer for a value that passed validation and that the database refused: a gap of ours to close, too."""
    logger.warning("unvalidated_value", exc_info=exc)
    return Problem(HTTPStatus.BAD_REQUEST, "invalid", _("A value that was sent cannot be stored."))
