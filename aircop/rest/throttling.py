"""A ceiling on requests per person or client: against programs that run away, not an account of use.

A token bucket in the memory of each process (see docs/decisions/0004): no round trip and nothing that can fail. With
N processes a caller may reach N times the rate. The limits of sign-in are elsewhere, in PostgreSQL.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from aircop.rest.callers import subject_of

PER_MINUTE, BURST = 6_000, 1_000
MAX_BUCKETS = 10_000  # the caller that was silent longest is forgotten first, with a bucket that is full by then


@dataclass(slots=True)
class Bucket:
    """The requests that a caller may still make, as of a moment of the monotonic clock."""

    left: float
    at: float


class Buckets:
    """The buckets of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, subject: str, *, per_second: float, burst: int) -> float:
        """Take one request from the subject's bucket; return 0, or the seconds to wait for the next."""
        now = time.monotonic()
        with self._lock:
            bucket = self._buckets.setdefault(subject, Bucket(burst, now))
            self._buckets.move_to_end(subject)
            if len(self._buckets) > MAX_BUCKETS:
                self._buckets.popitem(last=False)
            bucket.left = min(burst, bucket.left + (now - bucket.at) * per_second)
            bucket.at = now
            if bucket.left < 1:
                return (1 - bucket.left) / per_second
            bucket.left -= 1
            return 0

    def clear(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._buckets.clear()


BUCKETS = Buckets()


class SubjectThrottle(BaseThrottle):
    """429 with Retry-After over `API_REQUESTS_PER_MINUTE` (0: no limit) and `API_BURST`."""

    seconds = 0.0

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Take one request from the caller's bucket."""
        per_minute = getattr(settings, "API_REQUESTS_PER_MINUTE", PER_MINUTE)
        if not per_minute or not request.user.is_authenticated:
            return True
        burst = getattr(settings, "API_BURST", BURST)
        self.seconds = BUCKETS.take(subject_of(request), per_second=per_minute / 60, burst=burst)
        return not self.seconds

    def wait(self) -> float:
        """Return the seconds until the next request may come."""
        return self.seconds
