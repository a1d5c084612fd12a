"""How long an alert takes to the last of 10,000 inboxes, beside the bare statement that writes them."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from aircop.local import ROOT, Unavailable, postgres, processes
from tests.chaos.storm import Parts

PEOPLE = 10_000
REQUEST_MS = 100.0


def measure(people: int = PEOPLE) -> dict[str, Any]:
    """Tell an alert to so many people, on a durable database, by a sequencer and a worker."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="aircop-telling-"))
        folder.chmod(0o755)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        parts = Parts(folder, port=9, lease=60)
        stack.callback(parts.stop)
        processes.stop(parts.server.process, signal.SIGINT)
        parts.server = postgres.start(parts.server.data, log=parts.log, sockets=parts.server.sockets)
        parts.keep_up()
        command = [sys.executable, "-m", "tests.bench.told", str(people)]
        done = subprocess.run(command, env=parts.env, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            message = f"telling could not be measured:\n{done.stderr[-3000:]}"
            raise Unavailable(message)
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def words(found: dict[str, Any]) -> str:
    """Return the figures as a table."""
    met = "met" if found["request_ms"] < REQUEST_MS else "MISSED"
    return (
        f"\n| telling {found['people']:,} people | |\n| --- | --- |\n"
        f"| request that publishes | {found['request_ms']:.0f} ms ({met}: under {REQUEST_MS:.0f}) |\n"
        f"| until the last inbox | {found['last_inbox_s']:.2f} s |\n"
        f"| rows a second, from the request on | {found['rows_per_s']:,.0f} |\n"
        f"| rows a second, the bare INSERT ... SELECT | {found['bare_rows_per_s']:,.0f} |\n"
    )


if __name__ == "__main__":
    sys.stdout.write(words(measure()))
