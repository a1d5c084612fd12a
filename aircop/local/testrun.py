"""`manage.py test`: a PostgreSQL and a broker for this run alone, pytest on them, and nothing left behind.

The migrated database is kept as a folder under `var/test-template`, keyed by everything that shapes it, so that a
run without new migrations starts in a second or two.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from aircop.local import ROOT, Unavailable, broker, messages, postgres, processes, roles

TEMPLATE = "aircop"
KEPT = 4
SHAPES = (
    "requirements.lock",
    *(f"{folder}/**/migrations/*.py" for folder in ("aircop", "taskforces", "seizures", "alerts")),
    "aircop/reference/**/*",
    "aircop/access/wall.py",
    "seizures/queries/search_index.py",
    "seizures/queries/search_find.py",
    "aircop/events/append_only.py",
    "aircop/local/roles.py",
)


def main(arguments: Sequence[str]) -> int:
    """Run pytest with further arguments and return its exit code; SIGTERM ends it as Ctrl-C does."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs begin without one
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="aircop-test-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if processes.needs_nobody():
            folder.chmod(0o711)
        log = folder / "services.log"
        messages.compile_all()
        server = database(folder, log)
        stack.callback(server.stop)
        services = broker.start(log=log)
        stack.callback(services.stop)
        env = os.environ | environment(server, services.url, folder)
        return _pytest(arguments, env)


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(128 + signal.SIGTERM)


def _pytest(arguments: Sequence[str], env: dict[str, str]) -> int:
    """Run pytest in our terminal and session, so that Ctrl-C reaches it and its closing line is the last."""
    child = subprocess.Popen([sys.executable, "-m", "pytest", *arguments], env=env, cwd=ROOT)  # noqa: S603
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the terminal told pytest too; it says what it has to say
            continue
        except SystemExit:
            processes.stop(child, signal.SIGINT, patience=30)
            raise


def environment(server: postgres.Server, redis_url: str, folder: Path) -> dict[str, str]:
    """Return the environment of a test process: a login of no rights that acts as the application."""
    return {
        "DATABASE_URL": server.url(roles.TESTER, TEMPLATE, f"-c role={roles.APP}"),
        "DATABASE_SYSTEM_URL": server.url(roles.SYSTEM, TEMPLATE),
        "DATABASE_OWNER_URL": server.url(roles.OWNER, TEMPLATE),
        "TEST_SUPERUSER_URL": server.url(),
        "REDIS_URL": redis_url,
        "AIRCOP_DATA": str(folder / "data"),
        "AIRCOP_TESTING": "1",
        "DJANGO_SETTINGS_MODULE": "aircop.settings",
    }


def database(folder: Path, log: Path) -> postgres.Server:
    """Return a server that holds the migrated template, copied from the last run where nothing shaped it anew."""
    cache = ROOT / "var" / "test-template"
    kept = cache / _digest()
    data = folder / "pg"
    if kept.exists():
        shutil.copytree(kept, data)
        os.utime(kept)
        return postgres.start(data, log=log, hasty=True)
    server = postgres.start(data, log=log, hasty=True)
    try:
        roles.prepare_embedded(server.url(), server.url(name=TEMPLATE), TEMPLATE)
        roles.prepare_tester(server.url())
        _migrate(server, folder)
    finally:
        server.stop()
    _keep(data, kept)
    return postgres.start(data, log=log, hasty=True)


def _migrate(server: postgres.Server, folder: Path) -> None:
    """Migrate and load the reference data in a process of its own, by the roles of production."""
    env = os.environ | environment(server, "unix:///nonexistent", folder)
    env["DATABASE_URL"] = server.url(roles.APP, TEMPLATE)  # as in production: the tester may step into the owner
    command = [sys.executable, str(ROOT / "manage.py"), "prepare_data"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        message = f"the test database could not be made:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        raise Unavailable(message)


def _shapes() -> Iterator[Path]:
    for pattern in SHAPES:
        yield from (path for path in ROOT.glob(pattern) if path.is_file() and path.suffix != ".pyc")


def _digest() -> str:
    """Return a name that changes with every file that shapes the migrated database."""
    digest = hashlib.sha256(str(postgres.programs()).encode())
    for path in sorted(_shapes()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def _keep(data: Path, kept: Path) -> None:
    """Put a stopped data folder into the cache in one move, and forget the oldest ones."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=kept.parent, prefix="draft-"))
    shutil.copytree(data, draft, dirs_exist_ok=True)
    try:
        draft.rename(kept)
    except OSError:  # another run was first
        shutil.rmtree(draft, ignore_errors=True)
    for old in sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
