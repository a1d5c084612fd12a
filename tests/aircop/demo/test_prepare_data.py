"""Bringing a database to the present state while others read it."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from aircop.access.models import ListUserGrant
from aircop.demo.management.commands import prepare_data


@pytest.mark.django_db(transaction=True)
def test_a_migration_gives_way_to_who_holds_its_table(monkeypatch: pytest.MonkeyPatch, cast: Any) -> None:
    """Requests never queue behind it; it is run again, and goes on where it stopped."""
    assert cast
    monkeypatch.setattr(prepare_data, "LOCKED", "200ms")
    call_command("migrate", "access", "0008_roots_told", database="owner", verbosity=0)
    with transaction.atomic():
        assert not ListUserGrant.objects.exists()
        with pytest.raises(CommandError, match="Run it again"):
            prepare_data.migrate(0)
    prepare_data.migrate(0)
