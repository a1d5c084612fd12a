"""`manage.py demo`, run for real: it comes up, is joined by other commands, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from aircop.local import ROOT, processes, supervisor

GIVEN = ("DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_OWNER_URL", "REDIS_URL", "AIRCOP_TESTING")
PATIENCE = 180


@pytest.fixture
def port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bare_environment(folder: Path, port: int) -> dict[str, str]:
    """Return an environment in which nothing is given but where to write and to listen."""
    kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return kept | {"AIRCOP_DATA": str(folder), "PORT": str(port), "AIRCOP_NO_PACKAGES": "1"}


def manage(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)


@pytest.fixture
def demo(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Start the demo in an empty folder and return it once it says that it is ready."""
    env = bare_environment(tmp_path, port)
    command = [sys.executable, str(ROOT / "manage.py"), "demo"]
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    for line in child.stdout:
        if "ready after" in line:
            break
    yield child
    if child.poll() is None:
        child.kill()
    child.communicate()


def test_the_demo_comes_up_is_joined_and_goes_down(demo: subprocess.Popen[str], tmp_path: Path, port: int) -> None:
    """One start for the whole story: the real one takes seconds."""
    env = bare_environment(tmp_path, port)
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200

    services = json.loads((tmp_path / "services.json").read_text())
    assert (tmp_path / "services.json").stat().st_mode & 0o777 == 0o600
    asked = manage(
        env,
        "shell",
        "--verbosity",
        "0",
        "-c",
        "from aircop.reference.models import Airport as A; print(A.objects.count())",
    )
    assert int(asked.stdout) > 1000

    again = manage(env | {"PORT": "1"}, "demo")
    assert again.returncode == 1
    again = manage(bare_environment(tmp_path, port) | {"PORT": str(port)}, "demo")
    assert f"port {port} cannot be used" in again.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    again = manage(bare_environment(tmp_path, free), "demo")
    assert "a demo already runs" in again.stderr
    assert len(again.stderr.splitlines()) == 1

    demo.send_signal(signal.SIGTERM)
    assert demo.wait(60) == 0
    assert not (tmp_path / "services.json").exists()
    assert not Path(services["REDIS_URL"].removeprefix("unix://")).parent.exists()
    assert not Path(services["DATABASE_URL"].partition("host=")[2]).exists()


def test_a_database_without_its_owner_is_named_in_one_line(tmp_path: Path, port: int) -> None:
    """Migrations need the owner's login."""
    env = bare_environment(tmp_path, port) | {"DATABASE_URL": "postgresql://aircop_app@nowhere/aircop"}
    answer = manage(env, "demo")
    assert answer.returncode == 1
    assert "DATABASE_URL is given without DATABASE_OWNER_URL" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_the_death_of_one_part_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the watch ends, so that the rest is stopped."""
    monkeypatch.setenv("AIRCOP_DATA", str(tmp_path))
    lasting = processes.spawn(["/bin/sleep", "60"], log=supervisor._log("lasting"))
    dying = processes.spawn(["/bin/sh", "-c", "echo farewell; exit 3"], log=supervisor._log("dying"))
    assert supervisor._watch({"lasting": lasting, "dying": dying}) == 1
    said = capsys.readouterr().out
    assert "dying ended with code 3" in said
    assert "farewell" in said
    processes.stop(lasting)
    assert lasting.returncode == -signal.SIGTERM


def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    """Not even when the parent is killed: the kernel tells the child."""
    code = (
        "import time, pathlib; from aircop.local import processes as p;"
        f"print(p.spawn(['/bin/sleep', '60'], log=pathlib.Path({str(tmp_path / 'log')!r})).pid, flush=True);"
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
