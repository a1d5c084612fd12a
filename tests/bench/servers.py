"""The two servers beside each other on each database: ours with the wall on, and the lean one as the owner."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from aircop.local import ROOT, processes
from tests.bench.client import Client
from tests.bench.ground import FOLDER, Ground

OURS, LEAN = "ours", "lean"
CONFIGURATIONS = {OURS: "deploy/gunicorn.conf.py", LEAN: "tests/bench/lean/gunicorn_conf.py"}


@dataclass(frozen=True)
class Pair:
    """Both servers on one ground."""

    ground: Ground
    ports: dict[str, int]
    masters: dict[str, int]

    def client(self, side: str, reader: str) -> Client:
        """Return a client of its own for a reader."""
        return Client(self.ports[side], {**self.ground.case_tokens, **self.ground.writers}[reader])

    def workers(self, side: str) -> list[int]:
        """Return the process ids of a side's workers."""
        master = self.masters[side]
        children = Path(f"/proc/{master}/task/{master}/children")
        return [int(word) for word in children.read_text(encoding="ascii").split()]


@contextmanager
def serving(ground: Ground) -> Iterator[Pair]:
    """Serve one ground by both, two processes each."""
    ports, masters = {}, {}
    with ExitStack() as stack:
        for side, configuration in CONFIGURATIONS.items():
            port = _free_port()
            log = FOLDER / f"{side}-{ground.records}.log"
            log.write_bytes(b"")
            env = dict(ground.env) | {"AIRCOP_WEB": "1", "BIND": f"127.0.0.1:{port}"}
            command = (sys.executable, "-m", "gunicorn", "-c", configuration)
            child = processes.spawn(command, log=log, env=env, cwd=ROOT)
            stack.callback(processes.stop, child)
            processes.wait_until(lambda p=port: _answers(p), child=child, log=log, name=side, limit=120)  # type: ignore[misc]
            ports[side], masters[side] = port, child.pid
        yield Pair(ground, ports, masters)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
