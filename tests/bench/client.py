"""A client with one connection that stays open, and measuring of several things in turn."""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

GONE = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


@dataclass
class Client:
    """One reader at one server."""

    port: int
    token: str
    connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Any:
        """Return the decoded answer; anything but 200 ends the run."""
        return json.loads(self.raw("GET", path))

    def raw(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """Return the answer's body, not decoded: what the server does is measured, not what the client does."""
        headers |= {"Authorization": f"Bearer {self.token}", "X-Forwarded-Proto": "https", "Host": "localhost"}
        try:
            return self._ask(method, path, body, headers)
        except GONE:  # the server closed a connection that was idle
            self.close()
            return self._ask(method, path, body, headers)

    def post(self, path: str, body: bytes, key: str) -> bytes:
        """Send a body under a key of its own."""
        return self.raw("POST", path, body, **{"Content-Type": "application/json", "Idempotency-Key": key})

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.connection.request(method, path, body, dict(headers))
        answer = self.connection.getresponse()
        words = answer.read()
        if answer.status not in (200, 201):
            message = f"{method} {path} answered {answer.status}: {words[:500]!r}"
            raise RuntimeError(message)
        return words

    def close(self) -> None:
        """Let the connection go."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None


@dataclass(frozen=True, slots=True)
class Times:
    """What one thing took, in milliseconds."""

    taken: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.taken)

    @property
    def p95(self) -> float:
        """What nineteen of twenty do not pass."""
        return sorted(self.taken)[min(len(self.taken) - 1, round(0.95 * (len(self.taken) - 1)))]


def in_turn[K: Hashable](
    things: Mapping[K, Callable[[], object]], *, rounds: int, each: int, budget: float = 60
) -> dict[K, Times]:
    """Measure all things, a few of each in every round, so that whatever else the machine does meets all of them.

    The first round warms up and is forgotten. Ends early, after two rounds, when `budget` seconds are used up.
    """
    taken: dict[K, list[float]] = {name: [] for name in things}
    end = time.monotonic() + budget
    for turn in range(rounds + 1):
        for name, do in things.items():
            for _ in range(each):
                began = time.perf_counter()
                do()
                if turn:
                    taken[name].append((time.perf_counter() - began) * 1000)
        if turn >= 2 and time.monotonic() > end:
            break
    return {name: Times(tuple(times)) for name, times in taken.items()}
