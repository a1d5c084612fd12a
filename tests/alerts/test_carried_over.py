"""What told of messages before there was one queue stands in it now, and goes back when that is undone."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from alerts.models import Delivery
from alerts.services.delivery import fan_out
from alerts.services.group import add_member
from alerts.services.message_delivery import mark_thread_read, tell_message
from tests.alerts.told import published
from tests.alerts.written import asked, grouped, opened
from tests.cast import Cast

BEFORE = "0012_subscriptions"


def every(table: str) -> dict[Any, dict[str, Any]]:
    """Return the rows of a table by their id."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"TABLE {table}")
        names = [column.name for column in cursor.description]
        return {row["id"]: row for row in (dict(zip(names, each, strict=True)) for each in cursor.fetchall())}


@pytest.mark.django_db(transaction=True)
def test_rows_are_carried_over_and_back(cast: Cast, settings: Any) -> None:
    settings.MAIL = True
    with transaction.atomic():
        assert cast.partner_officer
        group = grouped(cast)
        add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
        threads = [opened(cast), opened(cast, group=group), asked(cast, clock="8h").thread]
        alert = published(cast)
    messages = [row["id"] for row in every("alerts_message").values()]
    for each in messages:
        tell_message(each)
    fan_out(alert.pk)
    with transaction.atomic():
        mark_thread_read(actor=cast.partner_officer.actor, thread_id=threads[0].pk)
    rows = Delivery.objects.using("owner").filter(thread=threads[1], channel="email")
    rows.update(parked_at=timezone.now(), attempts=8, fault="OSError")
    before = every("alerts_delivery")
    told = {pk: row for pk, row in before.items() if row["message_id"]}
    assert len(told) < len(before)
    assert {row["urgent"] for row in told.values()} == {True, False}
    call_command("migrate", "alerts", BEFORE, database="owner", verbosity=0)
    back = every("alerts_notice")
    assert set(back) == set(told)
    assert all(row[name] == told[pk][name] for pk, row in back.items() for name in row)
    assert set(every("alerts_delivery")) == set(before) - set(told)
    call_command("migrate", "alerts", database="owner", verbosity=0)
    assert every("alerts_delivery") == before
