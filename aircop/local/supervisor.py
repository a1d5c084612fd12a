"""`manage.py demo`: brings the whole application up in order, watches it, and takes it down in reverse.

PostgreSQL, broker, data, then web, sequencer, worker and beat, each waited for. The death of one ends all, with its
last words. It loads no Django itself, so it costs little beside what it watches.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from aircop import env as settings
from aircop.local import ROOT, Unavailable, addresses, broker, messages, postgres, processes, roles

DATABASE = "aircop"
PATIENCE = 120  # seconds until a part must be ready: the first start on a slow disk compiles everything
HERE = "127.0.0.1"


@dataclass(frozen=True)
class Part:
    """A process of the application: how it is called, and how one sees that it is ready."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[], bool]


def main() -> int:
    """Run until Ctrl-C or SIGTERM, and return 0; or until a part dies, and return 1."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _leave)
    begun = time.monotonic()
    port = settings.number("PORT", 8000)
    _check_port(port)
    with ExitStack() as stack:
        try:
            stack.enter_context(addresses.hold())
            env = _services(stack)
            _say("preparing the data")
            processes.run([sys.executable, ROOT / "manage.py", "prepare_data"], log=_log("prepare"), env=env)
            children = _start(stack, env, port)
            _greet(port, time.monotonic() - begun)
            return _watch(children)
        except KeyboardInterrupt:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, signal.SIG_IGN)
            _say("stopping")
            return 0


def _leave(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    sys.stdout.write(f"aircop: {line}\n")
    sys.stdout.flush()


def _log(name: str) -> Path:
    """Return the log of a part, which begins anew with each start."""
    folder = addresses.data_dir() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.log"
    path.write_bytes(b"")
    return path


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except OSError as error:
            message = (
                f"port {port} cannot be used ({error.strerror}): give another, PORT={port + 1} python3 manage.py demo"
            )
            raise Unavailable(message) from error


def _services(stack: ExitStack) -> dict[str, str]:
    """Start what was not given, tell other commands where it is, and return the environment of the parts."""
    found = {"AIRCOP_DEMO": "1", "AIRCOP_DATA": str(addresses.data_dir())}
    found |= _given_database() if addresses.given("DATABASE_URL") else _own_database(stack)
    if not addresses.given("REDIS_URL"):
        _say("starting the broker")
        service = broker.start(log=_log("broker"))
        stack.callback(service.stop)
        found["REDIS_URL"] = service.url
    else:
        found["REDIS_URL"] = settings.text("REDIS_URL")
    messages.compile_all()
    addresses.publish(found)
    stack.callback(addresses.withdraw)
    return dict(os.environ) | found


def _own_database(stack: ExitStack) -> dict[str, str]:
    _say("starting PostgreSQL")
    server = postgres.start(addresses.data_dir() / "postgres", log=_log("postgres"))
    stack.callback(server.stop)
    roles.prepare_embedded(server.url(), server.url(name=DATABASE), DATABASE)
    users = (roles.APP, roles.SYSTEM, roles.OWNER)
    return dict(zip(addresses.ADDRESSES, (server.url(user, DATABASE) for user in users), strict=False))


def _given_database() -> dict[str, str]:
    if not addresses.given("DATABASE_OWNER_URL"):
        message = (
            "DATABASE_URL is given without DATABASE_OWNER_URL, the login that owns the tables and migrates: give both."
        )
        raise Unavailable(message)
    app, owner = settings.text("DATABASE_URL"), settings.text("DATABASE_OWNER_URL")
    system = settings.text("DATABASE_SYSTEM_URL", roles.with_user(app, roles.SYSTEM))
    return dict(zip(addresses.ADDRESSES, (app, system, owner), strict=False))


def _parts(env: Mapping[str, str], port: int) -> list[Part]:
    python, manage = sys.executable, str(ROOT / "manage.py")
    celery = (python, "-m", "celery", "-A", "aircop")
    quiet = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")
    schedule = str(addresses.data_dir() / "beat-schedule")
    return [
        Part("sequencer", (python, manage, "sequencer"), lambda: _sequencer_beats(env)),
        Part("worker", (*celery, "worker", "--concurrency", "2", *quiet), lambda: _said("worker", " ready.")),
        Part(
            "beat", (*celery, "beat", "--schedule", schedule, "--loglevel", "INFO"), lambda: _said("beat", "Starting")
        ),
        Part("web", (python, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"), lambda: _web_answers(port)),
    ]


def _start(stack: ExitStack, env: Mapping[str, str], port: int) -> dict[str, subprocess.Popen[bytes]]:
    """Start all parts at once, then wait for each; whatever ends, they are stopped in reverse order."""
    children = {}
    parts = _parts(env, port)
    _say("starting " + ", ".join(part.name for part in parts))
    for part in parts:
        own = dict(env) | ({"AIRCOP_WEB": "1", "BIND": f"{HERE}:{port}"} if part.name == "web" else {})
        children[part.name] = processes.spawn(part.command, log=_log(part.name), env=own, cwd=ROOT)
        stack.callback(processes.stop, children[part.name])
    for part in parts:
        log = addresses.data_dir() / "log" / f"{part.name}.log"
        processes.wait_until(part.ready, child=children[part.name], log=log, name=part.name, limit=PATIENCE)
    return children


def _said(name: str, words: str) -> bool:
    return words in (addresses.data_dir() / "log" / f"{name}.log").read_text(encoding="utf-8", errors="replace")


def _sequencer_beats(env: Mapping[str, str]) -> bool:
    """Tell whether a sequencer was seen in this run, by the sign of life that it leaves in the database."""
    question = "SELECT 1 FROM events_heartbeat WHERE name = 'sequencer' AND at > now() - interval '15 seconds'"
    with psycopg.connect(env["DATABASE_OWNER_URL"]) as connection:
        return connection.execute(question).fetchone() is not None


def _web_answers(port: int) -> bool:
    try:
        with urlopen(f"http://{HERE}:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except (URLError, OSError):
        return False


def _greet(port: int, seconds: float) -> None:
    """Print where to go and as whom."""
    _say(
        f"ready after {seconds:.0f} s at http://localhost:{port}/ (Ctrl-C stops it; logs in {addresses.data_dir()}/log)"
    )
    path = addresses.data_dir() / "demo-accounts.json"
    if not path.exists():
        return
    for account in json.loads(path.read_text(encoding="utf-8")):
        who = account.get("username") or account.get("client_id", "")
        word = account.get("password") or account.get("client_secret", "")
        place = " · ".join(filter(None, (account.get("agency"), account.get("task_force"))))
        sys.stdout.write(f"  {account['role']:<15} {who:<36} {word:<28} {place}\n")
    sys.stdout.flush()


def _watch(children: Mapping[str, subprocess.Popen[bytes]]) -> int:
    """Return 1 when a part dies, having said which and its last words."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                said = processes.tail(addresses.data_dir() / "log" / f"{name}.log")
                _say(f"{name} ended with code {child.returncode}; stopping the rest. Its last words:\n{said}")
                return 1
        time.sleep(0.2)
