"""Sending under a lease: given back, kept alive, marked in the end; the error path of every channel."""

import logging
import os
import smtplib
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone

from aircop.access.unscoped import unscoped
from aircop.errors import Missing
from aircop.events import heartbeats
from aircop.web.health import DELIVERIES
from alerts.models import Alert, Delivery
from alerts.services import sending
from alerts.services.delivery import fan_out, resend_delivery, tell_recall
from alerts.services.sending import TRIES, oldest, put_beat, send_due, standing
from alerts.services.telling import recall_alert
from alerts.tasks import delivery_beat_task, send_deliveries_task
from tests.alerts.told import published
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, rows

LOSE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE usename = 'aircop_system' AND datname = %s
"""


def mails(alert: Alert) -> list[dict[str, Any]]:
    return rows("SELECT * FROM alerts_delivery WHERE alert_id = %s AND channel = 'email' ORDER BY id", alert.pk)


def brought(cast: Cast, *members: Member) -> Alert:
    assert members
    alert = published(cast)
    fan_out(alert.pk)
    return alert


@pytest.mark.django_db
def test_what_is_not_reached_within_the_lease_is_given_back_untried(cast: Cast, settings: Any) -> None:
    alert = brought(cast, cast.partner_officer, cast.partner_supervisor)
    settings.DELIVERY_LEASE_SECONDS = 0
    assert send_due() == 2
    assert [(row["attempts"], row["lease_until"]) for row in mails(alert)] == [(0, None)] * 2
    settings.DELIVERY_LEASE_SECONDS = 60
    assert send_due(1) == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("put_back", ["left", "quiet"])
def test_what_is_sent_again_by_hand_meanwhile_stays_tried(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, put_back: str
) -> None:
    """A worker holds the row and gives it back: it was rung once, so a recall must still follow it."""

    def fail(_message: Any) -> None:
        raise TimeoutError

    alert = brought(cast, cast.partner_officer, cast.partner_supervisor)
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", fail)
        send_due()
    with as_owner():
        Delivery.objects.filter(alert=alert, channel="email").update(next_at=timezone.now())
    with unscoped("a test holds rows as a worker does") as alias:
        ids, lease = sending._claim(alias, 500, webhooks=False)
        resend_delivery(actor=cast.partner_supervisor.actor, delivery=Delivery(pk=ids[0]))
        if put_back == "left":
            sending._give_back(alias, ids, lease)
        else:
            sending._let_rest(alias, dict.fromkeys(ids, timezone.now()), lease)
    assert [(row["attempts"], row["lease_until"]) for row in mails(alert)] == [(1, None), (1, None)]
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    assert send_due() == 2
    assert {each.subject.partition(":")[0] for each in mail.outbox} == {"Recalled"}


@pytest.mark.django_db
@pytest.mark.parametrize("another", ["", "fails", "delivers"])
def test_who_was_slow_and_failed_undoes_nothing_that_came_between(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, another: str
) -> None:
    """Sent again by hand while the last try hangs: the row waits, or is as another worker left it."""
    alert = brought(cast, cast.partner_officer)
    with as_owner():
        found = Delivery.objects.filter(alert=alert, channel="email")
        found.update(attempts=TRIES - 1, fault="TimeoutError")
        [row] = found
    tries = iter(("slow", another))

    def send(_message: Any) -> None:
        match next(tries):
            case "slow":
                resend_delivery(actor=cast.partner_supervisor.actor, delivery=Delivery(pk=row.pk))
                if another:
                    assert send_due() == 1
                raise TimeoutError
            case "fails":
                raise ConnectionResetError

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    assert cast.partner_supervisor
    assert send_due() == 1
    [stands] = mails(alert)
    assert (stands["parked_at"], stands["lease_until"]) == (None, None)
    ends = {"": (1, "", False), "fails": (2, "ConnectionResetError", False), "delivers": (2, "", True)}
    assert (stands["attempts"], stands["fault"], stands["delivered_at"] is not None) == ends[another]
    assert (stands["next_at"] <= timezone.now()) is (another != "fails")


@pytest.mark.django_db
def test_what_was_put_back_meanwhile_is_not_held_back(cast: Cast) -> None:
    """Whoever asks too late whether it may go leaves it to who has it now."""
    alert = brought(cast, cast.partner_officer)
    with unscoped("a test holds rows as a worker does") as alias:
        [held], _lease = sending._claim(alias, 500, webhooks=False)
        row = Delivery.objects.using(alias).get(pk=held)
        sending._give_back(alias, [held], row.lease_until)
        sending._withhold(alias, row)
    assert [each["withheld_at"] for each in mails(alert)] == [None]
    assert not entries("alert.withhold")


@pytest.mark.django_db
@pytest.mark.parametrize(("fault", "logged"), [(RuntimeError("Traoré"), True), (TimeoutError("Traoré"), False)])
def test_a_fault_of_ours_is_logged_without_its_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception, *, logged: bool
) -> None:
    def fail(_message: Any) -> None:
        raise fault

    alert = brought(cast, cast.partner_officer)
    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    with caplog.at_level(logging.WARNING, "alerts.services.sending"):
        assert send_due() == 1
    lines = [each.getMessage() for each in caplog.records if each.name == "alerts.services.sending"]
    assert len(lines) == logged
    assert all("RuntimeError at " in line and "Traoré" not in line for line in lines)
    assert [row["fault"] for row in mails(alert)] == [type(fault).__name__]


@pytest.mark.django_db
def test_a_task_ends_when_it_has_gone_on_for_long(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    brought(cast, cast.partner_officer)
    monkeypatch.setattr("alerts.tasks.LONGEST", 0.0)
    assert send_deliveries_task() == 0
    monkeypatch.setattr("alerts.tasks.LONGEST", 9.0)
    monkeypatch.setattr("alerts.tasks.CHUNK", 1)
    assert send_deliveries_task() == 1


@pytest.mark.django_db
def test_the_queue_leaves_a_sign_of_life(cast: Cast, broker: Any) -> None:
    assert not heartbeats.seen(DELIVERIES)
    delivery_beat_task()
    assert standing()[0] == 1
    assert 0 <= oldest() < 60
    assert send_due() == 1
    assert heartbeats.seen(DELIVERIES)
    assert standing() == (0, 0, 0.0)
    with as_owner():
        Delivery.objects.filter(channel="beat").update(delivered_at="2026-01-01T00:00:00Z")
    put_beat()
    assert [row["delivered_at"] for row in rows("SELECT delivered_at FROM alerts_delivery")] == [None]


@pytest.mark.django_db
def test_an_account_that_was_closed_gets_no_mail(cast: Cast) -> None:
    alert = brought(cast, cast.partner_officer)
    with as_owner():
        type(cast.partner_officer.user).objects.filter(pk=cast.partner_officer.user.pk).update(
            is_active=False, disabled_at=timezone.now()
        )
    send_due()
    assert mail.outbox == []
    assert [row["withheld_at"] is not None for row in mails(alert)] == [True]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [smtplib.SMTPServerDisconnected("bye"), TimeoutError(), ConnectionResetError()])
def test_mail_that_fails_is_tried_again_and_by_hand(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def refuse(_message: Any) -> None:
        raise fault

    alert = brought(cast, cast.partner_officer)
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refuse)
        send_due()
    [row] = mails(alert)
    assert (row["fault"], row["parked_at"]) == (type(fault).__name__, None)
    delivery = Delivery(pk=row["id"])
    with pytest.raises(Missing):  # it went to another agency
        resend_delivery(actor=cast.supervisor.actor, delivery=delivery)
    resend_delivery(actor=cast.partner_supervisor.actor, delivery=delivery)
    assert send_due() == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail went out: the row must be marked, or it would go out again."""
    with transaction.atomic():
        assert cast.partner_officer
        alert = published(cast)
    fan_out(alert.pk)
    send = mail.EmailMessage.send

    def send_and_lose(message: Any) -> Any:
        with psycopg.connect(os.environ["TEST_SUPERUSER_URL"]) as superuser:
            superuser.execute(LOSE, [connections["default"].settings_dict["NAME"]])
        return send(message)

    monkeypatch.setattr(mail.EmailMessage, "send", send_and_lose)
    assert send_due() == 1
    found = Delivery.objects.using("owner").filter(alert_id=alert.pk, channel="email")
    assert [row.delivered_at is not None for row in found] == [True]
    monkeypatch.setattr(sending, "PATIENCE", 1)
    Delivery.objects.using("owner").filter(pk=found[0].pk).update(delivered_at=None, lease_until=None)
    with pytest.raises(Exception, match=r"terminat|closed"):
        send_due()
