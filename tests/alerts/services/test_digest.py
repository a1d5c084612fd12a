"""Digests: one message for what waited for an hour, the same one however often it is sent, and nothing lost of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connections, transaction
from django.utils import timezone

from aircop.access import grants
from aircop.access.models import Share
from alerts.enums import Severity
from alerts.models import Alert, Delivery
from alerts.queries.delivery import state_of
from alerts.services.chase import ask_again, chase_answers
from alerts.services.delivery import NEVER_SENT, fan_out, resend_delivery, tell_recall
from alerts.services.digest import ALONE, gather_digests
from alerts.services.sending import TRIES, oldest, send_due, standing
from alerts.services.telling import recall_alert
from alerts.tasks import gather_digests_task
from tests.alerts.told import published, warned
from tests.alerts.watched import brought, watching
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, payloads, rows

pytestmark = pytest.mark.django_db
PAST = timedelta(seconds=1)


def waiting(cast: Cast, number: int = 2, **wanted: Any) -> list[Alert]:
    """Publish alerts that wait for the next digest of an officer of ACC1."""
    watching(cast.partner_officer, **{"mail": "daily", **wanted})
    alerts = [published(cast) for _ in range(number)]
    for alert in alerts:
        fan_out(alert.pk)
    return alerts


def its_hour() -> None:
    """Let the hour of every digest have come."""
    with as_owner():
        Delivery.objects.filter(in_digest=True, digest=None).update(
            next_at=timezone.now() - PAST, due_at=timezone.now() - PAST
        )


def soon() -> None:
    """Let what was put off, or is held by a worker that died, be due now."""
    with as_owner():
        Delivery.objects.filter(channel="digest").update(next_at=timezone.now() - PAST, lease_until=None)


def head() -> dict[str, Any]:
    """Return the message."""
    [row] = rows("SELECT * FROM alerts_delivery WHERE channel = 'digest'")
    return row


def test_what_waits_goes_out_together_at_its_hour(cast: Cast) -> None:
    alerts = waiting(cast, 3)
    [mails] = [[brought(alert, cast.partner_officer)["email"] for alert in alerts]]
    assert len({row["due_at"] for row in mails}) == 1
    assert mails[0]["due_at"] > timezone.now()
    assert {row["why"] for row in mails} == {"unit"}, "in the application it was there at once"
    assert (gather_digests(), send_due(), mail.outbox) == (0, 0, [])
    assert (standing(), oldest()) == ((0, 0, 0.0), 0.0), "what waits for its hour is not late"
    its_hour()
    assert (gather_digests(), gather_digests()) == (3, 0)
    assert (send_due(), send_due()) == (1, 0)
    [letter] = mail.outbox
    assert letter.subject == "3 alerts"
    assert letter.extra_headers["Message-ID"].startswith(f"<{head()['id']}@")
    for alert in alerts:
        assert (alert.reference or "-") in letter.body
        assert f"/alerts/{alert.pk}/" in letter.body
        assert alert.title not in letter.body
        assert brought(alert, cast.partner_officer)["email"]["delivered_at"]
    assert "Couriers" not in letter.body, "the name of a subscription tells what an alert says"
    assert head()["delivered_at"]


def test_one_alone_is_a_digest_too(cast: Cast) -> None:
    tomorrow = timezone.now() + timedelta(days=1)  # before the answer is due
    waiting(cast, 1, mail="weekly", weekday=tomorrow.weekday())
    its_hour()
    gather_digests_task()
    send_due()
    assert [letter.subject for letter in mail.outbox] == ["1 alert"]


@pytest.mark.parametrize("told", [{"severity": Severity.URGENT}, {"answer_by": 1}, {"valid_until": 1}])
def test_what_is_urgent_or_over_before_waits_for_no_digest(cast: Cast, told: dict[str, Any]) -> None:
    watching(cast.partner_officer, mail="weekly")
    changed = {name: timezone.now() + timedelta(seconds=9) if value == 1 else value for name, value in told.items()}
    alert = published(cast, **changed)
    fan_out(alert.pk)
    assert send_due() == 1
    assert len(mail.outbox) == 1


def test_a_warning_sent_at_once_waits_for_no_digest(cast: Cast) -> None:
    watching(cast.partner_officer, mail="daily")
    fan_out(warned(cast).pk)
    assert send_due() == 1


def test_a_worker_that_dies_repeats_under_the_same_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between ringing and marking: nobody loses anything, and the repeat can be told."""
    alerts = waiting(cast)
    its_hour()
    gather_digests()
    send = EmailMessage.send

    def send_and_die(message: EmailMessage) -> None:
        send(message)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", send_and_die)
        with pytest.raises(KeyboardInterrupt):
            send_due()
    late = published(cast)
    fan_out(late.pk)
    its_hour()
    assert gather_digests() == 1, "what comes meanwhile goes out in another one"
    soon()
    assert send_due() == 2
    names = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert (len(names), len(set(names))) == (3, 2)
    assert names.count(names[0]) == 2
    assert all(brought(each, cast.partner_officer)["email"]["delivered_at"] for each in (*alerts, late))


def test_rights_are_asked_again_for_each(cast: Cast) -> None:
    gone, stays = waiting(cast)
    its_hour()
    gather_digests()
    with as_owner():
        for share in Share.objects.filter(access_list_id=gone.access_list_id):
            grants.take_back(share, by=None)
    send_due()
    [letter] = mail.outbox
    assert (gone.reference or "-") not in letter.body
    assert (stays.reference or "-") in letter.body
    assert brought(gone, cast.partner_officer)["email"]["withheld_at"]
    assert [entry["object_id"] for entry in entries("alert.withhold")] == [gone.pk]


def test_when_nothing_of_it_may_go_nothing_goes(cast: Cast) -> None:
    alerts = waiting(cast)
    its_hour()
    gather_digests()
    with as_owner():
        for alert in alerts:
            for share in Share.objects.filter(access_list_id=alert.access_list_id):
                grants.take_back(share, by=None)
    assert (send_due(), send_due()) == (1, 0)
    assert mail.outbox == []
    assert head()["withheld_at"]
    assert len(entries("alert.withhold")) == 2


def test_what_fails_is_put_off_parked_and_sent_again_with_all_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_message: EmailMessage) -> None:
        raise ConnectionRefusedError

    alerts = waiting(cast)
    its_hour()
    gather_digests()
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        for attempt in range(1, TRIES + 1):
            assert send_due() == 1
            assert (head()["attempts"], head()["fault"]) == (attempt, "ConnectionRefusedError")
            soon()
    parts = [brought(alert, cast.partner_officer)["email"] for alert in alerts]
    assert all(row["parked_at"] for row in (head(), *parts))
    assert cast.partner_supervisor.actor.signed_in
    resend_delivery(actor=cast.partner_supervisor.actor, delivery=Delivery(pk=head()["id"]))
    assert send_due() == 1
    assert [letter.subject for letter in mail.outbox] == ["2 alerts"]
    parts = [brought(alert, cast.partner_officer)["email"] for alert in alerts]
    assert all(row["delivered_at"] and not row["parked_at"] for row in (head(), *parts))


def test_a_slow_try_leaves_what_was_sent_again_meanwhile_with_all_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts = waiting(cast)
    its_hour()
    gather_digests()
    with as_owner():
        Delivery.objects.filter(channel="digest").update(attempts=TRIES - 1, fault="TimeoutError")

    def resend_and_refuse(_message: EmailMessage) -> None:
        resend_delivery(actor=cast.partner_supervisor.actor, delivery=Delivery(pk=head()["id"]))
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", resend_and_refuse)
        assert cast.partner_supervisor
        assert send_due() == 1
    parts = [brought(alert, cast.partner_officer)["email"] for alert in alerts]
    assert [(row["parked_at"], row["fault"]) for row in (head(), *parts)] == [(None, "")] * 3
    assert send_due() == 1
    assert [letter.subject for letter in mail.outbox] == ["2 alerts"]


def test_one_of_it_is_sent_again_by_itself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message: EmailMessage) -> None:
        raise ConnectionRefusedError

    first, second = waiting(cast)
    its_hour()
    gather_digests()
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        send_due()
    part = Delivery(pk=brought(first, cast.partner_officer)["email"]["id"])
    resend_delivery(actor=cast.partner_supervisor.actor, delivery=part)
    assert send_due() == 1
    soon()
    send_due()
    assert [letter.subject.split(":")[0] for letter in mail.outbox] == [
        "Warning about a person, a parcel or a flight",
        "1 alert",
    ]
    assert (second.reference or "-") in mail.outbox[1].body


def test_a_recall_rings_for_what_went_out_and_silences_what_waits(cast: Cast) -> None:
    rung, waits = waiting(cast, 1)[0], None
    its_hour()
    gather_digests()
    send_due()
    waits = published(cast)
    fan_out(waits.pk)
    for alert in (rung, waits):
        recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
        tell_recall(alert.pk)
    its_hour()
    assert gather_digests() == 0
    assert send_due() == 1
    assert [letter.subject for letter in mail.outbox[1:]] == [f"Recalled: {rung.reference}"]
    assert brought(waits, cast.partner_officer)["email"]["withheld_at"]


def test_it_waits_in_the_list_of_deliveries(cast: Cast) -> None:
    [alert] = waiting(cast, 1)
    row = Delivery(**brought(alert, cast.partner_officer)["email"])
    assert state_of(row) == "later"


def test_who_is_asked_for_an_answer_waits_for_no_digest(cast: Cast) -> None:
    [alert] = waiting(cast, 1)
    with as_owner():
        Alert.objects.filter(pk=alert.pk).update(answer_by=timezone.now() - PAST)
    assert chase_answers() == 1
    ask_again(payloads("answer_chased")[0]["reminder"])
    assert send_due() >= 1
    row = brought(alert, cast.partner_officer)["email"]
    assert (row["in_digest"], row["due_at"]) == (False, None)
    assert row["delivered_at"]
    its_hour()
    assert gather_digests() == 0


@pytest.mark.django_db(transaction=True)
def test_two_do_not_gather_at_once(cast: Cast) -> None:
    """Or what belongs into one message would become two."""
    with transaction.atomic():
        watching(cast.partner_officer, mail="daily")
        alerts = [published(cast), published(cast)]
    for alert in alerts:
        fan_out(alert.pk)
    Delivery.objects.using("owner").filter(in_digest=True).update(next_at=timezone.now() - PAST)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(ALONE)
        assert gather_digests() == 0
    assert gather_digests() == 2


def sent_elsewhere() -> int:
    """Send what is due, as another worker."""
    try:
        return send_due()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_what_is_recalled_in_that_moment_is_not_told(cast: Cast) -> None:
    with transaction.atomic():
        watching(cast.partner_officer, mail="daily")
        gone, stays = published(cast), published(cast)
    for alert in (gone, stays):
        fan_out(alert.pk)
    Delivery.objects.using("owner").filter(in_digest=True).update(next_at=timezone.now() - PAST)
    gather_digests()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute(NEVER_SENT, [gone.pk])
            sent = pool.submit(sent_elsewhere)
            while not sent.done():
                cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                if cursor.fetchone()[0]:
                    break
        assert sent.result(30) == 1
    [letter] = mail.outbox
    assert letter.subject == "1 alert"
    assert (gone.reference or "-") not in letter.body
    found = {row.alert_id: row for row in Delivery.objects.using("owner").filter(channel="email")}
    assert (found[gone.pk].attempts, found[gone.pk].delivered_at) == (0, None)
    assert found[stays.pk].delivered_at
