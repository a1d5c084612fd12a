"""The reader's choices for this device, and the four error pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from aircop.errors import DomainError
from aircop.web.frame import PREFERENCES, cookie_of

YEAR = 365 * 24 * 60 * 60


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else "/"


@require_POST
def choose_preference(request: HttpRequest) -> HttpResponse:
    """Remember theme or keyboard shortcuts for a year on this device, and go back to the page."""
    response = HttpResponseRedirect(_back(request))
    for preference, values in PREFERENCES.items():
        value = request.POST.get(preference, "")
        if value in values:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(cookie_of(preference), value, YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def _reason(exception: object) -> str:
    """Return words that are meant for the reader; other exceptions say nothing."""
    return exception.reason if isinstance(exception, DomainError) else ""


def _error(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: object = None) -> HttpResponse:
    """400: what was sent cannot be read."""
    return _error(request, 400, reason=_reason(exception))


def permission_denied(request: HttpRequest, exception: object = None) -> HttpResponse:
    """403: the thing is visible, the act is not allowed; the reason is said."""
    return _error(request, 403, reason=_reason(exception))


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001
    """404: the same words whether a thing never was or is hidden from this reader."""
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database, of the person or of the frame, any of which may be what broke."""
    return HttpResponse(render_to_string("500.html", {"request_id": getattr(request, "request_id", "")}), status=500)
