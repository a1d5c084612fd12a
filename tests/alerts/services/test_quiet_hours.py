"""Quiet hours: kept by their person, waited for by mail, overridden by what is urgent."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from aircop.errors import Invalid, Missing, NotAllowed
from alerts.enums import Severity
from alerts.models import Alert, Delivery, QuietHours
from alerts.queries.quiet_hours import own_quiet_hours
from alerts.services.delivery import fan_out, resend_delivery, tell_recall
from alerts.services.digest import gather_digests
from alerts.services.quiet_hours import end_quiet_hours, keep_quiet_hours
from alerts.services.sending import oldest, send_due
from alerts.services.telling import recall_alert
from tests.alerts.told import published, warned
from tests.alerts.watched import brought, watching
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, payloads, rows

pytestmark = pytest.mark.django_db


def in_quiet_hours(member: Member) -> QuietHours:
    """Let it be quiet for a person now, for some hours."""
    now = timezone.now()
    hours = {"begins": (now - timedelta(hours=2)).time(), "ends": (now + timedelta(hours=2)).time()}
    return keep_quiet_hours(actor=member.actor, zone="UTC", **hours)


def awake(alert: Alert) -> None:
    """Let the quiet hours have ended."""
    with as_owner():
        QuietHours.objects.all().delete()
        past = timezone.now() - timedelta(seconds=1)
        Delivery.objects.filter(alert=alert, channel="email").update(next_at=past, due_at=past)


def told(cast: Cast, **changed: Any) -> Alert:
    """Tell ACC1, in which the officer sleeps."""
    in_quiet_hours(cast.partner_officer)
    alert = published(cast, **changed)
    fan_out(alert.pk)
    return alert


def test_they_are_kept_changed_and_ended(cast: Cast) -> None:
    actor = cast.officer.actor
    assert own_quiet_hours(actor) is None
    keep_quiet_hours(actor=actor, begins=time(22), ends=time(6), zone="Africa/Abidjan")
    row = keep_quiet_hours(actor=actor, begins=time(23), ends=time(6), zone="Africa/Abidjan")
    assert (str(row), own_quiet_hours(actor)) == ("23:00\N{EN DASH}06:00", row)
    assert own_quiet_hours(cast.colleague.actor) is None
    assert not QuietHours._default_manager.exists()
    end_quiet_hours(actor=cast.officer.actor)
    with pytest.raises(Missing):
        end_quiet_hours(actor=cast.officer.actor)
    assert [entry["verb"] for entry in entries("quiet.%")] == ["quiet.keep", "quiet.keep", "quiet.end"]
    assert len(payloads("quiet_hours_kept")) == 2
    assert payloads("quiet_hours_ended") == [{"person": str(cast.officer.user.pk)}]


@pytest.mark.parametrize(("ends", "zone", "field"), [(22, "UTC", "ends"), (6, "Nowhere/At_All", "timezone")])
def test_hours_without_end_and_unknown_zones_are_refused(cast: Cast, ends: int, zone: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep_quiet_hours(actor=cast.officer.actor, begins=time(22), ends=time(ends), zone=zone)
    assert refused.value.field == field


def test_who_is_told_of_nothing_keeps_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        keep_quiet_hours(actor=cast.platform_admin.actor, begins=time(22), ends=time(6), zone="UTC")


def test_mail_waits_until_they_end_and_is_not_lost(cast: Cast) -> None:
    alert = told(cast)
    assert brought(alert, cast.partner_officer)["app"]["delivered_at"], "in the application it is there at once"
    assert (send_due(), send_due(), mail.outbox) == (1, 0, [])
    row = brought(alert, cast.partner_officer)["email"]
    [hours] = rows("SELECT * FROM alerts_quiethours")
    ends = datetime.combine(row["next_at"].date(), hours["ends"], tzinfo=UTC)
    assert (row["next_at"], row["due_at"], row["attempts"], row["lease_until"]) == (ends, ends, 0, None)
    assert oldest() == 0.0, "what waits on purpose is not late"
    awake(alert)
    assert send_due() == 1
    assert [letter.to for letter in mail.outbox] == [[cast.partner_officer.user.email]]


def test_a_colleague_who_does_not_sleep_is_rung(cast: Cast) -> None:
    assert cast.partner_supervisor
    told(cast)
    assert send_due() == 2
    assert [letter.to for letter in mail.outbox] == [[cast.partner_supervisor.user.email]]


@pytest.mark.parametrize("urgent", [True, False])
def test_what_is_urgent_wakes(cast: Cast, urgent: bool) -> None:
    assert cast.partner_officer
    in_quiet_hours(cast.partner_officer)
    alert = warned(cast) if urgent else published(cast, severity=Severity.URGENT)
    fan_out(alert.pk)
    send_due()
    assert len(mail.outbox) == 1


def test_a_digest_waits_for_the_morning_too(cast: Cast) -> None:
    watching(cast.partner_officer, mail="daily")
    alert = told(cast)
    awake_hour = timezone.now() - timedelta(seconds=1)
    with as_owner():
        Delivery.objects.filter(in_digest=True).update(next_at=awake_hour)
    assert (gather_digests(), send_due(), mail.outbox) == (1, 1, [])
    [digest] = rows("SELECT * FROM alerts_delivery WHERE channel = 'digest'")
    assert digest["next_at"] > timezone.now()
    assert not brought(alert, cast.partner_officer)["email"]["delivered_at"]


def test_a_recall_waits_as_what_it_recalls_did(cast: Cast) -> None:
    assert cast.partner_officer
    alert = published(cast)
    fan_out(alert.pk)
    send_due()
    in_quiet_hours(cast.partner_officer)
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    send_due()
    assert len(mail.outbox) == 1
    row = brought(alert, cast.partner_officer)["email"]
    assert (row["attempts"], row["next_at"] > timezone.now()) == (0, True)


def test_what_may_have_arrived_and_was_put_into_the_queue_again_is_recalled(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It failed after the other side had taken it, and rests now: tried it was."""

    def refuse(_message: Any) -> None:
        raise TimeoutError

    assert cast.partner_officer
    alert = published(cast)
    fan_out(alert.pk)
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refuse)
        send_due()
    row = brought(alert, cast.partner_officer)["email"]
    resend_delivery(actor=cast.partner_supervisor.actor, delivery=Delivery(pk=row["id"]))
    in_quiet_hours(cast.partner_officer)
    send_due()
    assert mail.outbox == []
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    awake(alert)
    send_due()
    assert [letter.subject for letter in mail.outbox] == [f"Recalled: {alert.reference}"]
