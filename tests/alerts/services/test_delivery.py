"""Deliveries: one per person and channel, sent under a lease, withheld when the right is gone, parked at last."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from aircop.access import grants
from aircop.access.models import Share
from alerts.models import Alert, Delivery
from alerts.queries.alert import inbox
from alerts.services.delivery import fan_out, figures_of, mark_read, tell_recall
from alerts.services.sending import CHUNK, TRIES, send_due
from alerts.services.telling import recall_alert
from alerts.tasks import expire_alerts_task, send_deliveries_task
from tests.alerts.told import published, warned
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, rows

pytestmark = pytest.mark.django_db


def told(alert: Alert) -> list[dict[str, Any]]:
    return rows("SELECT * FROM alerts_delivery WHERE alert_id = %s ORDER BY recipient_id, channel", alert.pk)


def brought(cast: Cast, *members: Member, **changed: Any) -> Alert:
    """Publish an alert for ACC1, in which these sit, and make its rows."""
    assert members
    alert = published(cast, **changed)
    fan_out(alert.pk)
    return alert


def test_one_row_per_person_and_channel_however_often(cast: Cast) -> None:
    assert cast.partner_officer
    assert cast.partner_supervisor
    alert = published(cast)
    assert (fan_out(alert.pk), fan_out(alert.pk)) == (4, 0)
    found = told(alert)
    assert {row["recipient_id"] for row in found} == {cast.partner_officer.user.pk, cast.partner_supervisor.user.pk}
    assert {(row["channel"], row["delivered_at"] is None, row["why"]) for row in found} == {
        ("app", False, "unit"),
        ("email", True, "unit"),
    }


def test_what_was_not_told_is_brought_to_nobody(cast: Cast) -> None:
    assert cast.partner_officer
    alert = warned(cast)
    recall_alert(actor=cast.officer.actor, alert=alert, reason="Wrong flight")
    assert fan_out(alert.pk) == 0


def test_the_mail_is_a_doorbell(cast: Cast) -> None:
    alert = brought(cast, cast.partner_officer)
    assert (send_due(), send_due()) == (1, 0)
    [letter] = mail.outbox
    assert letter.to == [cast.partner_officer.user.email]
    assert (alert.reference or "-") in letter.subject
    assert str(alert.pk) in letter.body
    assert alert.title not in f"{letter.subject} {letter.body}"
    [row] = [row for row in told(alert) if row["channel"] == "email"]
    assert str(row["id"]) in letter.extra_headers["Message-ID"]
    assert row["delivered_at"]


def test_whoever_lost_sight_of_it_gets_nothing(cast: Cast) -> None:
    """Told, queued, taken back: asked again when its turn comes."""
    alert = brought(cast, cast.partner_officer)
    with as_owner():
        for share in Share.objects.filter(access_list_id=alert.access_list_id):
            grants.take_back(share, by=None)
    send_due()
    assert mail.outbox == []
    assert [row["withheld_at"] is not None for row in told(alert) if row["channel"] == "email"] == [True]
    [entry] = entries("alert.withhold")
    assert (entry["object_id"], entry["recipients"]) == (alert.pk, [str(cast.foreign)])
    [kept] = rows("SELECT * FROM audit_change WHERE verb = 'alert.withhold'")
    assert kept["reason"] == "The right to see it ended before it was sent."
    assert inbox(cast.partner_officer.actor) == []


def test_a_row_under_lease_is_nobody_elses(cast: Cast) -> None:
    alert = brought(cast, cast.partner_officer)
    with as_owner():
        Delivery.objects.filter(alert=alert).update(lease_until=timezone.now() + timedelta(minutes=1))
    assert send_due() == 0
    with as_owner():
        Delivery.objects.filter(alert=alert).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert send_deliveries_task() == 1


def test_what_fails_waits_longer_and_is_parked_at_last(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message: EmailMessage) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuse)
    alert = brought(cast, cast.partner_officer)
    for attempt in range(1, TRIES + 1):
        assert send_due() == 1
        [row] = [row for row in told(alert) if row["channel"] == "email"]
        assert (row["attempts"], row["fault"]) == (attempt, "ConnectionRefusedError")
        assert row["next_at"] > timezone.now() + timedelta(seconds=20) * 2 ** (attempt - 1)
        assert (row["parked_at"] is not None) is (attempt == TRIES)
        with as_owner():
            Delivery.objects.filter(pk=row["id"]).update(next_at=timezone.now() - timedelta(seconds=1))
    assert send_due() == 0


def test_a_recall_rings_again_where_it_rang_and_shows_everywhere(cast: Cast) -> None:
    alert = brought(cast, cast.partner_officer)
    send_due()
    mark_read(actor=cast.partner_officer.actor, alert_id=alert.pk)
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    tell_recall(alert.pk)
    assert [row.read_at for row in inbox(cast.partner_officer.actor, unread=True)] == [None]
    assert send_due() == 1
    assert [letter.subject.split(":")[0] for letter in mail.outbox][1:] == ["Recalled"]
    assert "recall" in mail.outbox[1].extra_headers["Message-ID"]


def test_what_had_not_gone_out_is_recalled_in_silence(cast: Cast) -> None:
    alert = brought(cast, cast.partner_officer)
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    assert send_due() == 0
    assert mail.outbox == []


def test_a_row_is_seen_by_the_person_it_is_for(cast: Cast) -> None:
    alert = brought(cast, cast.partner_officer)
    assert cast.officer.actor.signed_in
    assert not Delivery.objects.exists()
    assert cast.partner_officer.actor.signed_in
    assert Delivery.objects.filter(alert=alert).count() == 2
    assert figures_of(alert.pk) == {"reached": 1, "opened": 0}
    mark_read(actor=cast.partner_officer.actor, alert_id=alert.pk)
    assert figures_of(alert.pk) == {"reached": 1, "opened": 1}


def test_the_inbox_shows_the_newest_first_and_no_more_than_asked_for(cast: Cast) -> None:
    first, second = brought(cast, cast.partner_officer), brought(cast, cast.partner_officer)
    found = inbox(cast.partner_officer.actor)
    assert {row.alert_id for row in found} == {first.pk, second.pk}
    assert len(inbox(cast.partner_officer.actor, limit=1)) == 1


def test_the_clock_asks(cast: Cast) -> None:
    assert cast.officer.actor.signed_in
    assert (send_deliveries_task(), expire_alerts_task()) == (0, 0)
    assert CHUNK > 1


def test_the_inbox_shows_what_stays_however_much_was_taken_back(cast: Cast, django_assert_num_queries: Any) -> None:
    stays, *gone = [brought(cast, cast.partner_officer) for _ in range(4)]
    with as_owner():
        for alert in gone:
            for share in Share.objects.filter(access_list_id=alert.access_list_id):
                grants.take_back(share, by=None)
    actor = cast.partner_officer.actor
    with django_assert_num_queries(1):
        [row] = inbox(actor, limit=1)
        assert row.alert == stays
        assert (str(row.alert.task_force), row.alert.recorded_by.name) == (str(cast.abj), cast.officer.user.name)
