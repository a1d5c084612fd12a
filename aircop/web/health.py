"""Whether the process is alive, and whether it can work."""

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from aircop.events.heartbeats import LATELY, seen

DELIVERIES = "deliveries"  # a sign of life goes through their queue each minute
THROUGH_THE_QUEUE = timedelta(minutes=3)

_figures: dict[str, Callable[[], float]] = {}


def tell(name: str, ask: Callable[[], float]) -> None:
    """Add a figure to what `/readyz` tells; apps of higher floors do when they are ready."""
    _figures[name] = ask


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _beating(name: str, within: timedelta = LATELY) -> bool:
    try:
        return seen(name, within)
    except DatabaseError:
        return False


def _figure(ask: Callable[[], float]) -> float | None:
    try:
        return round(ask(), 1)
    except DatabaseError:
        return None


@require_safe
@transaction.non_atomic_requests
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all; asks nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@transaction.non_atomic_requests
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker, worker, sequencer and the queue of deliveries live, 503 otherwise.

    Each is told apart; figures beside them decide nothing.
    """
    parts = {
        "database": _database(),
        "broker": _broker(),
        "worker": _beating("worker"),
        "sequencer": _beating("sequencer"),
        DELIVERIES: _beating(DELIVERIES, THROUGH_THE_QUEUE),
    }
    figures = {name: _figure(ask) for name, ask in _figures.items()}
    return JsonResponse({"ready": all(parts.values()), **parts, **figures}, status=200 if all(parts.values()) else 503)
