"""What every request gets: an id that stands in the answer, the logs and the audit; and no place in a cache."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds by machines

request_id: ContextVar[str] = ContextVar("request_id", default="")
log = structlog.get_logger("aircop.request")

type Answer = Callable[[HttpRequest], HttpResponseBase]


def _id_for(request: HttpRequest) -> str:
    """Return the caller's id when it is a UUID (a proxy may have given one), else a new one."""
    try:
        return str(UUID(request.headers.get(HEADER, "")))
    except ValueError:
        return str(uuid4())


class RequestIdMiddleware:
    """First of the middlewares: names the request, echoes the name, writes one log line per request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the request's name in header and log."""
        name = _id_for(request)
        request.request_id = name  # type: ignore[attr-defined]
        token = request_id.set(name)
        began = time.perf_counter()
        try:
            with structlog.contextvars.bound_contextvars(request_id=name):
                response = self.get_response(request)
                response.headers[HEADER] = name
                self._write(request, response, began)
                return response
        finally:
            request_id.reset(token)

    @staticmethod
    def _write(request: HttpRequest, response: HttpResponseBase, began: float) -> None:
        # The path only: query strings may hold what somebody searched for.
        if request.path in QUIET:
            return
        actor = getattr(request, "actor", None)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
            subject=str(getattr(actor, "subject_id", None) or ""),
        )


class NoStoreMiddleware:
    """Keeps answers out of every cache: always for a request that carries a session or a token.

    Judged by what the request carries, never by asking for the person, so that `/healthz` needs no database. An
    answer to an anonymous request may allow caching by itself.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the word that keeps caches away."""
        response = self.get_response(request)
        personal = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        if personal or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
