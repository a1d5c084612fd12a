"""How many requests were answered, how, and how long they took: counted here, read at `/metrics`.

Labels are names of routes, methods and status codes, which are few; an address, a person or a record never is one.
Each web process counts for itself. Under gunicorn a process writes into the files of its *slot*, which its successor
goes on with, so that the files stay as few as the processes and the sums outlive a worker.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name for where the slots lie
METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
UNROUTED = "unrouted"  # files, and addresses that lead nowhere
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

registry = CollectorRegistry()
answered = Counter(
    "aircop_requests",
    "Requests answered, by route, method and status.",
    ["route", "method", "status"],
    registry=registry,
)
took = Histogram(
    "aircop_request_seconds", "Seconds until the answer began.", ["route", "method"], registry=registry, buckets=SECONDS
)

type Answer = Callable[[HttpRequest], HttpResponseBase]


class MeasureMiddleware:
    """Counts every request with the name of its route, once it is answered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and count it."""
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = (match.view_name if match else "") or UNROUTED
        method = request.method if request.method in METHODS else "OTHER"
        answered.labels(route, method, str(response.status_code)).inc()
        took.labels(route, method).observe(time.perf_counter() - began)
        return response


def use_slots(folder: str) -> None:
    """Have the processes of this server count in files of a folder; called once, before the first of them starts."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    os.environ[FOLDER] = folder


def take_slot(taken: Iterable[int]) -> int:
    """Choose the lowest free slot for the process that is forked next, and return it."""
    taken = set(taken)
    slot = next(number for number in range(len(taken) + 1) if number not in taken)
    values.ValueClass = values.MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]  # the library has none
    return slot


def counted() -> CollectorRegistry:
    """Return what was counted: by all processes of this server, or by this one where it is alone."""
    if FOLDER not in os.environ:
        return registry
    every = CollectorRegistry()
    MultiProcessCollector(every)  # type: ignore[no-untyped-call]  # the same
    return every
