"""What stood in older tables and columns stands in the new ones, and goes back when that is undone."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from alerts.models import Addressee, Delivery, Message
from alerts.services.acceptance import accept_alert, accept_conditions
from alerts.services.addressee import Chosen
from alerts.services.alert import change_alert
from alerts.services.delivery import fan_out
from alerts.services.escalation import run_clocks, start_clocks
from alerts.services.group import add_member
from alerts.services.message_delivery import mark_thread_read, tell_message
from alerts.services.telling import recall_alert, review_warning, submit_alert
from tests.alerts.told import drafted, published, warned
from tests.alerts.written import asked, grouped, opened, say
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


BEFORE_WRITERS = "0015_notices_gone"


@pytest.mark.django_db(transaction=True)
def test_who_wrote_is_carried_over_and_what_the_sender_reviewed_waits_again(cast: Cast) -> None:
    """Back: the last writer stands alone, and steps of agencies are gone. Forward: what cannot be reviewed keeps it."""
    with transaction.atomic():
        officer, first, second = cast.officer.user.pk, cast.supervisor.user.pk, cast.owner_supervisor.user.pk
        written = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
        for each in (cast.supervisor, cast.owner_supervisor):
            written = change_alert(actor=each.actor, alert=written, told={"title": each.user.name})
        told, sent, good, over = published(cast), warned(cast), warned(cast), warned(cast)
        recall_alert(actor=cast.supervisor.actor, alert=over, reason="Wrong flight")
        good = review_warning(actor=cast.supervisor.actor, alert=good)
        urgent = warned(cast, chosen=Chosen(agencies=[cast.foreign]))
        route = drafted(cast, chosen=Chosen(corridor=True))
        fan_out(urgent.pk)
        start_clocks(urgent.pk)
    Addressee.objects.using("owner").filter(alert=urgent).update(due_at=timezone.now())
    run_clocks()
    before = every("alerts_alert")
    assert {row["agency_id"] for row in every("alerts_escalationstep").values()} == {cast.foreign.pk}
    call_command("migrate", "alerts", BEFORE_WRITERS, database="owner", verbosity=0)
    assert every("alerts_escalationstep") == {}
    back = every("alerts_alert")
    assert {pk: row["changed_by_id"] for pk, row in back.items() if row["changed_by_id"]} == {written.pk: second}
    with connections["owner"].cursor() as cursor:
        amend = "UPDATE alerts_alert SET changed_by_id = %s, reviewed_by_id = %s, reviewed_at = now() WHERE id = %s"
        cursor.execute(amend, [first, first, told.pk])
        cursor.execute(amend, [None, None, sent.pk])
        by_sender = (
            "UPDATE alerts_alert SET published_by_id = %s, reviewed_by_id = %s, reviewed_at = now() WHERE id = %s"
        )
        for warning in (sent, over):
            cursor.execute(by_sender, [first, first, warning.pk])
    call_command("migrate", "alerts", database="owner", verbosity=0)
    after = every("alerts_alert")
    reviewed = {each.pk: after[each.pk]["reviewed_by_id"] for each in (told, sent, over)}
    assert reviewed == {told.pk: first, sent.pk: None, over.pk: first}
    assert [bool(after[pk]["reviewed_at"]) for pk in reviewed] == [True, False, True]
    assert (after[good.pk]["reviewed_by_id"], after[good.pk]["recorded_by_id"]) == (first, officer)
    assert {pk: row["written_by"] for pk, row in after.items() if row["written_by"]} == {written.pk: [second]}
    assert {pk for pk, row in after.items() if row["corridor"]} == {route.pk}
    assert {pk: row["title"] for pk, row in after.items()} == {pk: row["title"] for pk, row in before.items()}


@pytest.mark.django_db(transaction=True)
def test_who_took_note_of_alerts_has_no_place_before_that(cast: Cast) -> None:
    """Of messages it stays, there and back."""
    bound: dict[str, Any] = {"handling": "H3", "handling_words": "Not in any file"}
    with transaction.atomic():
        assert cast.partner_officer
        thread, alert = opened(cast, said=say("Ours.", **bound)), published(cast, severity="high", **bound)
        accept_alert(actor=cast.partner_officer.actor, alert=alert)
        reader = cast.partner_officer.actor
        [message] = Message.objects.filter(thread=thread)
        accept_conditions(actor=reader, message=message)
    assert [row["alert_id"] for row in every("alerts_acceptance").values()].count(alert.pk) == 1
    call_command("migrate", "alerts", "0018_alerts_for_the_route", database="owner", verbosity=0)
    call_command("migrate", "alerts", database="owner", verbosity=0)
    assert [row["message_id"] for row in every("alerts_acceptance").values()] == [message.pk]
