"""Where the services are: written by a running demo, read by the other commands beside it."""

import fcntl
import json
import os
import sys
from pathlib import Path
from typing import IO

from aircop.local import ROOT, Unavailable, roles

ADDRESSES = ("DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_OWNER_URL", "REDIS_URL")


def data_dir() -> Path:
    """Return the folder where everything that is written lies."""
    return Path(os.environ.get("AIRCOP_DATA") or ROOT / "var").resolve()


def given(name: str) -> bool:
    """Tell whether an address came from outside, by value or by file."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def hold() -> IO[str]:
    """Return the lock of the data folder; hold it as long as the demo runs. Refused while another demo does."""
    folder = data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "demo.lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        message = f"a demo already runs on {folder}: stop it first, or give another folder as AIRCOP_DATA."
        raise Unavailable(message) from error
    return lock


def publish(services: dict[str, str]) -> None:
    """Write the addresses for other commands, readable by this user alone."""
    path = data_dir() / "services.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(services, indent=1), encoding="utf-8")


def withdraw() -> None:
    """Remove the addresses when the services end."""
    (data_dir() / "services.json").unlink(missing_ok=True)


def running() -> dict[str, str]:
    """Return the addresses of the demo that runs on the data folder, or nothing."""
    path = data_dir() / "services.json"
    if not path.exists():
        return {}
    try:
        hold().close()
    except Unavailable:  # somebody holds the lock, so the demo lives
        return dict(json.loads(path.read_text(encoding="utf-8")))
    return {}


def adopt() -> None:
    """Put the addresses into the environment of a command that was given none.

    Beside a running demo: the demo's. In a developer's environment without one: addresses where nothing answers, so
    that commands which need no database work. In production the addresses are given, and nothing happens here.
    """
    if given("DATABASE_URL"):
        if not given("DATABASE_SYSTEM_URL") and "DATABASE_URL" in os.environ:
            os.environ["DATABASE_SYSTEM_URL"] = roles.with_user(os.environ["DATABASE_URL"], roles.SYSTEM)
        return
    services = running()
    if not services and Path(sys.prefix).resolve() == (ROOT / ".venv").resolve():
        nowhere = "@/aircop?host=/nonexistent"
        logins = (roles.APP, roles.SYSTEM, roles.OWNER)
        services = dict(zip(ADDRESSES, [f"postgresql://{login}{nowhere}" for login in logins], strict=False))
        services |= {"REDIS_URL": "unix:///nonexistent/broker.sock", "AIRCOP_DEMO": "1"}
    for name, value in services.items():
        os.environ.setdefault(name, value)
