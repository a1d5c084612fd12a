"""The storm: an alert told to many people while everything that brings it to them is killed, one after the other."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import psycopg
import redis

from aircop.local import ROOT, broker, postgres, processes, testrun
from tests.chaos.letterbox import Letterbox, letterbox

LONGEST = 900.0  # seconds until a storm is given up
WORKERS = ("worker 1", "worker 2")
CELERY = (sys.executable, "-m", "celery", "-A", "aircop")
QUIET = ("--without-gossip", "--without-mingle", "--loglevel", "WARNING")
ROWS = """
SELECT count(*), count(DISTINCT recipient_id), count(delivered_at), count(parked_at), count(withheld_at)
  FROM alerts_delivery WHERE channel = 'email'
"""


@dataclass
class Report:
    """What came of it. A repeat is the same message a second time: whoever gets it can tell by its name."""

    wanted: int
    rows: int = 0
    people: int = 0
    sent: int = 0
    arrived: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    kills: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def missing(self) -> int:
        """Rows whose message never arrived, and people without a row."""
        return self.wanted - len(set(self.arrived) & self.named)

    @property
    def repeats(self) -> int:
        """Messages beyond the first of each name."""
        return len(self.arrived) - len(set(self.arrived))

    @property
    def strange(self) -> int:
        """Messages that no row names."""
        return len(set(self.arrived) - self.named)

    @property
    def good(self) -> bool:
        """Whether nothing was lost, doubled or repeated more often than something was killed."""
        once = self.rows == self.people == self.sent == self.wanted
        return once and not self.missing and not self.strange and self.repeats <= sum(self.kills.values())

    def words(self) -> str:
        """Return the figures in a few lines."""
        kills = ", ".join(f"{name} {number}" for name, number in sorted(self.kills.items()))
        return (
            f"{self.wanted:,} deliveries in {self.seconds:.0f} s; ended by force: {kills}\n"
            f"missing {self.missing}, second rows {self.rows - self.people}, "
            f"repeats {self.repeats} of at most {sum(self.kills.values())}, unknown {self.strange}\n"
        )


class Parts:
    """The parts of the application, each brought up again when it ended, as a supervisor does."""

    def __init__(self, folder: Path, *, port: int, lease: int) -> None:
        self.folder, self.log = folder, folder / "parts.log"
        self.server = testrun.database(folder, self.log)
        self.broker = broker.start(log=self.log)
        self.env = os.environ | testrun.environment(self.server, self.broker.url, folder)
        self.env |= {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(port),
            "EMAIL_USE_TLS": "0",
            "DELIVERY_LEASE_SECONDS": str(lease),
        }
        with psycopg.connect(self.server.url(), autocommit=True) as superuser:
            superuser.execute("ALTER DATABASE aircop SET synchronous_commit = on")
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def command(self, name: str) -> Sequence[str]:
        """Return how a part is started."""
        if name == "sequencer":
            return (sys.executable, str(ROOT / "manage.py"), "sequencer")
        if name == "beat":
            return (*CELERY, "beat", "--schedule", str(self.folder / "beat"), "--loglevel", "WARNING")
        return (*CELERY, "worker", "--pool", "solo", "--hostname", f"{name[-1]}@storm", *QUIET)

    def keep_up(self) -> None:
        """Start whatever does not run."""
        for name in ("sequencer", "beat", *WORKERS):
            child = self.running.get(name)
            if child is None or child.poll() is not None:
                self.running[name] = processes.spawn(self.command(name), log=self.log, env=self.env, cwd=ROOT)

    def kill(self, name: str) -> None:
        """End a part by force, in the middle of whatever it does."""
        child = self.running[name]
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def kill_broker(self) -> None:
        """End the broker by force; it comes back and knows nothing."""
        self.broker.process.kill()
        self.broker.process.wait()
        self.broker = broker.start(log=self.log, folder=self.broker.folder)

    def flush_broker(self) -> None:
        """Let the broker forget every task."""
        with redis.Redis.from_url(self.broker.url) as client:
            client.flushall()

    def restart_database(self) -> None:
        """Stop PostgreSQL, which ends every connection, and start it again."""
        processes.stop(self.server.process, signal.SIGINT)
        self.server = postgres.start(self.server.data, log=self.log, hasty=True, sockets=self.server.sockets)

    def stop(self) -> None:
        """End everything."""
        for child in self.running.values():
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self.broker.stop()
        self.server.stop()

    def blows(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what is done to the parts, in turn."""
        return [
            ("worker", lambda: self.kill(WORKERS[0])),
            ("broker", self.kill_broker),
            ("worker", lambda: self.kill(WORKERS[1])),
            ("database", self.restart_database),
            ("beat", lambda: self.kill("beat")),
            ("worker", lambda: self.kill(WORKERS[0])),
            ("broker flushed", self.flush_broker),
        ]

    def rows(self) -> tuple[int, ...]:
        """Return how the rows stand."""
        with psycopg.connect(self.server.url(name=testrun.TEMPLATE)) as superuser:
            found: tuple[int, ...] = superuser.execute(ROWS).fetchone() or ()
            return found

    def names(self) -> set[str]:
        """Return the names of all messages that there ought to be."""
        with psycopg.connect(self.server.url(name=testrun.TEMPLATE)) as superuser:
            return {str(row[0]) for row in superuser.execute("SELECT id FROM alerts_delivery WHERE channel = 'email'")}


def storm(wanted: int, *, pause: float, lease: int, blows: int = 10_000) -> Report:
    """Tell an alert to so many people, strike every few seconds until all is out, and count."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="aircop-chaos-"))
        folder.chmod(0o755)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        box = stack.enter_context(letterbox())
        parts = Parts(folder, port=box.port, lease=lease)
        stack.callback(parts.stop)
        subprocess.run(
            [sys.executable, "-m", "tests.chaos.people", str(wanted)], env=parts.env, cwd=ROOT, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return _weather(parts, box, Report(wanted), pause=pause, blows=blows)


def _weather(parts: Parts, box: Letterbox, report: Report, *, pause: float, blows: int) -> Report:
    began = struck = time.monotonic()
    arrived = 0  # when it was struck last: it strikes while something is on its way
    todo = cycle(parts.blows())
    while time.monotonic() - began < LONGEST:
        parts.keep_up()
        rows, _people, sent, *_rest = parts.rows()
        if rows >= report.wanted and sent == rows:
            break
        at_work = len(box.got) > arrived and time.monotonic() - struck > pause
        if at_work and sum(report.kills.values()) < blows:
            name, strike = next(todo)
            strike()
            report.kills[name] += 1
            struck, arrived = time.monotonic(), len(box.got)
        time.sleep(0.1)
    report.rows, report.people, report.sent, *_rest = parts.rows()
    report.arrived, report.named = list(box.got), parts.names()
    report.seconds = time.monotonic() - began
    return report
