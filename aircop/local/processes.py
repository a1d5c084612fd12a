"""Child processes that never outlive their parent, and waiting for them without guessing."""

import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from aircop.local import Unavailable

NOBODY = 65534
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(with_signal: int = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when its parent ends, however it ends (Linux only)."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)


def enter_namespace() -> None:
    """Put this process into a user namespace where root appears as the user nobody: its files stay root's."""
    user, group = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    for name, line in (("setgroups", "deny"), ("uid_map", f"{NOBODY} {user} 1"), ("gid_map", f"{NOBODY} {group} 1")):
        Path("/proc/self", name).write_text(line, encoding="ascii")


@cache
def namespaces_allowed() -> bool:
    """Tell whether this machine lets root enter a user namespace; containers often refuse."""
    try:
        subprocess.run(["/bin/true"], preexec_fn=enter_namespace, check=True)
    except (OSError, subprocess.SubprocessError, AttributeError):
        return False
    return True


def is_root() -> bool:
    """Tell whether this process is root, as whom PostgreSQL refuses to run."""
    return os.geteuid() == 0


def needs_nobody() -> bool:
    """Tell whether unprivileged children must run as the real user nobody."""
    return is_root() and not namespaces_allowed()


def hand_over(folder: Path) -> None:
    """Give a folder and all in it to whoever unprivileged children run as; does nothing where that is us."""
    if not needs_nobody():
        return
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, NOBODY, NOBODY)


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    unprivileged: bool = False,
    stop_signal: int = signal.SIGTERM,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C reaches us alone), its words in `log`."""
    namespace = unprivileged and is_root() and namespaces_allowed()

    def prepare() -> None:
        if namespace:
            enter_namespace()
        die_with_parent(stop_signal)  # last: a change of rights forgets it

    with log.open("ab") as sink:
        return subprocess.Popen(  # noqa: S603  fixed programs, no shell
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            start_new_session=True,
            user=NOBODY if unprivileged and needs_nobody() else None,
            group=NOBODY if unprivileged and needs_nobody() else None,
            preexec_fn=prepare,  # noqa: PLW1509  one thread here
        )


def run(
    command: Sequence[str | Path], *, log: Path, env: Mapping[str, str] | None = None, unprivileged: bool = False
) -> None:
    """Run a program to its end; if it fails, say so with its last words. Leaving the wait ends the program."""
    child = spawn(command, log=log, env=env, unprivileged=unprivileged)
    try:
        code = child.wait()
    finally:
        stop(child)
    if code != 0:
        message = f"{Path(command[0]).name} failed:\n{tail(log)}"
        raise Unavailable(message)


def wait_until(
    ready: Callable[[], bool], *, child: subprocess.Popen[bytes], log: Path, name: str, limit: float
) -> None:
    """Wait until `ready` answers yes; the child's death or the limit (seconds) ends the wait with its last words."""
    deadline = time.monotonic() + limit
    while not ready():
        if child.poll() is not None:
            message = f"{name} ended with code {child.returncode} before it was ready:\n{tail(log)}"
            raise Unavailable(message)
        if time.monotonic() > deadline:
            message = f"{name} was not ready after {limit:.0f} seconds:\n{tail(log)}"
            raise Unavailable(message)
        time.sleep(0.02)


def stop(child: subprocess.Popen[bytes], stop_signal: int = signal.SIGTERM, patience: float = 15) -> None:
    """Ask a child to end, wait, and end it by force when it does not, with all of its session if it leads one."""
    if child.poll() is None:
        child.send_signal(stop_signal)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            if os.getpgid(child.pid) == child.pid:
                os.killpg(child.pid, signal.SIGKILL)
            child.kill()
            child.wait()


def tail(log: Path, lines: int = 20) -> str:
    """Return the last lines of a log, or a word that it is empty."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:]) or f"({log} is empty)"
