"""`python -m tests.bench.streams`: how long an alert takes to the last of 2,000 open pages."""

import json
import os
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from aircop.local import ROOT, processes
from tests.chaos.storm import Parts

OPEN = int(os.environ.get("STREAMS", "2000"))
PAUSE = 30.0
READER = """
import json, sys
import django; django.setup()
from django.db import transaction
from django.test import Client
from tests.alerts.told import drafted, publish_reviewed
from tests.cast import Cast
cast = Cast()
with transaction.atomic():
    assert cast.officer and cast.supervisor
    reader = cast.partner_officer
client = Client(); client.force_login(reader.user)
print(json.dumps(client.cookies["aircop-session"].value), flush=True)
sys.stdin.readline()
with transaction.atomic():
    publish_reviewed(cast, drafted(cast))
print("told", flush=True)
"""


def measure() -> str:
    """Measure once and return it in words."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="aircop-streams-"))
        folder.chmod(0o755)
        parts = Parts(folder, port=9, lease=60)
        stack.callback(parts.stop)
        parts.keep_up()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = parts.env | {"AIRCOP_WEB": "1", "BIND": f"127.0.0.1:{port}"}
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/stream.conf.py"]
        child = processes.spawn(command, log=parts.log, env=env, cwd=ROOT)
        stack.callback(processes.stop, child)
        reader = subprocess.Popen([sys.executable, "-c", READER], env=parts.env, cwd=ROOT, text=True,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        assert reader.stdin
        assert reader.stdout
        cookie = json.loads(reader.stdout.readline())
        began = time.monotonic()
        streams = [stack.enter_context(_open(port, cookie)) for _ in range(OPEN)]
        _wait(streams, b'"unread": 0', time.monotonic())
        opened = time.monotonic() - began
        began = time.monotonic()
        reader.stdin.write("\n")
        reader.stdin.flush()
        reader.stdout.readline()
        published = time.monotonic()
        first, last = _wait(streams, b'"unread": 1', published)
        reader.wait(30)
        return (
            f"\n{OPEN:,} streams open after {opened:.1f} s, {_memory(child.pid):.0f} MiB; from the commit to the first "
            f"{first:.2f} s, to the last {last:.2f} s (publishing took {published - began:.2f} s)\n"
        )


def _open(port: int, cookie: str) -> socket.socket:
    for _ in range(100):
        try:
            line = socket.create_connection(("127.0.0.1", port), timeout=30)
            break
        except OSError:
            time.sleep(0.3)
    line.sendall(f"GET /events/stream HTTP/1.1\r\nHost: localhost\r\nCookie: aircop-session={cookie}\r\n\r\n".encode())
    return line


def _wait(streams: list[socket.socket], words: bytes, since: float) -> tuple[float, float]:
    """Wait until every stream said the words; return when the first and the last did."""
    waiting, first = selectors.DefaultSelector(), 0.0
    said = dict.fromkeys(streams, b"")
    for line in streams:
        waiting.register(line, selectors.EVENT_READ, line)
    left = len(streams)
    while left:
        ready = waiting.select(PAUSE)
        if not ready:
            message = f"{left} streams said nothing"
            raise RuntimeError(message)
        for key, _events in ready:
            line = key.data
            said[line] += line.recv(4096)
            if words in said[line]:
                waiting.unregister(line)
                left -= 1
                first = first or time.monotonic() - since
    return first, time.monotonic() - since


def _memory(pid: int) -> float:
    """Return the resident memory of a server's worker."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    pages = sum(int(Path(f"/proc/{each}/statm").read_text(encoding="ascii").split()[1]) for each in children)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.stdout.write(measure())
