"""How long `manage.py demo` takes until it is ready: on an empty folder, and again on the one it left."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from aircop.local import ROOT

PATIENCE = 300
OURS = ("DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_OWNER_URL", "REDIS_URL")


def cold_and_warm() -> dict[str, float]:
    """Return the seconds to a ready demo, by name. The environment of Python is there already."""
    with tempfile.TemporaryDirectory(prefix="aircop-bench-") as folder:
        Path(folder).chmod(0o755)
        return {name: _seconds(folder) for name in ("cold start", "warm start")}


def _seconds(folder: str) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if name not in OURS}
    env |= {"AIRCOP_DATA": folder, "PORT": str(port)}
    began = time.monotonic()
    demo = subprocess.Popen([sys.executable, "manage.py", "demo"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        while not _ready(port):
            if demo.poll() is not None or time.monotonic() - began > PATIENCE:
                message = "the demo did not become ready"
                raise RuntimeError(message)
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(60)


def _ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
