"""A partner's system, as good or as bad as a test needs it: it listens on this machine and keeps what it got."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Sink:
    """What came in, and how it is answered: `answer` is called with the handler of each request."""

    def __init__(self, answer: "Answer") -> None:
        self.answer = answer
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""


type Answer = Callable[[BaseHTTPRequestHandler], None]


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer with a status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def drips(handler: BaseHTTPRequestHandler) -> None:
    """Answer a letter at a time, for as long as anybody listens."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1_000):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.02)


@contextmanager
def listening(answer: Answer) -> Iterator[Sink]:
    """Run a sink for the time of the block."""
    sink = Sink(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sink.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            with suppress(OSError):  # nobody listens any more
                sink.answer(self)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    sink.url = f"http://127.0.0.1:{server.server_port}/alerts?from=aircop"
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
