"""A message rings at everybody who takes part, without a word of what it says, and at nobody who may not read it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from aircop.errors import Missing, NotAllowed
from alerts.consumers import bring
from alerts.models import Delivery, QuietHours, Thread
from alerts.queries.alert import inbox
from alerts.queries.delivery import followed, threads_of
from alerts.queries.thread import unread_in, unread_threads
from alerts.services.delivery import fan_out, resend_delivery
from alerts.services.group import add_member, end_membership_in_group
from alerts.services.live import unread_of
from alerts.services.message_delivery import mark_thread_read, tell_message
from alerts.services.request import ask_back, reply_to_request
from alerts.services.sending import TRIES, oldest, send_due, standing
from alerts.tasks import gather_digests_task, send_deliveries_task
from tests.alerts.services.test_quiet_hours import in_quiet_hours
from tests.alerts.told import published
from tests.alerts.watched import watching
from tests.alerts.written import asked, grouped, opened, say, wrote
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> None:
    settings.MAIL = True


def last_of(thread: Thread) -> Any:
    with as_owner():
        return thread.messages.order_by("-sent_at", "-id").first()


def told(thread: Thread, member: Member | None = None, channel: str = "") -> list[dict[str, Any]]:
    found = rows(
        "SELECT d.*, u.email FROM alerts_delivery d JOIN accounts_user u ON u.id = d.recipient_id "
        "WHERE thread_id = %s ORDER BY u.email, channel",
        thread.pk,
    )
    mine = [row for row in found if member is None or row["recipient_id"] == member.user.pk]
    return [row for row in mine if channel in ("", row["channel"])]


def brought(cast: Cast, *members: Member, **how: Any) -> Thread:
    """Write to ACC1, in which these sit, and make the rows of it."""
    assert members
    thread = opened(cast, **how)
    tell_message(last_of(thread).pk)
    return thread


def rung() -> list[str]:
    return [each.to[0] for each in mail.outbox]


def test_everybody_who_takes_part_is_told_once(cast: Cast) -> None:
    everybody = [cast.colleague, cast.analyst, cast.partner_officer, cast.partner_supervisor, cast.outsider]
    assert everybody
    assert cast.auditor
    thread = opened(cast)
    message = last_of(thread)
    assert tell_message(message.pk) > 0
    assert tell_message(message.pk) == 0
    names = {row["email"] for row in told(thread)}
    assert {cast.colleague.user.email, cast.partner_officer.user.email} <= names
    assert not {cast.officer.user.email, cast.outsider.user.email, cast.auditor.user.email} & names
    assert {(row["agency_id"], row["why"], row["urgent"]) for row in told(thread, cast.colleague)} == {
        (cast.police.pk, "thread", False)
    }
    assert {row["agency_id"] for row in told(thread, cast.partner_officer)} == {cast.foreign.pk}
    assert unread_in(cast.partner_officer.actor, [thread]) == {thread.pk: 1}
    assert unread_threads(cast.partner_officer.actor) == [thread]
    mark_thread_read(actor=cast.partner_officer.actor, thread_id=thread.pk)
    assert unread_in(cast.partner_officer.actor, [thread]) == {}
    assert unread_in(cast.colleague.actor, [thread]) == {thread.pk: 1}
    [app] = told(thread, cast.partner_officer, "app")
    assert app["read_at"] == app["opened_at"] is not None


def test_messages_are_no_alerts(cast: Cast) -> None:
    """They stand in no list of alerts, and the bell counts alerts."""
    brought(cast, cast.partner_officer)
    assert inbox(cast.partner_officer.actor) == []
    assert unread_of([cast.partner_officer.user.pk]) == {cast.partner_officer.user.pk: 0}


def test_the_doorbell_holds_no_word(cast: Cast) -> None:
    thread = brought(cast, cast.partner_officer, said=say("Moussa Traoré pays in Lomé."))
    assert send_deliveries_task() == len(mail.outbox) > 0
    [bell] = [each for each in mail.outbox if each.to == [cast.partner_officer.user.email]]
    whole = f"{bell.subject} {bell.body}"
    assert bell.subject == f"Message: {thread.reference}"
    assert f"/messages/{thread.pk}/" in whole
    assert "You take part in this thread" in whole
    assert "Traoré" not in whole
    assert thread.subject not in whole
    [row] = told(thread, cast.partner_officer, "email")
    assert str(row["id"]) in bell.extra_headers["Message-ID"]
    assert row["delivered_at"]
    assert send_due() == 0


def test_alerts_and_messages_go_out_of_one_queue(cast: Cast) -> None:
    thread = brought(cast, cast.partner_officer)
    alert = published(cast)
    fan_out(alert.pk)
    assert standing()[0] == len(told(thread, channel="email")) + 1
    assert oldest() > 0.0
    send_due()
    mine = [each.subject for each in mail.outbox if each.to == [cast.partner_officer.user.email]]
    assert sorted(subject.split(": ")[1] for subject in mine) == sorted([thread.reference, str(alert.reference)])
    assert standing() == (0, 0, 0.0)


def test_who_lost_the_right_hears_nothing(cast: Cast) -> None:
    group = grouped(cast)
    member = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    thread = brought(cast, cast.partner_officer, group=group)
    assert {row["agency_id"] for row in told(thread, cast.partner_officer)} == {cast.foreign.pk}
    end_membership_in_group(actor=cast.supervisor.actor, member=member)
    send_due()
    assert cast.partner_officer.user.email not in rung()
    [kept] = [row for row in told(thread, channel="email") if row["withheld_at"] is not None]
    [entry] = entries("message.withhold")
    assert (entry["object_id"], entry["object_ids"]) == (thread.pk, [kept["id"]])
    assert entry["recipients"] == [str(cast.foreign)]
    assert entries("alert.withhold") == []
    assert unread_threads(cast.partner_officer.actor) == []
    with pytest.raises(NotAllowed) as refused:
        resend_delivery(actor=cast.partner_supervisor.actor, delivery=Delivery(pk=kept["id"]))
    assert refused.value.code == "state"


def test_an_account_that_was_closed_hears_nothing(cast: Cast) -> None:
    thread = brought(cast, cast.partner_officer)
    with as_owner():
        type(cast.partner_officer.user).objects.filter(pk=cast.partner_officer.user.pk).update(
            is_active=False, disabled_at=timezone.now()
        )
    send_due()
    assert cast.partner_officer.user.email not in rung()
    assert [row["withheld_at"] is not None for row in told(thread, cast.partner_officer, "email")] == [True]


def test_who_came_back_to_a_group_is_told_once(cast: Cast) -> None:
    group = grouped(cast)
    member = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    end_membership_in_group(actor=cast.supervisor.actor, member=member)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    thread = brought(cast, cast.partner_officer, group=group)
    assert len(told(thread, cast.partner_officer)) == 2


def test_what_fails_is_set_aside_followed_and_sent_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = brought(cast, cast.partner_officer)
    assert cast.partner_supervisor

    def dead(*_args: Any) -> int:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", dead)
        assert send_due() > 0
        assert send_due() == 0
        for _each in range(TRIES):
            with as_owner():
                Delivery.objects.update(next_at="2026-01-01T00:00:00Z")
            send_due()
    [row] = told(thread, cast.partner_officer, "email")
    assert (row["parked_at"] is not None, row["attempts"], row["fault"]) == (True, TRIES, "OSError")
    assert standing()[:2] == (0, len(told(thread, channel="email")))
    supervisor = cast.partner_supervisor.actor
    [found] = followed(supervisor).filter(pk=row["id"])
    assert threads_of(supervisor, [found]) == {thread.pk: thread}
    resend_delivery(actor=supervisor, delivery=found)
    assert send_due() == 1
    assert rung() == [cast.partner_officer.user.email]
    assert str(row["id"]) in mail.outbox[0].extra_headers["Message-ID"]
    assert len(entries("delivery.resend")) == len(events("delivery_resent")) == 1


def test_who_follows_learns_of_no_thread_that_it_does_not_see(cast: Cast) -> None:
    """A closed group of persons: the supervisor of one of them follows the row, and not what it is about."""
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    thread = brought(cast, cast.partner_officer, group=group)
    actor = cast.partner_supervisor.actor
    [row] = followed(actor)
    assert row.recipient_id == cast.partner_officer.user.pk
    assert threads_of(actor, [row]) == {}
    assert threads_of(actor, []) == {}
    assert followed(cast.agency_admin.actor).filter(thread_id=thread.pk).exists() is False
    with pytest.raises(Missing):
        resend_delivery(actor=cast.agency_admin.actor, delivery=row)


def test_a_thread_that_was_withdrawn_rings_no_more(cast: Cast) -> None:
    thread = brought(cast, cast.partner_officer)
    with as_owner():
        Thread.objects.filter(pk=thread.pk).update(withdrawn_at=timezone.now(), withdrawn_reason="order")
    send_due()
    assert mail.outbox == []
    assert all(row["withheld_at"] for row in told(thread, channel="email"))


# Quiet hours and digests ----------------------------------------------------------------------------------------------


def test_it_waits_for_the_end_of_quiet_hours(cast: Cast) -> None:
    in_quiet_hours(cast.partner_officer)
    thread = brought(cast, cast.partner_officer)
    assert told(thread, cast.partner_officer, "app")[0]["delivered_at"], "in the application it is there at once"
    send_due()
    assert cast.partner_officer.user.email not in rung()
    [row] = told(thread, cast.partner_officer, "email")
    assert row["due_at"] == row["next_at"] > timezone.now()
    assert (row["attempts"], row["lease_until"], oldest()) == (0, None, 0.0)
    with as_owner():
        past = timezone.now() - timedelta(hours=9)
        Delivery.objects.filter(pk=row["id"]).update(next_at=past, due_at=past)
        QuietHours.objects.all().delete()
    assert send_due() == 1
    assert cast.partner_officer.user.email in rung()


@pytest.mark.parametrize(("clock", "woken"), [("8h", True), ("3d", False), ("7d", False)])
def test_a_request_of_eight_hours_wakes(cast: Cast, clock: str, woken: bool) -> None:
    in_quiet_hours(cast.partner_officer)
    thread = asked(cast, clock=clock).thread
    tell_message(last_of(thread).pk)
    send_due()
    assert (cast.partner_officer.user.email in rung()) is woken


@pytest.mark.parametrize("answer", [reply_to_request, ask_back])
def test_so_does_what_answers_it(cast: Cast, answer: Any) -> None:
    assert cast.partner_officer
    request = asked(cast, clock="8h")
    in_quiet_hours(cast.officer)
    answer(actor=cast.partner_officer.actor, request=request, say=say())
    tell_message(last_of(request.thread).pk)
    send_due()
    assert cast.officer.user.email in rung()
    wrote(cast.partner_officer, request.thread)
    tell_message(last_of(request.thread).pk)
    mail.outbox.clear()
    send_due()
    assert cast.officer.user.email not in rung()


def test_no_digest_takes_it(cast: Cast) -> None:
    watching(cast.partner_officer, mail="daily")
    thread = brought(cast, cast.partner_officer)
    [row] = told(thread, cast.partner_officer, "email")
    assert (row["in_digest"], row["due_at"], gather_digests_task()) == (False, None, 0)
    with pytest.raises(IntegrityError), as_owner(), transaction.atomic():
        Delivery.objects.filter(pk=row["id"]).update(in_digest=True)


# What a row may be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["both", "thread alone", "digest", "nothing", "twice"])
def test_a_row_tells_one_thing(cast: Cast, wrong: str) -> None:
    thread = brought(cast, cast.partner_officer)
    alert = published(cast)
    message = last_of(thread)
    told: dict[str, Any] = {"recipient": cast.partner_supervisor.user, "channel": "email", "why": "thread"}
    told |= {
        "both": {"alert": alert, "message": message, "thread": thread},
        "thread alone": {"alert": alert, "thread": thread},
        "digest": {"message": message, "thread": thread, "channel": "digest"},
        "nothing": {},
        "twice": {"message": message, "thread": thread, "recipient": cast.partner_officer.user},
    }[wrong]
    with pytest.raises(IntegrityError), as_owner(), transaction.atomic():
        Delivery.objects.create(**told)


def test_a_row_is_seen_by_the_person_it_is_for(cast: Cast) -> None:
    thread = brought(cast, cast.partner_officer, cast.colleague)
    assert cast.partner_officer.actor
    assert set(Delivery.objects.filter(thread=thread).values_list("recipient", flat=True)) == {
        cast.partner_officer.user.pk
    }
    assert cast.outsider.actor
    assert not Delivery.objects.filter(thread=thread).exists()


# When -----------------------------------------------------------------------------------------------------------------


def test_without_mail_the_application_tells_alone(cast: Cast, settings: Any) -> None:
    settings.MAIL = False
    thread = brought(cast, cast.partner_officer)
    assert {row["channel"] for row in told(thread)} == {"app"}


def test_the_event_brings_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = opened(cast)
    message = wrote(cast.partner_officer, thread)
    calls = []
    monkeypatch.setattr("alerts.consumers.send_deliveries_task.delay", lambda: calls.append(1))
    event: Any = SimpleNamespace(kind="message_sent", payload=SimpleNamespace(message=message.pk))
    bring(event)
    assert calls == [1]
    assert {row["message_id"] for row in told(thread)} == {message.pk}
    assert str(Delivery(channel="app", message_id=message.pk)) == f"app {message.pk}"
