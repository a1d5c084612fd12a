"""A message rings at everybody who takes part, without a word of what it says, and at nobody who may not read it."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from alerts.consumers import bring
from alerts.models import Notice, Thread
from alerts.queries.thread import unread_in, unread_threads
from alerts.services.group import add_member, end_membership_in_group
from alerts.services.notice import mark_thread_read, ring_due, tell_message
from alerts.services.sending import TRIES
from alerts.tasks import ring_messages_task
from tests.alerts.written import grouped, opened, say, wrote
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> None:
    settings.MAIL = True


def last_of(thread: Thread) -> Any:
    with as_owner():
        return thread.messages.order_by("-sent_at", "-id").first()


def told(thread: Thread) -> list[dict[str, Any]]:
    return rows(
        "SELECT n.*, u.email FROM alerts_notice n JOIN accounts_user u ON u.id = n.recipient_id "
        "WHERE thread_id = %s ORDER BY u.email, channel",
        thread.pk,
    )


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
    assert cast.partner_officer.actor
    assert unread_in(cast.partner_officer.actor, [thread]) == {thread.pk: 1}
    assert unread_threads(cast.partner_officer.actor) == [thread]
    mark_thread_read(actor=cast.partner_officer.actor, thread_id=thread.pk)
    assert unread_in(cast.partner_officer.actor, [thread]) == {}
    assert unread_in(cast.colleague.actor, [thread]) == {thread.pk: 1}


def test_the_doorbell_holds_no_word(cast: Cast) -> None:
    assert cast.partner_officer
    thread = opened(cast, said=say("Moussa Traoré pays in Lomé."))
    tell_message(last_of(thread).pk)
    assert ring_messages_task() == len(mail.outbox) > 0
    [bell] = [each for each in mail.outbox if each.to == [cast.partner_officer.user.email]]
    whole = f"{bell.subject} {bell.body}"
    assert thread.reference in whole
    assert f"/messages/{thread.pk}/" in whole
    assert "Traoré" not in whole
    assert thread.subject not in whole
    assert ring_due() == 0


def test_who_lost_the_right_hears_nothing(cast: Cast) -> None:
    group = grouped(cast)
    member = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    thread = opened(cast, group=group)
    tell_message(last_of(thread).pk)
    end_membership_in_group(actor=cast.supervisor.actor, member=member)
    ring_due()
    assert cast.partner_officer.user.email not in [each.to[0] for each in mail.outbox]
    [kept] = [row for row in told(thread) if row["channel"] == "email" and row["withheld_at"] is not None]
    [entry] = entries("message.withhold")
    assert (entry["object_id"], entry["object_ids"]) == (thread.pk, [kept["id"]])
    assert unread_threads(cast.partner_officer.actor) == []


def test_what_fails_waits_longer_and_is_parked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cast.partner_officer
    thread = opened(cast)
    tell_message(last_of(thread).pk)

    def dead(*_args: Any) -> int:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", dead)
        assert ring_due() > 0
        assert ring_due() == 0
        for _each in range(TRIES):
            with as_owner():
                Notice.objects.update(next_at="2026-01-01T00:00:00Z")
            ring_due()
    parked = [row for row in told(thread) if row["parked_at"]]
    assert parked
    assert {row["attempts"] for row in parked} == {TRIES}
    assert {row["fault"] for row in parked} == {"OSError"}


def test_what_is_not_reached_in_time_is_claimed_anew(cast: Cast, settings: Any) -> None:
    assert cast.partner_officer
    tell_message(last_of(opened(cast)).pk)
    settings.DELIVERY_LEASE_SECONDS = 0
    claimed = ring_due()
    assert (claimed > 0, len(mail.outbox)) == (True, 0)
    settings.DELIVERY_LEASE_SECONDS = 60
    assert ring_due() == claimed == len(mail.outbox)


def test_without_mail_the_application_tells_alone(cast: Cast, settings: Any) -> None:
    settings.MAIL = False
    assert cast.partner_officer
    thread = opened(cast)
    tell_message(last_of(thread).pk)
    assert {row["channel"] for row in told(thread)} == {"app"}


def test_the_event_brings_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = opened(cast)
    message = wrote(cast.partner_officer, thread)
    asked = []
    monkeypatch.setattr("alerts.consumers.ring_messages_task.delay", lambda: asked.append(1))
    bring(type("Seen", (), {"kind": "message_sent", "payload": type("Told", (), {"message": message.pk})})())
    assert asked == [1]
    assert {row["message_id"] for row in told(thread)} == {message.pk}
    assert str(Notice(channel="app", message_id=message.pk)) == f"app {message.pk}"
