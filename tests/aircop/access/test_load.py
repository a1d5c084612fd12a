"""Four hundred requests at once of people of mixed agencies, through two connections: nobody is shown a foreign row."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from seizures.services.seizure import log_seizure
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db(transaction=True)
REQUESTS = 400
AT_ONCE = 40


@pytest.fixture
def server(process_environment: dict[str, str]) -> Iterator[str]:
    """Serve with one process, many threads, and a pool of two connections."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = process_environment | {"AIRCOP_WEB": "1", "DATABASE_POOL": "2", "API_REQUESTS_PER_MINUTE": "0"}
    command = [
        "-m",
        "gunicorn",
        "aircop.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "24",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen([sys.executable, *command], env=environment)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(port: int) -> None:
    """Ask until it answers; each try waits at the socket, none sleeps."""
    for _ in range(400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            with socket.socket() as waiting:
                waiting.settimeout(0.05)
                waiting.bind(("127.0.0.1", 0))
                waiting.listen()
                try:
                    waiting.accept()
                except TimeoutError:
                    continue
    pytest.fail("The server did not answer.")


def _cookie(member: Member) -> str:
    client = Client()
    client.force_login(member.user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def test_no_foreign_row(cast: Cast, server: str, process_environment: dict[str, str]) -> None:
    """Each reader sees exactly its own rows in every answer, list and detail, and 404 for the others'."""
    with transaction.atomic():
        theirs = {cast.officer: str(cast.seizure().pk)}
    with transaction.atomic():
        own = cast.facts(airport=cast.acc.airport, lead_agency=cast.foreign)
        logged = log_seizure(actor=cast.partner_officer.actor, facts=own, found=cast.found())
        theirs[cast.partner_officer] = str(logged.pk)
    people = [*theirs, cast.outsider]
    cookies = {member: _cookie(member) for member in people}
    everything = list(theirs.values())
    barrier = Barrier(AT_ONCE)

    def ask(number: int) -> str:
        member = people[number % len(people)]
        wanted = everything[(number // len(people)) % len(everything)]
        if number < AT_ONCE:
            barrier.wait(60)
        if number % 2:
            shown = _get(server, "/api/v1/seizures/", cookies[member])
            assert shown == ([theirs[member]] if member in theirs else [])
        else:
            shown = _get(server, f"/api/v1/seizures/{wanted}/", cookies[member])
            assert shown == ([wanted] if wanted == theirs.get(member) else ["404"])
        return "rows" if shown and shown != ["404"] else "nothing"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        seen = Counter(pool.map(ask, range(REQUESTS)))
    assert sum(seen.values()) == REQUESTS
    assert seen["rows"] > REQUESTS / 4
    assert _connections(process_environment) <= 2


def _get(server: str, path: str, cookie: str) -> list[str]:
    """Return the ids that an answer shows, or that it is a 404."""
    request = urllib.request.Request(server + path, headers={"Cookie": cookie})  # noqa: S310  our own server
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            body = json.load(answer)
    except urllib.error.HTTPError as error:
        return [str(error.code)]
    return [row["id"] for row in body.get("results", [body])]


def _connections(environment: dict[str, str]) -> int:
    """Count the connections of the server's application to this database."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'aircop_app'"
    with psycopg.connect(environment["DATABASE_URL"]) as login:
        row = login.execute(sql + " AND application_name = 'aircop-default'").fetchone()
    assert row is not None
    return int(row[0])
