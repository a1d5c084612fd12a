"""`manage.py test` inside itself: its own services, pytest's closing line last, nothing left behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from aircop.local import ROOT

COMMAND = [sys.executable, str(ROOT / "manage.py"), "test"]


def environment(folder: Path) -> dict[str, str]:
    """Return our environment with another place for temporary folders."""
    return dict(os.environ) | {"TMPDIR": str(folder), "AIRCOP_NO_PACKAGES": "1"}


def test_the_closing_line_is_the_last_and_nothing_stays(tmp_path: Path) -> None:
    chosen = "tests/aircop/test_local.py::test_the_owner_steps_in_and_out"
    done = subprocess.run([*COMMAND, chosen], env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"1 passed in [\d.]+s", done.stdout.splitlines()[-1])
    assert not list(tmp_path.glob("aircop-test-*"))


def test_being_told_to_end_leaves_nothing(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [*COMMAND, "tests/aircop/test_bootstrap.py"], env=environment(tmp_path), stdout=subprocess.PIPE
    )
    assert run.stdout
    assert run.stdout.read(1)  # pytest has begun
    assert list(tmp_path.glob("aircop-test-*"))
    run.send_signal(signal.SIGTERM)
    run.communicate()
    assert run.returncode == 128 + signal.SIGTERM
    assert not list(tmp_path.glob("aircop-test-*"))
