"""Two administrators who open the same at the same moment: the second is told so in words."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from aircop.access.actor import Actor
from aircop.access.binding import acting
from aircop.errors import Invalid
from taskforces.models import Agency, TaskForce
from tests.cast import Cast
from tests.taskforces.services.test_acts import open_a_unit, open_an_agency

WAITS = """
SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


def somebody_waits() -> bool:
    """Whether another connection waits for this one."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("opened", [open_an_agency, open_a_unit])
def test_the_second_is_told_what_to_do(cast: Cast, opened: Callable[[Cast, Actor], Any]) -> None:
    """It looked before the first had committed: one row, and a fault that names the field."""
    admin = cast.platform_admin.user.pk
    assert cast.foreign

    def second() -> str:
        try:
            with acting(admin) as actor, pytest.raises(Invalid) as fault:
                opened(cast, actor)
            return f"{fault.value.field}: {fault.value.reason}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with acting(admin) as actor:
            opened(cast, actor)
            told = pool.submit(second)
            until = time.monotonic() + 30
            while not somebody_waits():
                assert time.monotonic() < until
        assert "with this code already. Look it up" in told.result(30)
    assert told.result().startswith("code: ")
    assert Agency.objects.filter(code="SN-DOU").count() + TaskForce.objects.filter(code="DSS1").count() == 1
