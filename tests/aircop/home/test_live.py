"""`/events/stream` as production serves it: the bell of an open page rings within three seconds."""

import http.client
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from aircop.local import ROOT, processes
from alerts.services.delivery import fan_out, mark_read, tell_recall
from alerts.services.live import unread_of, wakings
from alerts.services.telling import recall_alert
from tests.alerts.told import published
from tests.cast import Cast


@pytest.fixture
def stream(process_environment: dict[str, str], tmp_path: Path) -> Iterator[int]:
    """Serve streams in a process of their own; return the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    log = tmp_path / "stream.log"
    log.write_bytes(b"")
    env = process_environment | {"AIRCOP_WEB": "1", "BIND": f"127.0.0.1:{port}"}
    child = processes.spawn(
        [sys.executable, "-m", "gunicorn", "-c", "deploy/stream.conf.py"], log=log, env=env, cwd=ROOT
    )
    try:
        processes.wait_until(lambda: _answers(port), child=child, log=log, name="stream", limit=60)
        yield port
    finally:
        processes.stop(child)


def _answers(port: int) -> bool:
    try:
        return _status(port, "/healthz") == 200
    except OSError:
        return False


@contextmanager
def _ask(port: int, path: str, cookie: str = "", method: str = "GET") -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers={"Host": "localhost", **({"Cookie": cookie} if cookie else {})})
        with connection.getresponse() as answer:
            yield answer
    finally:
        connection.close()


def _status(*asked: Any, **named: Any) -> int:
    with _ask(*asked, **named) as answer:
        return answer.status


def _cookie(member: Any) -> str:
    client = Client()
    client.force_login(member.user)
    return f"aircop-session={client.cookies['aircop-session'].value}"


def _next_bell(answer: http.client.HTTPResponse) -> bytes:
    while line := answer.readline():
        if line.startswith(b"data: "):
            return line.strip()
    return b""


@pytest.mark.django_db(transaction=True)
def test_the_bell_of_an_open_page_rings(cast: Cast, stream: int) -> None:
    with transaction.atomic():
        reader = cast.partner_officer
        alert = published(cast)
    cookie = _cookie(reader)
    with _ask(stream, "/events/stream", cookie) as first, _ask(stream, "/events/stream", cookie) as second:
        assert (first.status, first.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
        assert {_next_bell(first), _next_bell(second)} == {b'data: {"unread": 0}'}
        began = time.monotonic()
        fan_out(alert.pk)
        assert {_next_bell(first), _next_bell(second)} == {b'data: {"unread": 1}'}
        assert time.monotonic() - began < 3


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_no_stream(stream: int) -> None:
    """And a browser that is told 204 asks no more."""
    assert _status(stream, "/events/stream") == 204
    assert _status(stream, "/events/stream", "aircop-session=nonsense") == 204
    assert _status(stream, "/events/stream", method="POST") == 204
    assert _status(stream, "/alerts/") == 302


@pytest.mark.django_db
def test_how_much_is_new(cast: Cast) -> None:
    reader = cast.partner_officer
    first, second = published(cast), published(cast)
    for alert in (first, second):
        fan_out(alert.pk)
    other = cast.officer.user.pk
    assert unread_of([reader.user.pk, other]) == {reader.user.pk: 2, other: 0}
    mark_read(actor=reader.actor, alert_id=first.pk)
    assert unread_of([reader.user.pk]) == {reader.user.pk: 1}
    client = Client()
    client.force_login(reader.user)
    session = client.session
    session["seen_at"] = before = time.time() - 100
    session.save()
    told = client.get("/alerts/unread/", headers={"X-Page-Waits": "1"}).json()
    assert told == {"unread": 1, "person": str(reader.user.pk)}
    assert client.session["seen_at"] == before, "a page that waits keeps no session alive"


@pytest.mark.django_db(transaction=True)
def test_the_database_says_when_inboxes_changed(cast: Cast) -> None:
    with transaction.atomic():
        reader = cast.partner_officer
        alert = published(cast)
    fan_out(alert.pk)
    assert unread_of([reader.user.pk]) == {reader.user.pk: 1}
    woken = wakings(0.05)
    assert next(woken) is False
    with transaction.atomic():
        recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    assert next(woken) is True
    woken.close()
