"""The REST exception handler: leaves refusals to the middleware, and the answer to the toolkit."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied as Denied
from django.http import Http404, HttpResponse
from rest_framework.exceptions import NotFound, PermissionDenied

from aircop.audit.middleware import reason_of
from aircop.rest.problems import problem_response

# What DRF raises of its own, as the exception of Django that says the same.
DECLINED: dict[type[Exception], Callable[[Any], Exception]] = {
    NotFound: lambda _: Http404(),
    PermissionDenied: lambda exc: Denied(str(exc.detail)),
}


def exception_handler(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer with a problem document; a refusal is written down once the transaction is rolled back."""
    request = context["request"]._request
    request.refusal = reason_of(DECLINED.get(type(exc), lambda _: exc)(exc))
    return problem_response(exc, context)
