"""A small demo world: loaded once for the tests that only look at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tests import databases

SMALL, PAST = 70, 60  # seizures: enough for every kind of story
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is tested elsewhere


@pytest.fixture
def demo(settings: Any, tmp_path: Path, file_store: Path) -> Path:
    """Switch demo mode on and return its data folder."""
    settings.DEMO, settings.DATA_DIR, settings.PASSWORD_HASHERS = True, tmp_path, QUICK
    return tmp_path


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """Load a small world, once, into a database of its own; each test's own changes are rolled back."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), databases.bare():
        default: Any = settings.STORAGES["default"]
        kept = default | {"OPTIONS": default["OPTIONS"] | {"location": folder / "files"}}
        stores = settings.STORAGES | {"default": kept}
        with override_settings(DEMO=True, DATA_DIR=folder, PASSWORD_HASHERS=QUICK, STORAGES=stores):
            call_command("load_demo", seizures=SMALL, past=PAST, verbosity=0)
        yield folder


@pytest.fixture
def world(loaded: Path, settings: Any) -> Path:
    """Return the data folder of the loaded world, in demo mode."""
    settings.DEMO, settings.DATA_DIR, settings.PASSWORD_HASHERS = True, loaded, QUICK
    return loaded
