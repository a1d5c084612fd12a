"""Whether the process is alive, and whether it can work."""

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from aircop.events.heartbeats import seen


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


def _beating(name: str) -> bool:
    try:
        return seen(name)
    except DatabaseError:
        return False


@require_safe
@transaction.non_atomic_requests
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all; asks nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@transaction.non_atomic_requests
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker, worker and sequencer are there, 503 otherwise, each told apart."""
    parts = {
        "database": _database(),
        "broker": _broker(),
        "worker": _beating("worker"),
        "sequencer": _beating("sequencer"),
    }
    return JsonResponse({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)
