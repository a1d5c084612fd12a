"""The REST exception handler: leaves refusals to the middleware, and the answer to the toolkit."""

from typing import Any

from django.http import Http404
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.response import Response

from aircop.audit.middleware import NOT_FOUND
from aircop.errors import InvalidTransition, Missing, NotAllowed
from aircop.rest.problems import problem_response


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer with a problem document; a refusal is written down once the transaction is rolled back."""
    request = context["request"]._request
    if isinstance(exc, Missing | Http404 | NotFound):
        request.refusal = NOT_FOUND
    elif isinstance(exc, NotAllowed | InvalidTransition):
        request.refusal = exc.reason
    elif isinstance(exc, PermissionDenied):
        request.refusal = str(exc.detail)
    response: Response | None = problem_response(exc, context)
    return response
