"""The error path of every channel: in the application, by e-mail, to a system; backed off, set aside, sent anew."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone

from aircop.events.models import ParkedEvent
from aircop.events.runner import TRIES as EVENT_TRIES
from aircop.events.runner import retry_parked, run_consumer
from aircop.events.sequencer import sequence_now
from aircop.web import outward
from alerts.models import Alert, Delivery, Webhook
from alerts.queries.alert import inbox
from alerts.queries.delivery import followed
from alerts.services.delivery import fan_out, resend_delivery
from alerts.services.sending import TRIES, send_due
from tests.alerts.hooks import administrator, hook_of
from tests.alerts.sinks import Answer, drips, listening, says
from tests.alerts.told import published
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import rows


def soon(channel: str) -> None:
    """Let what waits be due now."""
    with as_owner():
        Delivery.objects.filter(channel=channel).update(next_at=timezone.now() - timedelta(seconds=1))
        Webhook.objects.update(resting_until=None)


@contextmanager
def refused(channel: str) -> Iterator[None]:
    """Let the database itself refuse the rows of a channel."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE alerts_delivery ADD CONSTRAINT mute CHECK (channel <> '{channel}') NOT VALID")
        yield
        cursor.execute("ALTER TABLE alerts_delivery DROP CONSTRAINT mute")


@pytest.mark.django_db(transaction=True)
def test_an_inbox_that_cannot_be_written_is_tried_again_and_loses_nothing(cast: Cast) -> None:
    """In the application a delivery is one row: the event that brings it is tried three times, then set aside."""
    with transaction.atomic():
        assert cast.partner_officer
        alert = published(cast)
    sequence_now()
    with refused("app"):
        for _each in range(EVENT_TRIES + 1):
            run_consumer("alert_deliveries")
        assert not Delivery.objects.using("owner").filter(alert=alert).exists(), "all of it or nothing"
        [parked] = ParkedEvent.objects.using("owner").all()
        assert parked.consumer == "alert_deliveries"
        assert retry_parked("alert_deliveries") == (0, 1)
    assert retry_parked("alert_deliveries") == (1, 0)
    assert retry_parked("alert_deliveries") == (0, 0)
    with transaction.atomic():
        assert [each.alert_id for each in inbox(cast.partner_officer.actor)] == [alert.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (smtplib.SMTPRecipientsRefused({}), "SMTPRecipientsRefused"),
        (smtplib.SMTPDataError(550, b"no"), "SMTPDataError"),
        (TimeoutError(), "TimeoutError"),
        (ConnectionRefusedError(), "ConnectionRefusedError"),
    ],
)
def test_mail_that_goes_wrong_waits_longer_is_set_aside_and_sent_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: Exception, word: str
) -> None:
    def fail(_message: Any) -> None:
        raise fault

    assert all((cast.partner_officer, cast.partner_supervisor))
    alert = published(cast)
    fan_out(alert.pk)
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", fail)
        for _each in range(TRIES):
            soon("email")
            assert send_due() == 2
        soon("email")
        assert send_due() == 0, "set aside"
    found = rows("SELECT * FROM alerts_delivery WHERE alert_id = %s AND channel = 'email'", alert.pk)
    assert {(row["fault"], row["attempts"], row["parked_at"] is None) for row in found} == {(word, TRIES, False)}
    assert all(row["delivered_at"] is None for row in found)
    actor = cast.partner_supervisor.actor
    resend_delivery(actor=actor, delivery=followed(actor).filter(parked_at__isnull=False)[0])
    assert send_due() == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (says(500), "status_500"),
        (drips, "timeout"),
        (says(200, b"x" * (outward.MOST + 1)), "too_big"),
        (says(302, Location="http://127.0.0.1:1/"), "status_302"),
    ],
    ids=["error", "slow", "huge", "elsewhere"],
)
def test_a_bad_sink_is_backed_off_set_aside_and_replayed(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, answer: Answer, word: str
) -> None:
    settings.OUTWARD_PRIVATE = True
    monkeypatch.setattr(outward, "SECONDS", 0.2)
    assert cast.partner_officer
    with listening(answer) as sink:
        admin = administrator(cast)
        hook_of(admin, url=sink.url)
        alert = published(cast)
        fan_out(alert.pk)
        waits = []
        for _each in range(TRIES):
            soon("webhook")
            assert send_due(webhooks=True) == 1
            [row] = called(alert)
            waits.append(row["next_at"] - timezone.now())
        assert waits == sorted(waits), "each wait is longer than the one before"
        soon("webhook")
        assert send_due(webhooks=True) == 0
        [row] = called(alert)
        assert (row["fault"], row["attempts"]) == (word, TRIES)
        assert row["parked_at"]
        assert len(sink.got) == TRIES
        sink.answer = says(204)
        resend_delivery(actor=admin.actor, delivery=Delivery(pk=row["id"]))
        assert send_due(webhooks=True) == 1
    ids = {headers["webhook-id"] for headers, _body in sink.got}
    assert ids == {str(row["id"])}, "whoever got it already can tell"
    [row] = called(alert)
    assert (row["delivered_at"] is not None, row["fault"], row["parked_at"]) == (True, "", None)


def called(alert: Alert) -> list[dict[str, Any]]:
    return rows("SELECT * FROM alerts_delivery WHERE alert_id = %s AND channel = 'webhook'", alert.pk)
