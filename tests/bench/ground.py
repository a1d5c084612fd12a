"""What is measured on: one durable PostgreSQL of our own under `var/bench`, and a database for each number of records.

A database is made once and kept under a name that tells what shaped it; each run works on a copy, so that what one
run writes does not slow the next.
"""

import hashlib
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from aircop.local import ROOT, messages, postgres, processes, roles
from aircop.local.addresses import ADDRESSES
from aircop.local.testrun import SHAPES

FOLDER = ROOT / "var" / "bench"
SEED = 2026
SHAPED_BY = (*SHAPES, "seizures/management/**/*.py", "seizures/queries/search_*.py", "seizures/queries/person_index.py")
PERSONS_EACH, MOST_PERSONS = 5, 500_000
READERS_FILE = "bench-readers.json"
ONE_LIST = "one_list"  # the reader who is there for the cases alone
SCOPES = [
    "reference:read", "units:read", "seizures:read", "seizures:write", "persons:read", "persons:write",
    "persons:identities", "cases:read",
]  # fmt: skip
TOKEN = """
INSERT INTO accounts_token (id, user_id, label, prefix, digest, scopes, expires_at, created_at, last_used_at)
VALUES (%s, %s, 'bench', %s, %s, %s, now() + interval '1 day', now(), now() + interval '1 day')
"""
OFFICERS = """
SELECT DISTINCT ON (task_force_id) person_id FROM taskforces_membership
WHERE role = 'officer' AND task_force_id IS NOT NULL AND valid_to IS NULL ORDER BY task_force_id, id LIMIT 4
"""


@dataclass(frozen=True)
class Ground:
    """A copy of a database of so many records: the environment of its processes, and tokens.

    One for each of the five readers, for cases also for the one whose list holds all, and one for an officer of each
    of four units: a unit's references follow one another without a gap, so what one unit logs is committed one by one,
    and many units log beside each other.
    """

    records: int
    env: Mapping[str, str]
    tokens: Mapping[str, str]
    case_tokens: Mapping[str, str]
    writers: Mapping[str, str]

    @property
    def owner_url(self) -> str:
        """The address for whom no wall stands."""
        return self.env["DATABASE_OWNER_URL"]


@contextmanager
def grounds(sizes: Sequence[int]) -> Iterator[list[Ground]]:
    """Yield a ground for each number of records; everything is stopped and the copies are dropped at the end."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    messages.compile_all()
    with ExitStack() as stack:
        server = postgres.start(FOLDER / "postgres", log=FOLDER / "postgres.log")
        stack.callback(server.stop)
        yield [stack.enter_context(_ground(server, size)) for size in sizes]


@contextmanager
def _ground(server: postgres.Server, records: int) -> Iterator[Ground]:
    base = _base(server, records)
    copy = f"run_{records}_{os.getpid()}"
    _as_superuser(server, "CREATE DATABASE {} TEMPLATE {} OWNER aircop_owner STRATEGY FILE_COPY", copy, base)
    _as_superuser(server, "ALTER DATABASE {} SET synchronous_commit = on", copy)  # a demo does without, this does not
    try:
        env = _environment(server, copy, FOLDER / base)
        readers = json.loads((FOLDER / base / READERS_FILE).read_text(encoding="utf-8"))
        people = {reader["kind"]: reader["id"] for reader in readers}
        owner_url = env["DATABASE_OWNER_URL"]
        every = _tokens(owner_url, people)
        five = {reader: token for reader, token in every.items() if reader != ONE_LIST}
        yield Ground(records, env, five, every, _tokens(owner_url, _officers(owner_url)))
    finally:
        _as_superuser(server, "DROP DATABASE {} WITH (FORCE)", copy)


def _base(server: postgres.Server, records: int) -> str:
    """Return the name of the kept database, making it first where what shapes it has changed."""
    name = f"base_{records}_{_digest()}_{cases_beside(records)}"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        held = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
    if name in held and (FOLDER / name / READERS_FILE).exists():
        return name
    for old in held:
        if old.startswith(f"base_{records}_") or old == f"draft_{records}":
            _as_superuser(server, "DROP DATABASE {} WITH (FORCE)", old)
            shutil.rmtree(FOLDER / old, ignore_errors=True)
    _make(server, f"draft_{records}", FOLDER / name, records)
    _as_superuser(server, "ALTER DATABASE {} RENAME TO {}", f"draft_{records}", name)
    return name


def _make(server: postgres.Server, database: str, data: Path, records: int) -> None:
    began = time.monotonic()
    say(f"making {records:,} records")
    data.mkdir(parents=True, exist_ok=True)
    roles.prepare_embedded(server.url(), server.url(name=database), database)
    env = _environment(server, database, data)
    log = FOLDER / f"make-{records}.log"
    processes.run([sys.executable, ROOT / "manage.py", "prepare_data"], log=log, env=env)
    processes.run([sys.executable, *_maker(records)], log=log, env=env)
    with psycopg.connect(server.url(name=database), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
    say(f"made in {time.monotonic() - began:.0f} s")


def _maker(records: int) -> list[str]:
    told = {"world": "bench", "seizures": records, "cases": cases_beside(records), "persons": persons_among(records)}
    words = (word for name, each in {**told, "seed": SEED}.items() for word in (f"--{name}", str(each)))
    return ["manage.py", "make_records", *words]


def cases_beside(records: int) -> int:
    """Return how many cases stand beside so many seizures: two hundred thousand beside the usual hundred thousand."""
    return int(os.environ.get("CASES", "0")) or 2 * records


def persons_among(records: int) -> int:
    """Return how many persons with names lie on so many records."""
    return min(PERSONS_EACH * records, MOST_PERSONS)


def _environment(server: postgres.Server, database: str, data: Path) -> dict[str, str]:
    """Return the environment of production: no demo, no test mode; TLS ends before us."""
    users = (roles.APP, roles.SYSTEM, roles.OWNER)
    urls = dict(zip(ADDRESSES, (server.url(user, database) for user in users), strict=False))
    own = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "AUDIT_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "localhost",
        "REDIS_URL": "unix:///nonexistent/broker.sock",
        "AIRCOP_DATA": str(data),
        "API_REQUESTS_PER_MINUTE": "10000000",  # counted as ever, never reached
        "PERSON_SEARCHES_PER_MINUTE": "10000000",
        "WEB_CONCURRENCY": "2",
    }
    return dict(os.environ) | urls | own


def _officers(owner_url: str) -> dict[str, str]:
    """Return an officer of each of four units, by number."""
    with psycopg.connect(owner_url) as connection:
        rows = connection.execute(OFFICERS).fetchall()
    return {f"writer {number}": str(row[0]) for number, row in enumerate(rows)}


def _tokens(owner_url: str, people: Mapping[str, str]) -> dict[str, str]:
    """Issue a token for each reader and return the secrets; their last use lies ahead, so that none notes it."""
    tokens = {}
    with psycopg.connect(owner_url) as connection:
        for reader, user in people.items():
            secret = "aircop_" + secrets.token_urlsafe(32)
            digest = hashlib.sha256(secret.encode()).hexdigest()
            connection.execute(TOKEN, [uuid4(), user, secret[:11], digest, SCOPES])
            tokens[reader] = secret
    return tokens


def _digest() -> str:
    """Return a name that changes with every file that shapes the databases."""
    digest = hashlib.sha256(str(postgres.programs()).encode())
    paths = {path for pattern in SHAPED_BY for path in ROOT.glob(pattern) if path.is_file() and path.suffix != ".pyc"}
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _as_superuser(server: postgres.Server, statement: str, *names: str) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def say(line: str) -> None:
    """Tell how far the run is, where it does not mix with the report."""
    sys.stderr.write(f"bench: {line}\n")
