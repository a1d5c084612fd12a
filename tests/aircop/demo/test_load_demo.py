"""Loading the demo world: the same each time, in demo mode alone, into an empty installation alone."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from aircop.accounts.models import User
from aircop.accounts.services.person import create_person
from aircop.demo.people import PASSWORD
from aircop.demo.world import load_world
from aircop.errors import Invalid
from taskforces.models import TaskForce
from taskforces.services.network import founder
from tests.aircop.demo.eyes import census

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_database")]


@pytest.mark.usefixtures("demo")
def test_loading_is_deterministic() -> None:
    found = []
    for _ in range(2):
        with transaction.atomic():
            load_world(seizures=30, past=20)
            found.append(census())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0]["seizures"]) == 30 + 1 + 20, "recent, a planted twin, older"


def test_an_installation_founded_otherwise_is_left_alone(demo: Path, cast: Any) -> None:
    assert cast.platform_admin
    call_command("load_demo", verbosity=0)
    assert not (demo / "demo-accounts.json").exists()
    assert TaskForce.objects.count() == 0


def test_it_is_refused_outside_demo_mode(settings: Any) -> None:
    assert settings.DEMO is False
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_its_passwords_are_refused_outside_demo_mode() -> None:
    with pytest.raises(Invalid, match="known to everybody"):
        create_person(actor=founder(), email="a@example.org", name="Somebody Else", password=PASSWORD)
