"""What every test stands on: the databases, the broker, a browser, and a closed door to the network."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import redis
from django.db import connections
from hypothesis import HealthCheck, settings

from aircop.local import roles
from tests import databases
from tests.cast import Cast, cast
from tests.databases import as_owner

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["as_owner", "cast"]

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
# How long a machine takes that does other things beside is no fault of what is tested.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
WALKS = ("tests/architecture/", "tests/journeys/", "tests/proofs/", "tests/test_malformed")


def _stay_home(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections that leave this machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0] or "localhost")
    else:
        return
    if not host.startswith("127.") and host not in {"localhost", "::1", "", "0.0.0.0"}:  # noqa: S104  a test, not a server
        message = f"A test reached for {host}: only the services of this run may be reached."
        raise RuntimeError(message)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the journeys draw the pictures of the documentation anew."""
    parser.addoption("--screenshots", action="store_true", help="write docs/screenshots anew")


def pytest_configure() -> None:
    """Close the network, and put Django's test cases onto our databases."""
    if "TEST_SUPERUSER_URL" not in os.environ:
        pytest.exit("Run the tests by `python3 manage.py test [arguments of pytest]`.", returncode=4)
    sys.addaudithook(_stay_home)
    databases.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage of what walks the whole house: gates count what is asserted, and measuring takes a third."""
    for item in items:
        if item.nodeid.startswith(WALKS):
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Leave what stands by now, a million objects, out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Give this worker a clone of the migrated template, instead of migrating one."""
    with django_db_blocker.unblock():
        stage = databases.set_stage(Cast().build_units)
        name = databases.clone()
        before = databases.point_to(name)
    yield
    with django_db_blocker.unblock():
        databases.point_to(before)
        databases.drop(name)
        databases.drop(stage)


@pytest.fixture(scope="module")
def bare_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the tests of a module begin where there is no unit, no agency and no event."""
    with django_db_blocker.unblock(), databases.bare():
        yield


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """Return the real broker of this run, empty before and after."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def file_store(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of a test in a folder of its own."""
    folder = tmp_path / "files"
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": folder}
    settings.STORAGES = settings.STORAGES | {"default": default | {"OPTIONS": options}}
    return folder


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """Return the environment for a child process on this test's own database, logged in as in production."""
    name = str(connections.settings["default"]["NAME"])
    superuser = os.environ["TEST_SUPERUSER_URL"]
    place = urlsplit(superuser)._replace(path=f"/{name}").geturl()
    addresses = {"DATABASE_URL": roles.APP, "DATABASE_SYSTEM_URL": roles.SYSTEM, "DATABASE_OWNER_URL": roles.OWNER}
    return dict(os.environ) | {variable: roles.with_user(place, role) for variable, role in addresses.items()}


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Return the machine's Chromium, one for the whole run."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  slow to import, and few runs need it

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop beside the test, not in Django
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: "Browser", live_server: Any) -> "Iterator[Page]":
    """Return a page of a phone's width whose addresses start at the live server."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 640}, locale="en")
    yield context.new_page()
    context.close()
