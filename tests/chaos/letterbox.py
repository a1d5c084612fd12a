"""A mail server that keeps the name of every message it took, and nothing else."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Letterbox(socketserver.ThreadingTCPServer):
    """What arrived, by the name of the message, in order."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.got: list[str] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs."""

    server: Letterbox

    def handle(self) -> None:
        try:
            self._talk()
        except OSError:
            return  # the sender was killed

    def _talk(self) -> None:
        self._say("220 letterbox")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _take(self) -> None:
        name = ""
        while (line := self.rfile.readline()) and line != b".\r\n":
            if line.lower().startswith(b"message-id:"):
                name = line.partition(b"<")[2].partition(b"@")[0].decode()
        if line:
            self.server.got.append(name)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """Run one for the time of the block."""
    with Letterbox() as box:
        thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield box
        box.shutdown()
        thread.join()
