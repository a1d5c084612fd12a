"""One file that holds an installation: the database with its policies and rights, and the stored files.

Counts of all tables are taken in the dump's own snapshot and compared after the restore, so a backup that came back
says so itself. Logins are not in the file: they have passwords of their own at each place.
"""

import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection, sql

from aircop.local import Unavailable, postgres, roles

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database.dump", "files"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def backup(target: Path, *, owner_url: str, files: Path) -> Mapping[str, int]:
    """Write database and files to `target` in one move, readable by this user alone; return the rows per table."""
    target = target.absolute()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump, draft = Path(folder, DATABASE), Path(folder, "draft")
        manifest = _dump_database(owner_url, dump)
        with tarfile.open(draft, "w") as tar:
            _add_manifest(tar, manifest)
            tar.add(dump, DATABASE)
            if files.exists():
                tar.add(files, FILES)  # after the database: a file may be there without a row, never the reverse
        draft.chmod(0o600)
        draft.rename(target)
    return dict(manifest["rows"])


def restore(source: Path, *, owner_url: str, app_url: str, system_url: str, files: Path) -> Mapping[str, int]:
    """Bring a backup into an empty installation and return the rows per table.

    Raises `Unavailable` where the database holds a table or the folder a file, and when a table came back short.
    """
    _refuse_unless_empty(owner_url, files)
    roles.prepare_roles(owner_url, app_url, system_url)
    roles.forget_privileges(owner_url)
    with tempfile.TemporaryDirectory() as folder, _open(source) as tar:
        manifest = _read_manifest(tar, source)
        tar.extract(DATABASE, folder, filter="data")
        _run(owner_url, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", Path(folder, DATABASE))
        _extract_files(tar, files)
    roles.prepare_roles(owner_url, app_url, system_url)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        found = _rows(connection)
    if found != manifest["rows"]:
        short = sorted(name for name, rows in manifest["rows"].items() if found.get(name) != rows)
        message = f"The restore is not complete: {', '.join(short)} hold other numbers of rows than the backup says."
        raise Unavailable(message)
    return found


def _dump_database(owner_url: str, dump: Path) -> dict[str, Any]:
    """Dump under one snapshot with the counts, and return the manifest."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        rows = _rows(connection)
        snapshot = f"--snapshot={row[0] if row else ''}"
        _run(owner_url, "pg_dump", "--format=custom", "--exclude-extension=*", snapshot, f"--file={dump}")
        version = connection.info.server_version // 10000
    return {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "postgresql": version, "rows": rows}


def _rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    counts = {}
    for (table,) in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        counts[table] = row[0] if row else 0
    return counts


def _refuse_unless_empty(owner_url: str, files: Path) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        held = connection.execute(TABLES).fetchall()
    if held:
        message = f"The database is not empty, it holds {len(held)} tables: restore into a new database only."
        raise Unavailable(message)
    if files.exists() and any(files.iterdir()):
        message = f"{files} is not empty: restore into a new folder only."
        raise Unavailable(message)


def _run(owner_url: str, name: str, *arguments: str | Path) -> None:
    """Run a client program on the owner's database, the password kept out of the list of processes."""
    with psycopg.connect(owner_url) as connection:
        program = postgres.client(name, connection.info.server_version // 10000)
    _user, password = roles.login(owner_url)
    env = dict(os.environ) | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(  # noqa: S603  fixed programs, no shell
        [program, f"--dbname={roles.without_password(owner_url)}", *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{name} failed:\n{done.stderr[-2000:]}"
        raise Unavailable(message)


def _open(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:")
    except tarfile.TarError as error:
        message = f"{source} is not a backup."
        raise Unavailable(message) from error


def _add_manifest(tar: tarfile.TarFile, manifest: Mapping[str, Any]) -> None:
    text = json.dumps(manifest, indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(text)
    tar.addfile(entry, BytesIO(text))


def _read_manifest(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    try:
        entry = tar.extractfile(MANIFEST)
    except KeyError:
        entry = None
    manifest = json.load(entry) if entry else {}
    if manifest.get("format") != FORMAT:
        message = f"{source} is not a backup, or not one that this version reads."
        raise Unavailable(message)
    return dict(manifest)


def _extract_files(tar: tarfile.TarFile, files: Path) -> None:
    """Put the stored files back; names that climb out of the folder are refused by the filter."""
    files.parent.mkdir(parents=True, exist_ok=True)
    members = [member for member in tar.getmembers() if member.name.startswith(f"{FILES}/")]
    for member in members:
        member.name = member.name.removeprefix(f"{FILES}/")
    if members:
        tar.extractall(files, members, filter="data")
