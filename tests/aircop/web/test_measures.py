"""Several processes count together, and a successor goes on with the figures of the one that ended."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from aircop.web.measures import take_slot
from tests.architecture.tree import ROOT

SLOTS = re.compile(r"counter_(.+)\.db")
APP = """
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=["aircop.web.measures.MeasureMiddleware"])
import django; django.setup()
import os
from django.http import HttpResponse
from django.urls import path
from django.core.handlers.wsgi import WSGIHandler
from prometheus_client import generate_latest
from aircop.web.measures import FOLDER, counted
def ping(request): return HttpResponse(f"{os.getpid()} {os.environ[FOLDER]}")
def figures(request): return HttpResponse(generate_latest(counted()))
urlpatterns = [path("ping", ping, name="ping"), path("figures", figures, name="figures")]
application = WSGIHandler()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Serve a small application with our own configuration: two processes, one thread each."""
    (tmp_path / "pinging.py").write_text(APP, encoding="utf-8")
    config = f"import runpy; globals().update(runpy.run_path({str(ROOT / 'deploy/gunicorn.conf.py')!r}))\n"
    (tmp_path / "conf.py").write_text(f"{config}wsgi_app = 'pinging:application'\n", encoding="utf-8")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "BIND": "127.0.0.1:0",
        "WEB_CONCURRENCY": "2",
        "WEB_THREADS": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", str(tmp_path / "conf.py")]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        yield next(found[0] for line in process.stderr if (found := re.search(r"http://127[0-9.:]+", line)))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def ask(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  our own server
        return str(answer.read().decode())


def pinged(server: str) -> float:
    found = re.search(
        r'aircop_requests_total\{method="GET",route="ping",status="200"\} ([0-9.]+)', ask(f"{server}/figures")
    )
    return float(found[1]) if found else 0.0


def test_processes_count_together_and_their_successors_go_on(server: str) -> None:
    """Whoever is asked tells the figures of all; a killed process leaves its slot to the next one."""
    who, folder = ask(f"{server}/ping").split()
    asked, seen, patience = 1, {who}, time.monotonic() + 60
    while len(seen) < 3 and time.monotonic() < patience:
        seen.add(ask(f"{server}/ping").split()[0])
        asked += 1
        if len(seen) == 2 and who:
            os.kill(int(who), signal.SIGTERM)
            who = ""
    assert len(seen) == 3
    assert pinged(server) == asked
    files = {found[1] for each in Path(folder).iterdir() if (found := SLOTS.fullmatch(each.name))}
    assert files <= {"0", "1"}


@pytest.mark.parametrize(("taken", "slot"), [([], 0), ([0], 1), ([1], 0), ([0, 1, 3], 2)])
def test_the_lowest_free_slot_is_taken(taken: list[int], slot: int) -> None:
    """Files stay as few as there are processes at once."""
    from prometheus_client import values  # noqa: PLC0415  what it puts in place is put back

    before = values.ValueClass
    try:
        assert take_slot(taken) == slot
    finally:
        values.ValueClass = before
